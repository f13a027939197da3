import { inspect } from 'node:util';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { BadRequestException, MessageRejected, SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { changeCustomer } from '../../functions/adapters/customers';
import { addressPk, customerPk, lineSk, orderKey, PROFILE_SK } from '../../functions/adapters/keys';
import { Pacer } from '../../functions/adapters/pacing/pacer';
import { refundsByEvent } from '../../functions/adapters/refund-executor';
import { eachRecord, parseEvent } from '../../functions/adapters/sqs-records';
import { toStored, type Item } from '../../functions/adapters/table';
import { attendCustomer, type Neighbours } from '../../functions/attend-customer/attending';
import { openWithEarlyCloses } from '../../functions/backorder-created/opening';
import { incoming } from '../../functions/core/events/incoming';
import { parseMerchant } from '../../functions/core/merchant';
import { eraseCustomers } from '../../functions/order-closed/erasing';
import merchantJson from '../../merchant.json';
import { expectNothingPersonal } from '../personal';
import { openProductTable } from './adapters/open-table';
import { created, KEYRING } from './core/customers-told';

/*
 * A Lambda that fails in every way in which its neighbours may fail, each with a message that quotes the customer. What
 * then stands in the log, or is thrown to the runtime, which logs it, says nothing of them.
 */

const NAME = 'Zinnia Quetzal';
const EMAIL = 'zinnia.quetzal@example.com';
const PERSONAL = [NAME, EMAIL, 'Quetzal called'];
const merchant = parseMerchant(merchantJson);
const mail = new SESv2Client({ region: 'us-east-1' });
const bus = new EventBridgeClient({ region: 'us-east-1' });
const queue = new SQSClient({ region: 'us-east-1' });
const [ses, eventBridge, sqs] = [mockClient(mail), mockClient(bus), mockClient(queue)];

let opened: Awaited<ReturnType<typeof openProductTable>>;
let neighbours: Neighbours;
let logged: string[];
beforeEach(async () => {
  logged = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    logged.push(String(line));
    return true;
  });
  opened = await openProductTable();
  for (const mock of [ses, eventBridge, sqs]) mock.reset();
  ses.on(SendEmailCommand).resolves({ MessageId: 'm-1' });
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
  sqs.on(SendMessageCommand).resolves({});
  neighbours = {
    table: opened.table,
    bus: { client: bus, name: 'forthright' },
    refundExecutor: refundsByEvent({ client: bus, name: 'forthright' }),
    routineQueue: { client: queue, url: 'https://sqs.example/routine' },
    pacer: new Pacer({ table: opened.table, askAccount: () => Promise.resolve({ ratePerSecond: 1_000, sentInDay: 0, maySend: true }), time: { now: () => Date.now(), wait: () => Promise.resolve() } }),
    attendQueue: { client: queue, url: 'https://sqs.example/attend' },
    mailer: { client: mail, merchant, configurationSets: { notices: 'n', updates: 'u' } },
    keyring: () => Promise.resolve(KEYRING),
    pageOrigin: 'https://pages.example',
    merchant,
  };
  const event = created({ customer: { id: 'z', email: EMAIL, name: NAME }, placedAt: '2026-11-23T13:00:00.000Z' });
  await changeCustomer(opened.table, 'z', (known, order) => openWithEarlyCloses(known, order, event, merchant, '2026-11-23T14:00:00.000Z'), 'o1');
});
afterEach(async () => {
  jest.restoreAllMocks();
  await opened.close();
});

const quoting = (message: string): Error => Object.assign(new Error(`${message}: ${NAME} <${EMAIL}>\n    at ${EMAIL} (/${EMAIL}:1:1)`), { name: 'ValidationException', $metadata: {} });

/** Handles one record and says what came of it; whatever it wrote or threw is searched. */
async function handle(work: () => Promise<void>, body: unknown = {}): Promise<'done' | 'failed'> {
  const handler = eachRecord(work, () => '');
  const attributes = { ApproximateReceiveCount: '1', SentTimestamp: '0', SenderId: '', ApproximateFirstReceiveTimestamp: '0' };
  const record = { messageId: 'm', body: JSON.stringify(body), receiptHandle: '', attributes, messageAttributes: {}, md5OfBody: '', eventSource: 'aws:sqs', eventSourceARN: '', awsRegion: '' };
  let answer: SQSBatchResponse | undefined;
  let thrown = '';
  try {
    answer = await handler({ Records: [record] });
  } catch (error) {
    thrown = inspect(error);
  }
  expectNothingPersonal('the log', logged.join(''), PERSONAL);
  expect(thrown).toBe('');
  return answer?.batchItemFailures.length === 0 ? 'done' : 'failed';
}

const attend = (): Promise<'done' | 'failed'> => handle(() => attendCustomer(neighbours, { customerKey: 'z' }));
const put = (item: Item): Promise<unknown> => opened.table.client.send(new PutItemCommand({ TableName: opened.table.name, Item: toStored(item) }));

