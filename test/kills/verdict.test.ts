import type { Line } from '../../functions/core/line';
import type { Profile } from '../../functions/core/profile';
import type { RecordEntry } from '../../functions/core/record';
import type { BusEvent } from '../flows/shop';
import { Book, type StoreEvent } from './book';
import type { Seen } from './seen';
import { verdictOn } from './verdict';

/* The verdict on a stack that was killed: it finds each way in which something could have been lost or have come twice. */

const AT = '2026-11-26T12:00:00.000Z';
const entry = (what: RecordEntry['what'], facts: RecordEntry['facts'] = {}): RecordEntry => ({ at: AT, id: `${what}-${JSON.stringify(facts)}`, what, lines: [], facts });
const event = (detail: Record<string, unknown>): BusEvent => ({ at: AT, source: 'forthright', detailType: '', detail });

const LINE: Line = {
  orderId: 'k1',
  lineId: 'l1',
  placedAt: AT,
  openedAt: AT,
  market: 'GB',
  item: { sku: 'LAMP', name: 'Lamp', quantity: 1 },
  kind: 'backorder',
  paid: { amount: 100, currency: 'USD' },
  eta: { shipBy: '2026-12-24', asOf: '2026-11-26T10:00:00.000Z', scope: 'sku', confirmedAt: AT },
  promises: [],
  shipments: [],
  cancellations: [],
  consents: [],
  appliedIds: [],
  sequence: 1,
};
const PROFILE: Profile = { key: 'c-k1', weekly: 'on', failures: 0, resent: [], outbox: [], appliedIds: [] };

interface World {
  accepted: StoreEvent[];
  cancelled: string[];
  profile: Profile;
  lines: Line[];
  record: RecordEntry[];
  mails: Seen['mails'][number][];
  refundsRequested: BusEvent[];
  deadLetters: Seen['deadLetters'][number][];
}

/** One order that went well: told, its date moved, cancelled and refunded. */
const well = (): World => ({
  accepted: [
    { type: 'Backorder Created', detail: { eventId: 'created', orderId: 'k1' } },
    { type: 'Backorder Created', detail: { eventId: 'poison-w1', orderId: 'w1' } },
    { type: 'ETA Changed', detail: { eventId: 'eta', scope: { sku: 'LAMP' }, asOf: '2026-11-26T10:00:00.000Z' } },
    { type: 'Order Shipped', detail: { eventId: 'shipped', orderId: 'k1', shipmentId: 's1' } },
    { type: 'Refund Settled', detail: { eventId: 'settled', refundId: 'r1' } },
  ],
  cancelled: ['k1'],
  profile: PROFILE,
  lines: [LINE],
  record: [
    entry('line-opened'),
    entry('notice-sent', { noticeId: 'n1' }),
    entry('cancelled', { cancellationId: 'x1', by: 'customer' }),
    entry('refund-requested', { refundId: 'r1' }),
    entry('refund-settled', { refundId: 'r1' }),
    entry('merchant-task', { shipmentId: 's1' }),
  ],
  mails: [{ to: 'k1@example.com', tags: { kind: 'first', notice: 'n1' } }],
  refundsRequested: [event({ eventId: 'rr1', cancellationId: 'x1', refundId: 'r1' })],
  deadLetters: [{ queue: 'q', body: '{"eventId":"poison-w1"}' }],
});

function judged(change: (world: World) => void): ReturnType<typeof verdictOn> {
  const world = well();
  change(world);
  const book = new Book();
  book.accepted.push(...world.accepted);
  for (const orderId of world.cancelled) book.cancelled.add(orderId);
  const { profile, lines, record, mails, refundsRequested, deadLetters } = world;
  return verdictOn(book, { now: AT, customers: new Map([['c-k1', { profile, lines, record }]]), mails, refundsRequested, noticesSent: [], deadLetters });
}

const without = (what: RecordEntry['what']) => (world: World) => void (world.record = world.record.filter((one) => one.what !== what));

test('what went well has no fault', () => {
  expect(judged(() => undefined).faults).toEqual([]);
});

test.each<[string, (world: World) => void, RegExp]>([
  ['an order that was accepted and never opened', without('line-opened'), /^k1 was opened 0 times/],
  ['an order that was opened twice', (world) => world.record.push(entry('line-opened')), /^k1 was opened 2 times/],
  ['a customer who was told nothing', (world) => void (world.mails = []), /^k1 was never told/],
  ['a wrong event that lies nowhere', (world) => void (world.deadLetters = []), /^poison-w1 is wrong and lies nowhere/],
  ['a shipment that is not on record', without('merchant-task'), /^shipment s1 of k1 is on record 0 times/],
  ['a shipment that is on record twice', (world) => world.record.push(entry('shipped', { shipmentId: 's1' })), /^shipment s1 of k1 is on record 2 times/],
  ['a date that did not reach its line', (world) => void (world.lines = [{ ...LINE, eta: { ...LINE.eta, asOf: '2026-11-26T09:59:59.999Z' } }]), /^k1 has the date of /],
  ['a refund that was answered and is not settled', without('refund-settled'), /^refund r1 is settled 0 times/],
  ['a cancellation that the page confirmed and nobody knows', without('cancelled'), /^k1 was told that it is cancelled, and is not/],
  ['a cancellation without a refund', (world) => void (world.refundsRequested = []), /^cancellation x1 of c-k1 has 0 refund ids/],
  ['a cancellation with two refund ids', (world) => world.refundsRequested.push(event({ eventId: 'rr2', cancellationId: 'x1', refundId: 'r2' })), /2 refund ids/],
  ['a refund for what was undone', (world) => world.record.push(entry('cancellation-withdrawn', { cancellationId: 'x1' })), /^a refund is asked for x1/],
  ['one refund id for two cancellations', (world) => world.refundsRequested.push(event({ eventId: 'rr2', cancellationId: 'x2', refundId: 'r1' })), /^2 cancellations have 2 refund ids/],
  ['a notice that went out twice although its outcome was known', (world) => world.mails.push(world.mails[0]!), /^notice n1 to k1@example\.com went out 2 times, 0 times unknown/],
  ['a notice that is not on record', without('notice-sent'), /^notice n1 to k1@example\.com is not on record/],
  ['a customer who is left due', (world) => void (world.profile = { ...PROFILE, dueAt: '2026-11-26T11:57:59.000Z' }), /^c-k1 is due since 2026-11-26T11:57:59/],
])('it finds %s', (_what, change, fault) => {
  expect(judged(change).faults).toContainEqual(expect.stringMatching(fault));
});

test('a second copy of a mail whose outcome nobody could know is counted, a third is a fault', () => {
  const unknown = (world: World): void => {
    world.record.push(entry('notice-unknown', { noticeId: 'n1' }));
    world.mails.push(world.mails[0]!);
  };
  expect(judged(unknown)).toMatchObject({ faults: [], counted: { sentTwice: 1, unknown: 1 } });
  const third = (world: World): void => {
    unknown(world);
    world.mails.push(world.mails[0]!);
  };
  expect(judged(third).faults).toEqual(['notice n1 to k1@example.com went out 3 times, 1 times unknown']);
});

test('the same refund asked for twice is counted and no fault: its id is one', () => {
  expect(judged((world) => world.refundsRequested.push(world.refundsRequested[0]!))).toMatchObject({ faults: [], counted: { publishedTwice: 1, refunds: 1 } });
});
