import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { readFileSync } from 'node:fs';
import { RunningStack } from './running-stack';

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(() => running.close());

async function putRaw(detailType: string, detail: string): Promise<number | undefined> {
  const client = new EventBridgeClient({ endpoint: running.shop.awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'any' } });
  const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [{ EventBusName: 'forthright', Source: 'shop', DetailType: detailType, Detail: detail }] }));
  client.destroy();
  return FailedEntryCount;
}

const log = (): string => readFileSync(running.stack.logFile, 'utf8');

test('a wrong event ends among the dead letters, its path and reason in the log without its value, and its neighbours are told', async () => {
  const { shop } = running;
  const good = await shop.created({ orderId: 'good' });
  const wrong = await shop.created({ orderId: 'wrong', customer: { id: 'w', email: 'not an address' } });
  await shop.puts([
    { type: 'Backorder Created', detail: wrong },
    { type: 'Backorder Created', detail: good },
  ]);
  await shop.advance('PT2M');
  expect((await shop.mails()).map(({ to }) => to)).toEqual(['good@example.com']);
  const letters = (await shop.deadLetters()).filter(({ body }) => body.includes('"wrong"'));
  expect(letters).toHaveLength(1);
  expect(log()).toMatch(/detail\.customer\.email: /);
  expect(log()).not.toContain('not an address');
});

test('an event of a type that nobody knows ends among the dead letters', async () => {
  expect(await putRaw('Backorder Creatd', '{"eventId":"typo-1"}')).toBe(0);
  await running.shop.settle();
  expect((await running.shop.deadLetters()).filter(({ body }) => body.includes('typo-1'))).toHaveLength(1);
});

test('what is no JSON is refused at once', async () => {
  expect(await putRaw('Backorder Created', '{')).toBe(1);
});

test('a date reported from the future is refused', async () => {
  const { shop } = running;
  const asOf = new Date(Date.parse(await shop.now()) + 600_000).toISOString();
  await shop.put('ETA Changed', { eventId: 'future-1', scope: { sku: 'LAMP' }, shipBy: await shop.day(99), asOf });
  await shop.settle();
  expect((await shop.deadLetters()).filter(({ body }) => body.includes('future-1'))).toHaveLength(1);
});

test('a date for goods that nobody waits for is kept, and no error', async () => {
  const { shop } = running;
  const before = (await shop.deadLetters()).length;
  await shop.put('ETA Changed', { eventId: 'nobody-1', scope: { sku: 'NOBODY-WAITS' }, shipBy: await shop.day(30), asOf: await shop.now() });
  await shop.advance('PT15M');
  expect(await shop.deadLetters()).toHaveLength(before);
});

test('the same event any number of times is one line and one mail', async () => {
  const { shop } = running;
  const order = await shop.created({ orderId: 'twice' });
  await shop.puts(Array.from({ length: 25 }, () => ({ type: 'Backorder Created' as const, detail: order })));
  await shop.advance('PT2M');
  await shop.put('Backorder Created', order);
  await shop.advance('P1D');
  expect(await shop.mails('twice@example.com')).toHaveLength(1);
});

test('what we publish ourselves never comes back as a fact', async () => {
  const ours = (await running.shop.events('Notice Sent')).length;
  expect(ours).toBeGreaterThan(0);
  expect((await running.shop.deadLetters()).filter(({ body }) => body.includes('"source":"forthright"'))).toEqual([]);
});

test('hostile names are harmless in every part of a mail and on the page', async () => {
  const { shop } = running;
  await shop.order({
    orderId: 'evil',
    customer: { id: 'evil', email: 'evil@example.com', name: '<script>alert(1)</script>\r\nBcc: x@evil.example' },
    item: { sku: 'EVIL', name: '<img src=x onerror=alert(1)>\r\nSubject: free \u202Emoney', quantity: 1, productUrl: 'https://shop.example/?"><script>' },
  });
  await shop.advance('PT2M');
  const [mail] = await shop.mails('evil@example.com');
  expect(mail?.subject).not.toMatch(/[\r\n\u202E]/);
  expect(mail?.html).not.toMatch(/<script|<img src=x/);
  expect(mail?.text).not.toContain('\u202E');
  expect(Object.keys(mail?.headers ?? {})).not.toContain('Bcc');
  const link = /https?:\/\/\S+\/cancel/.exec(mail?.text ?? '')?.[0] ?? '';
  expect(await (await fetch(link)).text()).not.toMatch(/<script|<img src=x/);
});
