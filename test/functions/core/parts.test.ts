import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import type { Cancellation, Line } from '../../../functions/core/line';
import type { RecordEntry } from '../../../functions/core/record';
import type { Change, Fact } from '../../../functions/core/facts';
import { cancelledByShop, created, etaChanged, press, setting, shipped, Told } from './customers-told';

/*
 * A quantity ships, is cancelled and is refunded in part, again and again. Each unit has paid the same, rounded down, and
 * the last ones take what is left; the tax likewise. Amounts are worked out by hand.
 */

const AT = '2026-11-23T14:00:00.000Z';
const later = (hours: number): string => new Date(Date.parse(AT) + hours * 3_600_000).toISOString();

class Order {
  customer: Customer | undefined;
  readonly record: RecordEntry[] = [];

  constructor(quantity: number, paid: { amount: number; currency: string; tax?: number }) {
    this.take({ type: 'Backorder Created', event: created({ paid, item: { sku: 'CHAIR', name: 'Oak chair', quantity } }) }, AT);
  }

  take(fact: Fact, at: string): this {
    return this.put(apply(this.customer, fact, setting, at));
  }

  attend(at: string): this {
    return this.put(this.customer && attend(this.customer, setting, at));
  }

  get line(): Line {
    const [line] = this.customer?.lines ?? [];
    if (line === undefined) throw new Error('nothing is open');
    return line;
  }

  /** The cancellations that stand: how many units, what for them, and what became of it. */
  get cancelled(): [number, number, Cancellation['state']][] {
    return this.line.cancellations.filter(({ state }) => state !== 'withdrawn').map(({ quantity, amount, state }) => [quantity, amount.amount, state]);
  }

  /** Every entry about money as a line of text. */
  get books(): string[] {
    return this.record.flatMap(({ postings }) => (postings === undefined ? [] : [postings.map(({ side, account, amount }) => `${side} ${account} ${amount}`).join(', ')]));
  }

  private put(change: Change | undefined): this {
    this.customer = change?.customer ?? this.customer;
    this.record.push(...(change?.record ?? []));
    return this;
  }
}

test.each([
  ['yen, which have no minor unit', { amount: 108, currency: 'JPY', tax: 8 }, ['debit contract-liability 34, credit revenue 34', 'debit contract-liability 33, debit tax-payable 3, credit refunds-payable 36', 'debit contract-liability 33, debit tax-payable 3, credit refunds-payable 36']],
  ['cents', { amount: 10_800, currency: 'USD', tax: 800 }, ['debit contract-liability 3334, credit revenue 3334', 'debit contract-liability 3333, debit tax-payable 267, credit refunds-payable 3600', 'debit contract-liability 3333, debit tax-payable 267, credit refunds-payable 3600']],
  ['fils, a thousand to the dinar', { amount: 108_001, currency: 'KWD', tax: 8_000 }, ['debit contract-liability 33334, credit revenue 33334', 'debit contract-liability 33333, debit tax-payable 2667, credit refunds-payable 36000', 'debit contract-liability 33334, debit tax-payable 2667, credit refunds-payable 36001']],
])('one of three ships, one is cancelled by the shop, one by the customer, in %s', (_currency, paid, parts) => {
  const order = new Order(3, paid)
    .take(shipped(1, later(1)), later(1))
    .take(cancelledByShop('needed', { quantity: 1 }), later(2))
    .take(press('Cancel Pressed', later(3)), later(3));
  expect(order.books.slice(1)).toEqual(parts);
});

test.each([
  ['all of it is tax', { amount: 5, currency: 'USD', tax: 5 }, []],
  ['nothing was paid', { amount: 0, currency: 'USD', tax: 0 }, []],
  ['less was paid than there are units', { amount: 2, currency: 'JPY' }, ['debit contract-liability 1, credit revenue 1', 'debit contract-liability 1, credit revenue 1']],
])('where %s, parts that come to nothing post nothing', (_case, paid, revenue) => {
  const order = new Order(3, paid);
  for (const hour of [1, 2, 3]) order.take(shipped(1, later(hour)), later(hour));
  expect(order.books.filter((entry) => entry.includes('revenue'))).toEqual(revenue);
});

