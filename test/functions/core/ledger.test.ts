import fc from 'fast-check';
import * as v from 'valibot';
import { problemsOf } from '../../../functions/core/english';
import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import type { Posting, RecordEntry } from '../../../functions/core/record';
import { BackorderCreated } from '../../../functions/core/events/incoming/backorder-created';
import type { Change, Fact, Setting } from '../../../functions/core/facts';
import { Policy } from '../../../functions/core/merchant';
import { cancelledByShop, created, press, setting as plain, shipped } from './customers-told';

/*
 * The books. 108.00 were paid, 8.00 of it tax, for two units; what the record says about money is read as an accountant
 * would: entry by entry, and as the balances of the accounts.
 */

const AT = '2026-11-23T14:00:00.000Z';
const later = (hours: number): string => new Date(Date.parse(AT) + hours * 3_600_000).toISOString();
const setting: Setting = { ...plain, policy: Policy.parse({ goodwill: { steps: [{ lateDays: 1, percent: 10 }], monthlyBudget: { USD: 10_000_000, JPY: 10_000_000, KWD: 10_000_000 } } }) };

/** A customer whose record is kept; every fact and every attention goes through the core. */
class Books {
  customer: Customer | undefined;
  readonly record: RecordEntry[] = [];

  take(fact: Fact, at: string): this {
    return this.put(apply(this.customer, fact, setting, at));
  }

  /** Attends at `at` without sending anything. */
  attend(at: string): this {
    return this.put(this.customer && attend(this.customer, setting, at));
  }

  put(change: Change | undefined): this {
    if (change === undefined) return this;
    this.customer = change.customer;
    this.record.push(...change.record);
    return this;
  }

  /** Postings of the last entry about money, as `debit clearing 108`. */
  get last(): string[] {
    const entry = this.record.findLast(({ postings }) => postings !== undefined);
    return (entry?.postings ?? []).map(({ side, account, amount }) => `${side} ${account} ${amount}`);
  }

  /** Credits less debits. */
  balance(account: Posting['account']): number {
    return this.postings.filter((one) => one.account === account).reduce((sum, { side, amount }) => sum + (side === 'credit' ? amount : -amount), 0);
  }

  get postings(): Posting[] {
    return this.record.flatMap(({ postings = [] }) => postings);
  }
}

const order = (paid: BackorderCreated['paid'] = { amount: 10_800, currency: 'USD', tax: 800 }, quantity = 2): Books =>
  new Books().take({ type: 'Backorder Created', event: created({ paid, item: { sku: 'CHAIR', name: 'Oak chair', quantity } }) }, AT);

test('paid: clearing to contract liability and tax payable', () => {
  expect(order().last).toEqual(['debit clearing 10800', 'credit contract-liability 10000', 'credit tax-payable 800']);
});

test('without a tax that is told all is contract liability', () => {
  expect(order({ amount: 10_800, currency: 'USD' }).last).toEqual(['debit clearing 10800', 'credit contract-liability 10800']);
});

test('a deposit alone is in the books, the balance is not', () => {
  const books = new Books().take({ type: 'Backorder Created', event: created({ kind: 'pre-order', paid: { amount: 2000, currency: 'USD' }, balanceDue: { amount: 8000, currency: 'USD' } }) }, AT);
  expect(books.last).toEqual(['debit clearing 2000', 'credit contract-liability 2000']);
});

test('shipped in part: contract liability to revenue, and the tax stays payable', () => {
  const books = order().take(shipped(1, later(1)), later(1));
  expect(books.last).toEqual(['debit contract-liability 5000', 'credit revenue 5000']);
  expect(books.balance('tax-payable')).toBe(800);
});

test('a right to a refund vests: contract liability and tax payable to refunds payable; undone, the same backwards', () => {
  const books = order().take(press('Cancel Pressed', later(1)), later(1));
  expect(books.last).toEqual(['debit contract-liability 10000', 'debit tax-payable 800', 'credit refunds-payable 10800']);
  books.take(press('Undo Pressed', later(2)), later(2));
  expect(books.last).toEqual(['debit refunds-payable 10800', 'credit contract-liability 10000', 'credit tax-payable 800']);
});

/** The order cancelled, its hold over, and the store's answer. */
function refunded(amount: number, currency = 'USD'): Books {
  const books = order().take(press('Cancel Pressed', later(1)), later(1)).attend(later(6));
  const refundId = books.customer?.lines[0]?.cancellations[0]?.refundId ?? '';
  return books.take({ type: 'Refund Settled', event: { eventId: 'settled', refundId, amount, currency, settledAt: later(7) } }, later(7));
}

test.each([
  ['sent: refunds payable to clearing', 10_800, ['debit refunds-payable 10800', 'credit clearing 10800']],
  ['less was sent than owed', 10_000, ['debit refunds-payable 10800', 'credit refund-differences 800', 'credit clearing 10000']],
  ['more was sent than owed', 11_000, ['debit refunds-payable 10800', 'debit refund-differences 200', 'credit clearing 11000']],
])('%s', (_rule, amount, postings) => {
  expect(refunded(amount).last).toEqual(postings);
});

test('sent in another currency, each currency balances by itself', () => {
  expect(refunded(9900, 'EUR').last).toEqual(['debit refunds-payable 10800', 'credit refund-differences 10800', 'debit refund-differences 9900', 'credit clearing 9900']);
});

