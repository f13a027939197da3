import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readCommand } from '../../infra/dead-letters/command';
import { connect } from '../../infra/dead-letters/connection';
import { deadLetters } from '../../infra/dead-letters/dead-letters';
import { asAPerson, type Said } from './as-a-person';
import { RunningStack } from './running-stack';

/* `npm run dead-letters` against a running stack, as a merchant uses it. */

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(() => running.close());
/** Each begins with no dead letters. */
afterEach(async () => {
  const { queues } = running.stack;
  for (const { arn } of queues.list().filter(({ name }) => name.includes('DeadLetters'))) {
    const letters = await queues.receive(arn, 1000);
    await queues.delete(arn, letters.map(({ receiptHandle }) => receiptHandle));
  }
});

/** What the command says, and whether all of it was done. */
async function run(...argv: string[]): Promise<{ done: boolean; said: string[] }> {
  const command = readCommand([...argv, '--endpoint', running.shop.awsUrl]);
  if (command.verb === 'help') throw new Error('nothing to do');
  const connection = connect(command.endpoint, { shop: undefined, stage: command.stage });
  const said: string[] = [];
  try {
    return { done: await deadLetters(command, connection, (line) => said.push(line)), said };
  } finally {
    connection.close();
  }
}

/** An order whose customer has an address that is none. */
async function poison(orderId: string): Promise<void> {
  await running.shop.put('Backorder Created', { ...(await running.shop.created({ orderId })), customer: { id: `c-${orderId}`, email: 'no address' } });
  await running.shop.settle();
}

/** How many mails each of these orders' customers has. */
const mailed = (...orderIds: string[]): Promise<number[]> => Promise.all(orderIds.map(async (orderId) => (await running.shop.mails(`${orderId}@example.com`)).length));

const idsOf = (said: readonly string[]): string[] => said.filter((line) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(line));
const queueArn = (construct: string): string => running.stack.queues.list().find(({ name }) => name.includes(`${construct}Queue`))?.arn ?? '';

test('list names every queue in words, the empty ones too, with how many lie there and since when', async () => {
  await running.shop.advance('P3D');
  await poison('p1');
  await running.shop.advance('PT2H');
  const { done, said } = await run('list');
  expect(done).toBe(true);
  expect(said.map((line) => line.split(/\s{2,}/)[0])).toEqual(['queue', 'attend-customer', 'attend-customer-routine', 'backorder-created', 'email-feedback', 'eta-changed', 'order-closed', 'unknown-events', 'weekly-updates']);
  expect(said[1]).toMatch(/^attend-customer +0 {2}- +Customers who are to be told something$/);
  // By the clock of the stack, which is days ahead of this machine's.
  expect(said[3]).toMatch(/^backorder-created +1 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, 2 hours ago {2}Backorder Created, Stock Alert Requested$/);
});

test('show tells of each letter why it is one and what it says, and leaves it where it is', async () => {
  await poison('p1');
  await poison('p2');
  for (let look = 0; look < 2; look += 1) {
    const { said } = await run('show', 'backorder-created');
    expect(said[0]).toBe('backorder-created: 2 dead letters');
    expect(said).toContainEqual(expect.stringMatching(/^ {2}why {7}detail\.customer\.email: /));
    expect(said).toContainEqual('        "orderId": "p1",');
    expect(idsOf(said)).toHaveLength(2);
  }
  expect(await running.shop.deadLetters()).toHaveLength(2);
  expect((await run('show', 'backorder-created', '--limit', '1')).said[0]).toBe('backorder-created: 2 dead letters, 1 shown');
});

test('what a rule could not deliver says what the bus said, and is redriven to the queue of its Lambda', async () => {
  const { shop, stack } = running;
  stack.bridge.refuse(queueArn('BackorderCreated'), { code: 'NO_PERMISSIONS', message: 'the policy of the queue lets nobody in' });
  for (const orderId of ['a', 'b', 'c']) await shop.order({ orderId });
  await shop.advance('PT5M');
  expect(await mailed('a', 'b', 'c')).toEqual([0, 0, 0]);
  const { said } = await run('show', 'backorder-created');
  expect(said.filter((line) => line === '  why       NO_PERMISSIONS: the policy of the queue lets nobody in')).toHaveLength(3);

  stack.bridge.refuse(queueArn('BackorderCreated'), undefined);
  expect(await run('redrive', 'backorder-created')).toEqual({ done: true, said: ['3 letters of backorder-created moved back to its queue'] });
  await shop.advance('PT2M');
  expect(await mailed('a', 'b', 'c')).toEqual([1, 1, 1]);
  expect(await shop.deadLetters()).toEqual([]);
});

