import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { changeCustomer, loadClosedLine, loadClosedLines, loadCustomer, loadRecord } from '../../../functions/adapters/customers';
import { keepEta, loadEta } from '../../../functions/adapters/etas';
import { keepEarlyClose, loadOrder } from '../../../functions/adapters/orders';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import { plusHours, plusSeconds, type Instant } from '../../../functions/core/dates';
import type { BackorderCreated } from '../../../functions/core/events/incoming/backorder-created';
import type { CustomerErased } from '../../../functions/core/events/incoming/customer';
import type { Fact } from '../../../functions/core/facts';
import { keyedHash } from '../../../functions/core/keyed-hash';
import { beginSending, recordSent } from '../../../functions/core/sending';
import { eraseCustomers, type Eraser } from '../../../functions/order-closed/erasing';
import { openProductTable } from '../adapters/open-table';
import { created, etaChanged, KEYRING, press, setting, shipped } from '../core/customers-told';
import { dumped } from '../table-dump';

/*
 * Erasing, down to the rows of the embedded table: whatever is interrupted is finished by the event's next try.
 */

const NOW = '2026-11-23T14:00:00.000Z';
const ERASED = '2026-11-25T14:00:00.000Z';
/** In every name, address and free text of the customer who is erased, and in nothing else. */
const CANARY = /quetzal/i;
const QUETZAL = { id: 'q-1', email: 'Quetzal@example.com', name: 'Quetzal Park', timeZone: 'America/Chicago', locale: 'en' };
const WORDS_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const queue = new SQSClient({ region: 'us-east-1' });
const sqs = mockClient(queue);
let opened: Awaited<ReturnType<typeof openProductTable>>;
let eraser: Eraser;
beforeEach(async () => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
  opened = await openProductTable();
  eraser = { table: opened.table, attendQueue: { client: queue, url: 'https://sqs.example/attend' }, keyring: () => Promise.resolve(KEYRING), merchant: setting, now: () => ERASED };
});
afterEach(async () => {
  jest.restoreAllMocks();
  await opened.close();
});

const order = (over: Parameters<typeof created>[0] = {}): BackorderCreated => created({ customer: QUETZAL, paidWith: { label: 'Quetzal’s Visa', last4: '9731' }, ...over });
const open = (event: BackorderCreated) => changeCustomer(opened.table, event.customer.id ?? `guest-${event.orderId}`, (known, row) => openWithEarlyCloses(known, row, event, setting, NOW), event.orderId);
const take = (fact: Fact, at: Instant = NOW, key = 'q-1') => changeCustomer(opened.table, key, (known) => apply(known, fact, setting, at));
const erase = (customer: CustomerErased['customer'], eventId = 'erased', sentAt: Instant = ERASED): Promise<void> => eraseCustomers(eraser, { eventId, customer }, sentAt);
const dump = (): Promise<string> => dumped(opened.table);

async function tell(at: Instant, key = 'q-1'): Promise<void> {
  await changeCustomer(opened.table, key, (known) => {
    const act = known && attend(known, setting, at).act;
    return act?.kind === 'tell' ? beginSending(known!, act.notice, 1, { subject: 'A lamp for Quetzal', wordsHash: WORDS_HASH, text: 'Dear Quetzal Park, we are sorry.' }, setting, at) : undefined;
  });
  await changeCustomer(opened.table, key, (known) => known && recordSent(known, { messageId: 'm' }, setting, at));
}