test('the store cancels and has sent the money already: vested and sent in one entry', () => {
  expect(order().take(cancelledByShop('done'), later(1)).last).toEqual(['debit contract-liability 10000', 'debit tax-payable 800', 'credit refunds-payable 10800', 'debit refunds-payable 10800', 'credit clearing 10800']);
});

test('the store has sent the money of a cancellation that is still held', () => {
  const books = order().take(press('Cancel Pressed', later(1)), later(1)).take(cancelledByShop('done'), later(2));
  expect(books.last).toEqual(['debit refunds-payable 10800', 'credit clearing 10800']);
  expect(books.balance('refunds-payable')).toBe(0);
});

test('a delay and a consent post nothing', () => {
  const books = order();
  const before = books.postings.length;
  books.take({ type: 'ETA Changed', event: { eventId: 'e', scope: { sku: 'CHAIR' }, shipBy: '2027-03-01', asOf: later(1) } }, later(1)).take(press('Keep Pressed', later(2)), later(2));
  expect(books.postings).toHaveLength(before);
});

test('a tax above what was paid is refused with its path', () => {
  const { issues = [] } = v.safeParse(BackorderCreated, created({ paid: { amount: 100, currency: 'USD', tax: 101 } }));
  expect(problemsOf([], issues)).toEqual(['paid.tax: expected no more than the amount']);
});

type Step = { do: 'ship' | 'shop cancels'; quantity: number; done: boolean } | { do: 'cancel' | 'undo' | 'settle' | 'fail' | 'wait'; repeat: boolean };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('ship' as const, 'shop cancels' as const), quantity: fc.integer({ min: 1, max: 3 }), done: fc.boolean() }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'undo' as const, 'settle' as const, 'fail' as const, 'wait' as const), repeat: fc.boolean() }),
);

function factOf(one: Step, at: string, number: number, asked: readonly { refundId: string; amount: number; currency: string }[]): Fact | undefined {
  switch (one.do) {
    case 'ship':
      return shipped(one.quantity, at);
    case 'shop cancels':
      return cancelledByShop(one.done ? 'done' : 'needed', { quantity: one.quantity });
    case 'cancel':
      return press('Cancel Pressed', at);
    case 'undo':
      return press('Undo Pressed', at);
    case 'settle':
    case 'fail': {
      const refund = asked[number % Math.max(1, asked.length)];
      if (refund === undefined) return undefined;
      return one.do === 'settle'
        ? { type: 'Refund Settled', event: { eventId: `settled-${number}`, ...refund, settledAt: at } }
        : { type: 'Refund Failed', event: { eventId: `failed-${number}`, refundId: refund.refundId, reason: 'The card was closed' } };
    }
    case 'wait':
      return undefined;
  }
}

/** What the shop was asked to pay back so far, as it would read it on the bus. */
const asked = (books: Books): { refundId: string; amount: number; currency: string }[] =>
  (books.customer?.profile.outbox ?? []).flatMap((event) => {
    if (event.detailType !== 'Refund Requested') return [];
    const { refundId, amount, currency } = event.detail;
    return [{ refundId, amount, currency }];
  });

/** Net of tax, what would become owed if everything that waits were cancelled now: what open lines have paid. */
function paidForWhatWaits(books: Books): number {
  const before = books.balance('refunds-payable');
  const copy = new Books();
  copy.customer = books.customer;
  copy.record.push(...books.record);
  return copy.take(cancelledByShop('needed'), later(100_000)).balance('refunds-payable') - before;
}

test('the books balance at each step, deposits are what open lines have paid, and at the end everything adds up to what was paid', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999 }),
      fc.double({ min: 0, max: 0.4, noNaN: true }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('USD', 'JPY', 'KWD'),
      fc.array(step, { maxLength: 14 }),
      (amount, rate, quantity, currency, steps) => {
        const books = order({ amount, currency, tax: Math.floor(amount * rate) }, quantity);
        let shippedTax = 0;
        for (const [number, one] of steps.entries()) {
          const at = later(2 * number + 1);
          const fact = factOf(one, at, number, asked(books));
          if (fact !== undefined) books.take(fact, at);
          if (fact !== undefined && 'repeat' in one && one.repeat) books.take(fact, at);
          books.attend(later(2 * number + 2));
          for (const { postings = [] } of books.record) expect(postings.reduce((sum, { side, amount: of }) => sum + (side === 'debit' ? of : -of), 0)).toBe(0);
          shippedTax = (books.customer?.lines ?? []).flatMap(({ shipments }) => shipments).reduce((sum, { tax }) => sum + (tax ?? 0), 0);
          if (books.customer?.lines.length === 1) expect(books.balance('contract-liability') + books.balance('tax-payable') - shippedTax).toBe(paidForWhatWaits(books));
          expect(books.balance('refunds-payable')).toBeGreaterThanOrEqual(0);
        }
        books.take(cancelledByShop('needed'), later(1000));
        expect(books.balance('contract-liability')).toBe(0);
        // All that was paid has become revenue, tax, a refund that is owed, or has gone back.
        const goneBack = books.balance('clearing') + amount;
        expect(books.balance('revenue') + books.balance('tax-payable') + books.balance('refunds-payable') + books.balance('refund-differences') + goneBack).toBe(amount);
      },
    ),
    { numRuns: Number(process.env.HISTORIES ?? 1500), seed: 20_261_124 },
  );
});