test('what fails again after a redrive is a dead letter again', async () => {
  const { shop } = running;
  await poison('p1');
  // The letter is poison: redriven it fails again, and says so with the reason of its Lambda, not with an older one.
  expect(await run('redrive', 'backorder-created')).toEqual({ done: true, said: ['1 letter of backorder-created moved back to its queue'] });
  await shop.settle();
  const { said } = await run('show', 'backorder-created');
  expect(said[0]).toBe('backorder-created: 1 dead letter');
  expect(said).toContainEqual(expect.stringMatching(/^ {2}why {7}detail\.customer\.email: /));
});

test('one letter is redriven by its id, and its neighbours stay', async () => {
  const { shop, stack } = running;
  stack.bridge.refuse(queueArn('BackorderCreated'), { code: 'NO_PERMISSIONS', message: 'no' });
  await shop.order({ orderId: 'd' });
  stack.bridge.refuse(queueArn('BackorderCreated'), undefined);
  await poison('p1');
  const { said } = await run('show', 'backorder-created');
  const rejected = said.indexOf('  why       NO_PERMISSIONS: no');
  const id = idsOf(said.slice(0, rejected)).at(-1) ?? '';
  expect(await run('redrive', 'backorder-created', '--id', id)).toEqual({ done: true, said: [`${id} moved back to its queue`] });
  await shop.advance('PT2M');
  expect(await mailed('d')).toEqual([1]);
  expect((await run('show', 'backorder-created')).said[0]).toBe('backorder-created: 1 dead letter');
});

test('an event that no Lambda took goes on the bus once more, as soon as one would take it', async () => {
  const { shop, stack } = running;
  const unknown = stack.queues.list().find(({ name }) => name.includes('UnknownEvents'));
  const send = async (source: string, detailType: string, orderId: string): Promise<void> => {
    const sqs = new SQSClient({ endpoint: shop.awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'bus', secretAccessKey: 'any' } });
    const envelope = { version: '0', id: orderId, source, 'detail-type': detailType, time: '2026-11-23T12:00:00Z', resources: [], detail: await shop.created({ orderId }) };
    await sqs.send(new SendMessageCommand({ QueueUrl: unknown?.url, MessageBody: JSON.stringify(envelope) }));
    sqs.destroy();
  };
  // As it lies there after an update that brought the type: a type that was unknown when it came.
  await send('shop', 'Backorder Created', 'late');
  await send('shop', 'Backorder Creatd', 'typo');
  await send('forthright', 'Backorder Created', 'posing');
  const { done, said } = await run('redrive', 'unknown-events');
  expect([done, said[0]]).toEqual([false, '1 letter of unknown-events put on the bus once more']);
  expect(said.slice(1).map((line) => line.slice(37)).sort()).toEqual(["stays: its source is forthright, which is not the store's to use", 'stays: no Lambda takes "Backorder Creatd"']);
  await shop.advance('PT2M');
  expect(await mailed('late', 'typo', 'posing')).toEqual([1, 0, 0]);
  expect((await run('show', 'unknown-events')).said[0]).toBe('unknown-events: 2 dead letters');
});

test('drop takes nothing away without --yes, then one, then all', async () => {
  for (const orderId of ['p1', 'p2', 'p3']) await poison(orderId);
  expect(await run('drop', 'backorder-created', '--all')).toEqual({
    done: false,
    said: ['Nothing is dropped. What is dropped is gone for good: say --yes to drop the 3 letters of backorder-created.'],
  });
  const [id = ''] = idsOf((await run('show', 'backorder-created')).said);
  expect(await run('drop', 'backorder-created', '--id', id, '--yes')).toEqual({ done: true, said: [`${id} dropped`] });
  const left = (await run('show', 'backorder-created')).said;
  expect([left[0], left.includes(id)]).toEqual(['backorder-created: 2 dead letters', false]);
  expect(await run('drop', 'backorder-created', '--all', '--yes')).toEqual({ done: true, said: ['2 letters of backorder-created dropped'] });
  expect(await running.shop.deadLetters()).toEqual([]);
});