/** All that can be known of a customer: open, closed and early-closed lines, mails, alerts, answers and free texts. */
async function live(): Promise<void> {
  await open(order({ cause: { code: 'other', text: 'Quetzal asked for it' } }));
  await open(order({ lineId: 'l2' }));
  await open(order({ orderId: 'o2' }));
  await tell(plusSeconds(NOW, 60));
  await keepEarlyClose(opened.table, { type: 'Order Cancelled', event: { eventId: 'early-1', orderId: 'o1', lineId: 'not-yet', refund: 'needed', reason: 'Quetzal called' } });
  await keepEarlyClose(opened.table, { type: 'Order Shipped', event: { eventId: 'early-2', orderId: 'o1', lineId: 'nor-this', shipmentId: 's', quantity: 1, shippedAt: NOW, trackingUrl: 'https://dhl.example/quetzal' } });
  const moved = { eventId: 'moved', scope: { orderId: 'o1', lineId: 'l1' }, shipBy: '2026-12-12', cause: { code: 'other' as const, text: 'Quetzal is away' }, asOf: NOW };
  await keepEta(opened.table, { type: 'ETA Changed', event: moved });
  await take({ type: 'ETA Changed', event: moved });
  await take(press('Keep Pressed', plusHours(NOW, 1)));
  // The second line is gone for good, the third is being refunded.
  await take(shipped(2, NOW, { lineId: 'l2', trackingUrl: 'https://dhl.example/quetzal' }), plusHours(NOW, 1));
  await take({ type: 'Order Cancelled', event: { eventId: 'c', orderId: 'o2', lineId: 'l1', refund: 'needed', reason: 'Quetzal has moved' } }, plusHours(NOW, 1));
  await tell(plusHours(NOW, 26));
  await tell(plusHours(NOW, 46));
  await changeCustomer(opened.table, 'q-1', (known) => known && attend(known, setting, plusHours(NOW, 46)));
  const refundId = (await loadCustomer(opened.table, 'q-1')).customer!.lines.find(({ orderId }) => orderId === 'o2')!.cancellations[0]!.refundId;
  await take({ type: 'Refund Failed', event: { eventId: 'f', refundId, reason: 'Quetzal closed the card' } }, plusHours(NOW, 47));
  await take({ type: 'Stock Alert Requested', event: { eventId: 'a', customer: QUETZAL, item: { sku: 'STOOL', name: 'Stool' }, requestedAt: NOW } });
}

test('no row, key or hash that could be guessed is left of who they are, and the record still shows what they were told', async () => {
  await live();
  expect(await dump()).toMatch(CANARY);
  expect(await dump()).toContain('"9731"');
  const told = (await loadRecord(opened.table, 'q-1')).filter(({ what }) => what === 'notice-sent');
  expect((await loadClosedLines(opened.table, 'q-1')).map(({ lineId }) => lineId)).toEqual(['l2']);
  await erase({ id: 'q-1' });

  const left = await dump();
  expect(left).not.toMatch(CANARY);
  expect(left).not.toContain('"9731"');
  expect(left).not.toContain('token-');
  // SHA-256 of "quetzal@example.com", and of the mail.
  expect(left).not.toContain('67046bf5');
  expect(left).not.toContain(`"${WORDS_HASH}"`);
  const record = await loadRecord(opened.table, 'q-1');
  const hash = keyedHash(KEYRING, 'words', WORDS_HASH);
  const expected = told.map(({ words, facts: { subject, ...facts }, ...entry }) => {
    expect([words, subject]).toEqual([expect.stringMatching(CANARY), expect.stringMatching(CANARY)]);
    return { ...entry, facts: { ...facts, wordsHash: hash } };
  });
  expect(record.filter(({ what }) => what === 'notice-sent')).toEqual(expected);
  expect(record.find(({ facts }) => facts.erased === true)?.facts.address).toBe(keyedHash(KEYRING, 'address', 'quetzal@example.com'));
  expect(record.find(({ what }) => what === 'consented')?.words).toBe('I agree to wait.');
});

test('who is erased by address is everyone who is written to there: the account and each guest order', async () => {
  await open(order());
  await open(order({ orderId: 'g1', customer: { email: 'quetzal@EXAMPLE.com', name: 'Quetzal P.' } }));
  await open(order({ orderId: 'g2', customer: { email: 'quetzal@example.com' } }));
  await open(created({ orderId: 'other' }));
  await erase({ email: 'quetzal@example.com' });
  expect(await dump()).not.toMatch(CANARY);
  expect((await loadCustomer(opened.table, 'ada')).customer?.profile.email).toBe('ada@example.com');
});

test('by an id and an address both are erased', async () => {
  await open(order());
  await open(order({ orderId: 'g1', customer: { email: 'another@quetzal.example' } }));
  await erase({ id: 'q-1', email: 'another@quetzal.example' });
  expect(await dump()).not.toMatch(CANARY);
});