test('cancelled and undone again and again, a part gives back what it took', () => {
  const order = new Order(3, { amount: 1000, currency: 'JPY', tax: 100 }).take(shipped(1, later(1)), later(1));
  for (const hour of [2, 4, 6]) order.take(press('Cancel Pressed', later(hour)), later(hour)).take(press('Undo Pressed', later(hour + 1)), later(hour + 1));
  expect(order.line.cancellations.map(({ amount, tax, state }) => [amount.amount, tax, state])).toEqual(Array.from({ length: 3 }, () => [667, 67, 'withdrawn']));
  order.take(shipped(1, later(8)), later(8)).take(shipped(1, later(9)), later(9));
  expect(order.record.filter(({ what }) => what === 'shipped')).toHaveLength(3);
  // Finished with the last unit: 333, 333 and 334 yen, of them 33, 33 and 34 tax.
  expect(order.books.filter((entry) => entry.includes('revenue'))).toEqual(['debit contract-liability 300, credit revenue 300', 'debit contract-liability 300, credit revenue 300', 'debit contract-liability 300, credit revenue 300']);
});

describe('the shop sent money back for some of the units that the customer cancelled', () => {
  const cancelled = (): Order => new Order(3, { amount: 1000, currency: 'USD', tax: 100 }).take(press('Cancel Pressed', later(1)), later(1));

  test('the others stay cancelled, can be undone, and are refunded', () => {
    const order = cancelled().take(cancelledByShop('done', { quantity: 1 }), later(2));
    expect(order.cancelled).toEqual([[2, 666, 'held'], [1, 334, 'settled']]);
    order.attend(later(5));
    const asked = order.customer?.profile.outbox.flatMap((event) => (event.detailType === 'Refund Requested' ? [event.detail] : []));
    expect(asked).toMatchObject([{ quantity: 2, amount: 666, currency: 'USD', cause: 'customer' }]);
  });

  test('unit by unit, until all of it went back', () => {
    const order = cancelled();
    for (const hour of [2, 3]) order.take(cancelledByShop('done', { quantity: 1 }), later(hour));
    expect(order.cancelled).toEqual([[1, 334, 'settled'], [1, 333, 'held'], [1, 333, 'settled']]);
  });

  test('what the customer still may undo waits again, what was paid back does not', () => {
    const order = cancelled().take(cancelledByShop('done', { quantity: 2 }), later(2)).take(press('Undo Pressed', later(3)), later(3));
    expect(order.cancelled).toEqual([[2, 667, 'settled']]);
    order.take(shipped(1, later(4)), later(4));
    expect(order.books.at(-1)).toBe('debit contract-liability 300, credit revenue 300');
  });
});

test('a shipment that overtakes a part of what the calendar cancelled leaves the others the day on which their money is due', () => {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created({ market: 'US' }) }, AT);
  ada.passTo('2026-11-23T14:01:00.000Z');
  ada.fact(etaChanged(null, '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
  // No answer by 9 January 2027, a Saturday: cancelled on Sunday morning, and 7 working days are counted from the 9th.
  ada.passTo('2027-01-10T15:00:00.000Z');
  const dueBy = ada.known.lines[0]?.cancellations[0]?.refundBy;
  expect(dueBy).toBe('2027-01-20');
  ada.fact(shipped(1, '2027-01-09T12:00:00.000Z'), '2027-01-10T16:00:00.000Z');
  expect(ada.known.lines[0]?.cancellations).toMatchObject([{ state: 'withdrawn' }, { state: 'held', by: 'silence', quantity: 1, refundBy: dueBy }]);
});
