import { appendFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dumped } from '../functions/table-dump';
import { LeakError } from '../personal';
import { RunningStack } from './running-stack';
import { linkIn, type Mail } from './shop';

/*
 * A customer is erased in a running stack: then every row, queue, dead letter and log line is searched.
 */

let running: RunningStack;
beforeEach(async () => {
  running = await RunningStack.open();
}, 60_000);

const EMAIL = 'zinnia.quetzal@example.com';
/** In each name, address and free text of the customer, and in nothing else. */
const CANARY = /quetzal/i;
const QUETZAL = { id: 'z-81', email: EMAIL, name: 'Zinnia Quetzal', timeZone: 'America/Chicago' };

/** All that the stack keeps, but for what SES and the bus have of it: those are the world outside. */
async function kept(): Promise<string> {
  const { awsUrl, tableName, queues } = running.stack;
  const client = new DynamoDBClient({ endpoint: awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'store' } });
  const rows = await dumped({ client, name: tableName });
  client.destroy();
  return [rows, ...queues.list().flatMap(({ arn }) => queues.peek(arn).map(({ body }) => body))].join('\n');
}

/** The guest order of the same address is told in a mail of its own, in the same moment. */
const isToTheirId = ({ tags }: Mail): boolean => tags.customer === Buffer.from('z-81').toString('base64url');

async function wholeLife(): Promise<void> {
  const { shop } = running;
  const other = { code: 'other' as const, text: 'Quetzal asked for it' };
  await shop.order({ orderId: 'a', customer: QUETZAL, cause: other });
  await shop.order({ orderId: 'b', customer: QUETZAL });
  await shop.order({ orderId: 'c', customer: QUETZAL });
  await shop.order({ orderId: 'guest', customer: { email: EMAIL, name: 'Z. Quetzal' } });
  await shop.put('Stock Alert Requested', { eventId: 'ask-1', customer: { email: EMAIL, name: 'Zinnia Quetzal' }, item: { sku: 'STOOL', name: 'Stool' } });
  await shop.put('Order Cancelled', { eventId: 'early-1', orderId: 'a', lineId: 'later', refund: 'needed', reason: 'Quetzal called' });
  await shop.put('ETA Changed', { eventId: 'eta-1', scope: { orderId: 'a', lineId: 'l1' }, shipBy: await shop.day(20), cause: other, asOf: await shop.now() });
  await shop.advance('PT1H');
  await shop.pressFirstButton(linkIn((await shop.mails(EMAIL)).find(isToTheirId), '/keep'));
  await shop.put('Order Shipped', { eventId: 'ship-1', orderId: 'b', lineId: 'l1', shipmentId: 's1', quantity: 1, shippedAt: await shop.now(), trackingUrl: 'https://dhl.example/quetzal' });
  await shop.put('Order Cancelled', { eventId: 'cancel-1', orderId: 'c', lineId: 'l1', refund: 'needed', reason: 'Quetzal has moved' });
  await shop.advance('P2D');
  const [refund] = await shop.refundsAsked();
  await shop.put('Refund Failed', { eventId: 'failed-1', refundId: refund?.detail.refundId, reason: 'Quetzal closed the card' });
  await shop.advance('PT1H');
}

test('of an erased customer nothing personal is left in any row, queue or log, and what was told can still be shown', async () => {
  const { shop } = running;
  await wholeLife();
  const mails = await shop.mails();
  expect(await kept()).toMatch(CANARY);
  await shop.put('Customer Erased', { eventId: 'erase-1', customer: { id: 'z-81', email: EMAIL } });
  await shop.advance('PT5M');

  const left = await kept();
  expect(left).not.toMatch(CANARY);
  for (const [token] of mails.flatMap(({ text }) => [...text.matchAll(/(?<=\/[bu]\/)[\w-]+\.[\w-]+\.[\w-]+/g)])) expect(left).not.toContain(token);
  expect((await shop.events('Customer Unreachable')).map(({ detail }) => [detail.customerKey, detail.reason]).sort()).toEqual([
    ['guest-guest', 'erased'],
    ['z-81', 'erased'],
  ]);
  const told = left.split('\n').filter((row) => row.includes('"notice-sent"'));
  expect(told).toHaveLength(mails.length);
  for (const row of told) expect(row).toMatch(/"wordsHash":"[\w-]+\.[0-9a-f]{64}"/);
  expect(running.failures).toEqual([]);

  // The line still waits: its link cancels it for a full refund, and no mail says so.
  expect((await shop.pressFirstButton(linkIn(mails.find(isToTheirId), '/cancel'))).status).toBe(200);
  await shop.advance('P14D');
  expect((await shop.refundsAsked()).map(({ detail }) => detail.orderId).sort()).toEqual(['a', 'c']);
  expect(await shop.mails()).toHaveLength(mails.length);
  expect(await kept()).not.toMatch(CANARY);
  await running.close();
}, 120_000);

test('a month that is replayed after an erasure brings nobody back; a new order does', async () => {
  const { shop } = running;
  await wholeLife();
  const month = (await shop.allEvents()).filter(({ source }) => source === 'shop');
  await shop.put('Customer Erased', { eventId: 'erase-1', customer: { id: 'z-81', email: EMAIL } });
  await shop.advance('PT5M');
  const mails = (await shop.mails()).length;
  const rows = (await kept()).split('\n').length;
  await shop.puts([...month, ...month].reverse().map(({ detailType, detail }) => ({ type: detailType as 'ETA Changed', detail })));
  await shop.advance('P1D');
  expect(await kept()).not.toMatch(CANARY);
  expect([(await shop.mails()).length, (await kept()).split('\n').length]).toEqual([mails, rows]);

  await shop.order({ orderId: 'anew', customer: QUETZAL });
  await shop.advance('PT2M');
  expect(await shop.mails()).toHaveLength(mails + 1);
  await running.close();
}, 120_000);

test('a log that names a customer is found when the stack is closed, whatever else was tested', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a', customer: QUETZAL });
  await shop.advance('PT2M');
  await appendFile(running.stack.logFile, `2026-11-26T10:00:00.000Z AttendCustomer {"level":"info","to":"${EMAIL.toUpperCase()}"}\n`);
  await expect(running.close()).rejects.toThrow(LeakError);
}, 60_000);