describe('a Lambda that dies at', () => {
  const CRASH = 'the Lambda died';

  /** Counts writes; after `limit` of them each further one dies before it reaches the table. */
  function dieAfter(limit: number): { revive: () => number } {
    let writes = 0;
    let alive = false;
    opened.table.client.middlewareStack.add(
      (next, context) => (args) => {
        if (/^(Put|Update|Delete|Transact)/.test(context.commandName ?? '') && !alive) {
          writes += 1;
          if (writes > limit) throw new Error(CRASH);
        }
        return next(args);
      },
      { step: 'initialize', name: 'die', override: true },
    );
    return {
      revive: () => {
        alive = true;
        return writes;
      },
    };
  }

  test('any of the writes of an erasure leaves nothing behind once the event came again', async () => {
    const customer = { email: 'quetzal@example.com' };
    let died = 0;
    for (let limit = 0; ; limit += 1) {
      await live();
      await open(order({ orderId: 'g1', customer: { email: 'quetzal@example.com' } }));
      const { revive } = dieAfter(limit);
      const outcome = await erase(customer).then(() => 'done', String);
      const writes = revive();
      if (outcome !== 'done') died += 1;
      await erase(customer);
      expect([limit, CANARY.exec(await dump())]).toEqual([limit, null]);
      if (writes <= limit) break;
      await opened.close();
      opened = await openProductTable();
      eraser = { ...eraser, table: opened.table };
    }
    expect(died).toBeGreaterThan(8);
  }, 120_000);
});

test('an erasure of more lines than one transaction takes is finished when it was cut short', async () => {
  const ids = Array.from({ length: 100 }, (_none, index) => `l${index}`);
  for (const lineId of ids) await open(order({ lineId, cause: { code: 'other', text: 'Quetzal asked' } }));
  let transactions = 0;
  opened.table.client.middlewareStack.add((next, context) => (args) => {
    if (context.commandName === 'TransactWriteItemsCommand' && (transactions += 1) === 2) throw new Error('the Lambda died');
    return next(args);
  }, { step: 'initialize', name: 'die' });
  await expect(erase({ email: 'quetzal@example.com' })).rejects.toThrow('the Lambda died');
  expect(await dump()).toMatch(CANARY);
  await erase({ email: 'quetzal@example.com' });
  expect(await dump()).not.toMatch(CANARY);
}, 60_000);

test('a repeat does not touch what belongs to a new order of the same customer', async () => {
  await live();
  await erase({ id: 'q-1', email: 'quetzal@example.com' });
  const anew = plusHours(ERASED, 48);
  await open(order({ orderId: 'o9', placedAt: anew, customer: QUETZAL }));
  await changeCustomer(opened.table, 'q-1', (known) => apply(known, etaChanged('2027-01-20', anew), setting, anew));
  await tell(plusHours(anew, 1));
  const before = await dump();
  expect(before).toMatch(/Dear Quetzal Park/);
  await erase({ id: 'q-1', email: 'quetzal@example.com' });
  expect(await dump()).toBe(before);
});

test('replays of all that was known before bring nothing back', async () => {
  await live();
  await erase({ id: 'q-1' });
  const before = await dump();
  await live();
  const after = (await dump()).split('\n').filter((row) => !before.includes(row));
  expect(after.join('\n')).not.toMatch(CANARY);
});

test('a closed line still knows what was applied to it, and its order whose it is', async () => {
  await live();
  const before = await loadClosedLine(opened.table, 'q-1', { orderId: 'o1', lineId: 'l2' });
  await erase({ id: 'q-1' });
  const after = await loadClosedLine(opened.table, 'q-1', { orderId: 'o1', lineId: 'l2' });
  expect(after?.appliedIds).toEqual(before?.appliedIds);
  expect(after?.promises).toEqual(before?.promises);
  expect((await loadOrder(opened.table, 'o1')).early.map(({ event }) => event.eventId)).toEqual(['early-1', 'early-2']);
  expect((await loadEta(opened.table, { orderId: 'o1', lineId: 'l1' })).history.map(({ eventId, shipBy }) => [eventId, shipBy])).toEqual([['moved', '2026-12-12']]);
});
