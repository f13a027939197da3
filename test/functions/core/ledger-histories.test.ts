import fc from 'fast-check';
import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import type { RecordEntry } from '../../../functions/core/record';
import type { Change, Fact, Setting } from '../../../functions/core/facts';
import { Policy } from '../../../functions/core/merchant';
import { beginSending, published, recordSent } from '../../../functions/core/sending';
import { Clerk } from './clerk';
import { created, reported, setting as plain } from './customers-told';

/*
 * Orders of some weeks in which everything about money happens in any sequence: goods leave in parts, customer, shop and
 * calendar cancel in parts, cancellations are undone or overtaken, refunds settle, fail and differ, facts come twice. The
 * books in the record are compared, change by change, with those of a clerk who stands outside.
 */

const HOUR = 3_600_000;
const START = Date.parse('2026-11-23T14:00:00.000Z');
const CURRENCIES = ['USD', 'JPY', 'KWD'] as const;
const steps = [{ lateDays: 3, percent: 10 }, { lateDays: 10, percent: 35 }];
const setting: Setting = { ...plain, policy: Policy.parse({ goodwill: { steps, monthlyBudget: { USD: 1_000_000, JPY: 1_000_000, KWD: 1_000_000 } } }) };
const goodwillSpent = { USD: 0, JPY: 0, KWD: 0 };

class Shop {
  readonly clerk = new Clerk();
  readonly record: RecordEntry[] = [];
  private readonly balances = new Map<string, number>();
  private customer: Customer | undefined;
  private now = START;

  /** Takes the fact in; the customer is attended to before it, and after it, whenever they are due. */
  take(fact: Fact): void {
    this.commit(apply(this.customer, fact, setting, this.instant), fact);
    this.passTo(this.now);
  }

  passTo(until: number): void {
    for (let turns = 0; turns < 10_000; turns += 1) {
      const dueAt = this.customer?.profile.dueAt;
      if (dueAt === undefined || Date.parse(dueAt) > until) {
        this.now = Math.max(this.now, until);
        return;
      }
      this.now = Math.max(this.now, Date.parse(dueAt));
      this.attend();
    }
    throw new Error('the customer never comes to rest');
  }

  get instant(): string {
    return new Date(this.now).toISOString();
  }

  get time(): number {
    return this.now;
  }

  private attend(): void {
    if (this.customer === undefined) return;
    const attended = attend(this.customer, setting, this.instant, { goodwillSpent });
    this.commit(attended, undefined);
    if (attended.act.kind === 'tell') {
      const { notice, attempt } = attended.act;
      this.commit(beginSending(this.customer, notice, attempt, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, this.instant), undefined);
      this.commit(recordSent(this.customer, { messageId: 'm' }, setting, this.instant), undefined);
    }
    const eventIds = this.customer.profile.outbox.map(({ detail }) => detail.eventId);
    if (eventIds.length > 0) this.commit(published(this.customer, eventIds, setting, this.instant), undefined);
  }

  private commit(change: Change | undefined, fact: Fact | undefined): void {
    const before = new Set(this.customer?.profile.outbox.map(({ detail }) => detail.eventId));
    const events = change?.customer.profile.outbox.filter(({ detail }) => !before.has(detail.eventId)) ?? [];
    this.clerk.take(fact, events);
    this.customer = change?.customer ?? this.customer;
    for (const entry of change?.record ?? []) this.post(entry);
    expect(inUse(this.balances)).toEqual(this.clerk.balances);
    expect(this.clerk.complaints).toEqual([]);
    for (const { parts, paid } of this.clerk.sums) expect(parts).toBe(paid);
  }

  /** Takes an entry into the books; in each currency its debits equal its credits. */
  private post(entry: RecordEntry): void {
    this.record.push(entry);
    const sums = new Map<string, number>();
    for (const { account, side, amount, currency } of entry.postings ?? []) {
      const signed = side === 'credit' ? amount : -amount;
      sums.set(currency, (sums.get(currency) ?? 0) + signed);
      this.balances.set(`${account} ${currency}`, (this.balances.get(`${account} ${currency}`) ?? 0) + signed);
    }
    expect({ entry, unbalanced: inUse(sums) }).toEqual({ entry, unbalanced: {} });
  }
}

const inUse = (sums: ReadonlyMap<string, number>): Record<string, number> => Object.fromEntries([...sums].filter(([, amount]) => amount !== 0));

type Act =
  | { do: 'ship'; quantity: number; ageHours: number }
  | { do: 'shop cancels'; quantity: number | undefined; refund: 'needed' | 'done' }
  | { do: 'settle'; which: number; more: number; currency: 'same' | 'EUR' }
  | { do: 'fail'; which: number }
  | { do: 'move'; days: number | null }
  | { do: 'cancel' | 'undo' | 'keep' | 'bounce' | 'open' };
type Step = Act & { afterHours: number; twice: boolean; line: string };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ship' as const), quantity: fc.integer({ min: 1, max: 4 }), ageHours: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('shop cancels' as const), quantity: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }), refund: fc.constantFrom('needed' as const, 'done' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), which: fc.nat(3), more: fc.constantFrom(0, 0, 0, 7, -1), currency: fc.constantFrom('same' as const, 'same' as const, 'same' as const, 'EUR' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), which: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), days: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'undo' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('keep' as const, 'bounce' as const, 'open' as const) }) },
);
const step: fc.Arbitrary<Step> = fc
  .tuple(act, fc.record({ afterHours: fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 500 }) }), twice: fc.boolean(), line: fc.constantFrom('l1', 'l1', 'l1', 'l2') }))
  .map(([one, rest]) => ({ ...one, ...rest }));