test('a poison record holds up nobody: not its neighbours of a batch, nor the same customer\'s other facts', async () => {
  const { shop, stack } = running;
  const orders = await Promise.all(Array.from({ length: 60 }, (_none, n) => shop.created({ orderId: `n${n}`, customer: { id: `c-${n % 20}`, email: `n${n % 20}@example.com`, name: 'Ada Park' } })));
  const shipped = (n: number, over = {}) => ({ eventId: `shipped-${n}`, orderId: `n${n}`, lineId: 'l1', shipmentId: `s${n}`, quantity: 1, shippedAt: orders[n]?.placedAt, ...over });
  // Every third customer has one wrong event between two right ones, in each of the queues that an event can take.
  const events = orders.flatMap((detail, n) => {
    const isPoisoned = n < 20 && n % 3 === 0;
    const wrong = { ...detail, orderId: `wrong-${n}`, paid: { amount: 'much', currency: 'USD' } };
    return [...(isPoisoned ? [{ type: 'Backorder Created' as const, detail: wrong }] : []), { type: 'Backorder Created' as const, detail }];
  });
  await shop.puts(events);
  await shop.advance('PT3M');
  await shop.puts([
    ...[0, 3, 6].map((n) => ({ type: 'Order Shipped' as const, detail: shipped(n, { quantity: 0 }) })),
    ...[0, 3, 6, 7].map((n) => ({ type: 'Order Shipped' as const, detail: shipped(n, { eventId: `right-${n}` }) })),
    { type: 'Refund Settled' as const, detail: { eventId: 'nobody', refundId: 'none-of-ours', amount: 1, currency: 'USD', settledAt: orders[0]?.placedAt } },
  ]);
  // A shipment is told on the day after the first notice: one mail a day.
  await shop.advance('P2D');

  const told = await Promise.all(Array.from({ length: 20 }, async (_none, n) => (await shop.mails(`n${n}@example.com`)).map(({ tags }) => tags.kind)));
  expect(told.filter(([kind]) => kind !== 'first')).toEqual([]);
  for (const n of [0, 3, 6, 7]) expect([n, told[n]]).toEqual([n, ['first', 'shipped']]);
  const count = (construct: string): number => stack.queues.peek(stack.queues.list().find(({ name }) => name.includes(`${construct}DeadLetters`))?.arn ?? '').length;
  expect([count('BackorderCreated'), count('OrderClosed'), count('AttendCustomer')]).toEqual([7, 4, 0]);
});

test.each([
  [['show', 'nobody'], /^There is no queue nobody; expected one of attend-customer, attend-customer-routine, backorder-created, /],
  [['redrive', 'eta-changed', '--id', 'none'], /^eta-changed has no letter none; show lists their ids$/],
  [['list', '--stage', 'test'], /^There are no dead-letter queues of a stack ForthrightService-test here\./],
])('%j is answered in words', async (argv, message) => {
  await expect(run(...argv)).rejects.toThrow(message);
});

const started = (env: Record<string, string>, ...argv: string[]): Promise<Said> => asAPerson('infra/dead-letters/start.cjs', running.data, env, argv);

test('the command line: the environment of the AWS CLI, exit codes, and an answer in words for each slip', async () => {
  const aws = { AWS_ENDPOINT_URL: running.shop.awsUrl, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'merchant', AWS_SECRET_ACCESS_KEY: 'any' };
  const [listed, slip, withoutRegion, withoutCredentials, unreachable] = await Promise.all([
    started(aws, 'list'),
    started(aws, 'drop', 'eta-changed'),
    started({}, 'list'),
    started({ AWS_REGION: 'us-east-1' }, 'list'),
    started({}, 'list', '--endpoint', 'http://127.0.0.1:1'),
  ]);
  expect([listed.code, listed.out.split('\n')[0]]).toEqual([0, 'queue                    letters  oldest  what lies there']);
  expect([slip.code, slip.err.split('\n')[0]]).toEqual([2, 'drop: expected either --id ID or --all']);
  expect([withoutRegion.code, withoutRegion.err]).toEqual([1, 'There is no region. Set AWS_REGION, or say --local for the stack on this machine.\n']);
  expect([withoutCredentials.code, withoutCredentials.err.split('.')[0]]).toEqual([1, 'There are no credentials of an AWS account']);
  expect([unreachable.code, unreachable.err]).toEqual([1, 'Nothing answers at the endpoint. Is the stack started? npm start says where it listens.\n']);
}, 60_000);