test.each([
  ['a refusal of the address', new MessageRejected({ $metadata: {}, message: `Address ${EMAIL} is on the suppression list` }), 'done'],
  ['a bad address', new BadRequestException({ $metadata: {}, message: `Invalid address ${NAME} <${EMAIL}>` }), 'done'],
  ['an answer that nobody knows', quoting('554 no mailbox'), 'failed'],
  ['an error whose name quotes', Object.assign(new Error('no'), { name: `Refused ${EMAIL}` }), 'failed'],
  ['what is no error', EMAIL as unknown as Error, 'failed'],
])('SES: %s', async (_what, error, outcome) => {
  ses.on(SendEmailCommand).callsFake(() => {
    throw error;
  });
  expect(await attend()).toBe(outcome);
  expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);
});

test.each(['GetItemCommand', 'QueryCommand', 'PutItemCommand', 'TransactWriteItemsCommand'])('DynamoDB: %s is refused with the values', async (command) => {
  let refused = 0;
  opened.table.client.middlewareStack.add((next, context) => (args) => {
    if (context.commandName !== command) return next(args);
    refused += 1;
    throw quoting('One or more parameter values are not valid');
  }, { step: 'initialize', name: 'refuse' });
  expect(await attend()).toBe('failed');
  expect(refused).toBeGreaterThan(0);
});

test('the bus refuses with the event', async () => {
  eventBridge.on(PutEventsCommand).rejects(quoting('malformed detail'));
  expect(await attend()).toBe('done');
  expect(logged.join('')).toContain('events not handed over');
});

test('SQS refuses with the message', async () => {
  sqs.on(SendMessageCommand).rejects(quoting('invalid message'));
  expect(await handle(() => eraseCustomers({ ...neighbours, now: () => '2026-11-24T14:00:00.000Z' }, { eventId: 'e', customer: { email: EMAIL } }, undefined))).toBe('failed');
});

test.each([
  ['a profile', { pk: customerPk('z'), sk: PROFILE_SK, schema: 1, version: 1, data: { email: { [EMAIL]: NAME }, weekly: NAME } }],
  ['a line', { pk: customerPk('z'), sk: lineSk({ orderId: 'o1', lineId: 'l1' }), schema: 1, data: { orderId: EMAIL, kind: NAME } }],
])('%s that can not be read', async (_what, row) => {
  await put(row);
  expect(await attend()).toBe('failed');
  expect(logged.join('')).toContain('UnreadableRowError');
});

test.each([
  ['its record', { pk: customerPk('z'), sk: 'Z#2026-11-23T15:00:00.000Z#x', schema: 1, data: { at: NAME, facts: { [EMAIL]: {} } } }],
  ['an order', { ...orderKey('o1'), schema: 1, version: NAME, lines: { [EMAIL]: NAME } }],
  ['a closed line', { pk: customerPk('z'), sk: 'X#o1#l9', schema: 1, data: { kind: NAME } }],
])('an erasure that can not read %s', async (_what, row) => {
  await put(row);
  expect(await handle(() => eraseCustomers({ ...neighbours, now: () => '2026-11-24T14:00:00.000Z' }, { eventId: 'e', customer: { id: 'z' } }, undefined))).toBe('failed');
});

test('an address under which lies what is no customer', async () => {
  await put({ pk: addressPk(EMAIL), sk: `C#${NAME}`, schema: 1 });
  await handle(() => eraseCustomers({ ...neighbours, now: () => '2026-11-24T14:00:00.000Z' }, { eventId: 'e', customer: { email: EMAIL } }, undefined));
});

describe('a poison event with the customer in', () => {
  const fields = ['eventId', 'orderId', 'lineId', 'placedAt', 'market', 'customer', 'item', 'paid', 'promise', 'kind', 'balanceDue', 'cause', 'supplierOrder', 'channel'] as const;
  const wrong = [NAME.repeat(50), { [EMAIL]: NAME }, [NAME, EMAIL]];

  test.each(fields)('%s', async (field) => {
    for (const value of wrong) {
      const body = { id: NAME, source: EMAIL, 'detail-type': 'Backorder Created', detail: { ...created(), [field]: value } };
      expect(await handle(async () => void parseEvent(body, incoming), body)).toBe('failed');
    }
    expect(logged.join('')).toContain(`detail.${field}`);
  });

  test.each([
    ['its type', { id: '1', 'detail-type': NAME, detail: {} }],
    ['its envelope', { id: [EMAIL], 'detail-type': [NAME] }],
    ['a reason that is too long', { id: '1', 'detail-type': 'Order Cancelled', detail: { eventId: 'e', orderId: 'o', lineId: 'l', refund: 'needed', reason: 'Quetzal called '.repeat(99) } }],
    ['a refund', { id: '1', 'detail-type': 'Refund Settled', detail: { eventId: 'e', refundId: 'r', amount: EMAIL, currency: NAME, settledAt: EMAIL } }],
    ['an address', { id: '1', 'detail-type': 'Customer Erased', detail: { eventId: 'e', customer: { email: `${NAME} <${EMAIL}>` } } }],
  ])('%s', async (_what, body) => {
    expect(await handle(async () => void parseEvent(body, incoming), body)).toBe('failed');
  });

  test('a body that is no JSON', async () => {
    const handler = eachRecord(async () => undefined, () => '');
    const broken = { messageId: 'm', body: `{"email":"${EMAIL}`, attributes: { ApproximateReceiveCount: '1' } };
    expect((await handler({ Records: [broken] } as unknown as Parameters<typeof handler>[0])).batchItemFailures).toHaveLength(1);
    expectNothingPersonal('the log', logged.join(''), PERSONAL);
  });
});