interface Sold {
  amount: number;
  taxShare: number;
  quantity: number;
  market: 'US' | 'GB';
  currency: (typeof CURRENCIES)[number];
}
const sold: fc.Arbitrary<Sold> = fc.record({
  amount: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 99_999 })),
  taxShare: fc.constantFrom(0, 0.08, 0.2, 1),
  quantity: fc.integer({ min: 1, max: 7 }),
  market: fc.constantFrom('US' as const, 'GB' as const),
  currency: fc.constantFrom(...CURRENCIES),
});

const opened = (lineId: string, { amount, taxShare, quantity, market, currency }: Sold): Fact => ({
  type: 'Backorder Created',
  event: created({ lineId, market, shipBy: '2026-12-01', paid: { amount, currency, tax: Math.floor(amount * taxShare) }, item: { sku: 'CHAIR', name: 'Oak chair', quantity } }),
});

function factOf(one: Step, number: number, shop: Shop, orders: ReadonlyMap<string, Sold>): Fact | undefined {
  const ref = { orderId: 'o1', lineId: one.line };
  const at = shop.instant;
  const eventId = `e${number}`;
  const { asked } = shop.clerk;
  switch (one.do) {
    case 'open': {
      const order = orders.get(one.line);
      // Once closed, a line is known to its order and never comes here again.
      return order === undefined || shop.record.some(({ what, lines }) => what === 'line-closed' && lines[0]?.lineId === one.line) ? undefined : opened(one.line, order);
    }
    case 'ship':
      return { type: 'Order Shipped', event: { ...ref, eventId, shipmentId: `s${number}`, quantity: one.quantity, shippedAt: new Date(shop.time - one.ageHours * HOUR).toISOString() } };
    case 'shop cancels':
      return { type: 'Order Cancelled', event: { ...ref, eventId, quantity: one.quantity, refund: one.refund } };
    case 'settle':
    case 'fail': {
      const refund = asked[one.which % Math.max(1, asked.length)];
      if (refund === undefined) return undefined;
      if (one.do === 'fail') return { type: 'Refund Failed', event: { eventId, refundId: refund.refundId, reason: 'The card was closed' } };
      const currency = one.currency === 'same' ? refund.currency : one.currency;
      return { type: 'Refund Settled', event: { eventId, refundId: refund.refundId, amount: Math.max(0, refund.amount + one.more), currency, settledAt: at } };
    }
    case 'move':
      return { type: 'ETA Changed', event: { eventId, scope: ref, shipBy: one.days === null ? null : new Date(shop.time + one.days * 24 * HOUR).toISOString().slice(0, 10), asOf: at } };
    case 'cancel':
      return { type: 'Cancel Pressed', click: { lines: [ref], at } };
    case 'undo':
      return { type: 'Undo Pressed', click: { lines: [ref], at } };
    case 'bounce': {
      const mail = shop.record.findLast(({ what }) => what === 'notice-sent');
      return mail === undefined ? undefined : reported(String(mail.facts.noticeId), { what: 'bounced', type: 'transient', reason: 'MailboxFull' }, at);
    }
    case 'keep':
      return { type: 'Keep Pressed', click: { lines: [{ ...ref, words: 'I agree to wait.' }], at } };
  }
}

/** Lives the history, every change checked. Returns what came about, for whoever wants to know that all of it does. */
function live(first: Sold, second: Sold, history: readonly Step[]): Shop {
  const shop = new Shop();
  const orders = new Map([['l1', first], ['l2', second]]);
  shop.take(opened('l1', first));
  for (const [number, one] of history.entries()) {
    shop.passTo(shop.time + one.afterHours * HOUR);
    const fact = factOf(one, number, shop, orders);
    if (fact === undefined) continue;
    shop.take(fact);
    if (one.twice) shop.take(fact);
  }
  shop.passTo(shop.time + 90 * 24 * HOUR);
  return shop;
}

test('the books of the record are those of a clerk who stands outside, at every change of any history', () => {
  const came = new Set<string>();
  fc.assert(
    fc.property(sold, sold, fc.array(step, { minLength: 1, maxLength: 16 }), (first, second, history) => {
      for (const { what, facts, postings = [] } of live(first, second, history).record) {
        came.add(what === 'cancelled' ? `cancelled by ${String(facts.by)}` : what === 'cancellation-withdrawn' ? `withdrawn by ${String(facts.by)}` : what);
        if (postings.some(({ account }) => account === 'refund-differences')) came.add('difference');
      }
    }),
    { numRuns: Number(process.env.HISTORIES ?? 500), seed: 20_261_124 },
  );
  // Nothing that moves money was left out.
  const moves = ['line-opened', 'shipped', 'cancelled by customer', 'cancelled by merchant', 'cancelled by silence', 'cancelled by no-offer', 'withdrawn by customer', 'withdrawn by shipment', 'refund-settled', 'refund-failed', 'difference', 'goodwill-granted', 'line-closed'];
  expect(moves.filter((move) => !came.has(move))).toEqual([]);
}, 120_000);
