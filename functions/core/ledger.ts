import type { Cancellation, Goodwill, Line, Shipment } from './line';
import type { Posting } from './record';
import type { Money } from './money';

/*
 * What a decision about money says in the books. Money taken for goods that have not shipped is a contract liability
 * (customer deposits): ASC 606-10-45-2, IFRS 15.106. A delay or a consent posts nothing. Each function gives the postings of
 * one event, which balance; amounts are in minor units.
 *
 *   paid              clearing             to  contract liability, tax payable
 *   shipped           contract liability   to  revenue
 *   right to refund   contract liability, tax payable  to  refunds payable
 *   undone            the same, backwards
 *   refund sent       refunds payable      to  clearing
 *   goodwill          contract liability   to  clearing
 */

export const paidPostings = ({ paid, tax }: Pick<Line, 'paid' | 'tax'>): Posting[] =>
  posted(paid.currency, [debit('clearing', paid.amount), ...deposits('credit', paid.amount, tax ?? 0)]);

/** The tax of what has shipped stays payable: to the state. */
export const shippedPostings = ({ amount, tax }: Pick<Shipment, 'amount' | 'tax'>): Posting[] =>
  posted(amount.currency, [debit('contract-liability', amount.amount - (tax ?? 0)), credit('revenue', amount.amount - (tax ?? 0))]);

export const vestedPostings = ({ amount, tax }: Pick<Cancellation, 'amount' | 'tax'>): Posting[] =>
  posted(amount.currency, [...deposits('debit', amount.amount, tax ?? 0), credit('refunds-payable', amount.amount)]);

export const undonePostings = ({ amount, tax }: Pick<Cancellation, 'amount' | 'tax'>): Posting[] =>
  posted(amount.currency, [debit('refunds-payable', amount.amount), ...deposits('credit', amount.amount, tax ?? 0)]);

/** What the store sent may differ from what it owed; what is left over is for the merchant to clear up. */
export function sentPostings(owed: Money, sent: Money): Posting[] {
  const settled = posted(owed.currency, [debit('refunds-payable', owed.amount)]);
  const paid = posted(sent.currency, [credit('clearing', sent.amount)]);
  if (sent.currency !== owed.currency) return [...settled, ...posted(owed.currency, [credit('refund-differences', owed.amount)]), ...posted(sent.currency, [debit('refund-differences', sent.amount)]), ...paid];
  const less = owed.amount - sent.amount;
  return [...settled, ...posted(owed.currency, [less > 0 ? credit('refund-differences', less) : debit('refund-differences', -less)]), ...paid];
}

/** The store sent money that nobody was owed: the cancellation had been undone. */
export const unowedPostings = (sent: Money): Posting[] => posted(sent.currency, [debit('refund-differences', sent.amount), credit('clearing', sent.amount)]);

export const goodwillPostings = ({ amount }: Pick<Goodwill, 'amount'>): Posting[] =>
  posted(amount.currency, [debit('contract-liability', amount.amount), credit('clearing', amount.amount)]);

type Entry = Omit<Posting, 'currency'>;
const debit = (account: Posting['account'], amount: number): Entry => ({ account, side: 'debit', amount });
const credit = (account: Posting['account'], amount: number): Entry => ({ account, side: 'credit', amount });

/** What is held for goods, and the tax on them apart. */
const deposits = (side: Posting['side'], amount: number, tax: number): Entry[] => [
  { account: 'contract-liability', side, amount: amount - tax },
  { account: 'tax-payable', side, amount: tax },
];

const posted = (currency: string, entries: readonly Entry[]): Posting[] => entries.filter(({ amount }) => amount !== 0).map((entry) => ({ ...entry, currency }));
