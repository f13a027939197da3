import type { Posting, RecordEntry } from '../../functions/core/record';
import type { UnitsAccount } from './units-account';

type Breach = (at: number, text: string) => void;
type AccountName = Posting['account'];

/** An auditor who adds up the record of one customer, and compares it with what became of the goods. */
export class Books {
  private readonly balances = new Map<AccountName, number>();
  private readonly entries = new Set<string>();

  take({ id, what, postings = [] }: RecordEntry, at: number, breach: Breach): void {
    const name = `${what} ${id}`;
    if (this.entries.has(name)) breach(at, `on record twice: ${name}`);
    this.entries.add(name);
    let balance = 0;
    for (const { account, side, amount } of postings) {
      const debit = side === 'debit' ? amount : -amount;
      if (amount <= 0) breach(at, `${amount} in the books`);
      balance += debit;
      this.balances.set(account, (this.balances.get(account) ?? 0) + debit);
    }
    if (balance !== 0) breach(at, `the entry ${name} does not balance, by ${balance}`);
  }

  /** Debits less credits of each account against the goods that wait, have left or were cancelled. */
  compare(lines: readonly UnitsAccount[], at: number, breach: Breach): void {
    const total = (of: (line: UnitsAccount) => number): number => lines.reduce((sum, line) => sum + of(line), 0);
    const of = (...accounts: AccountName[]): number => accounts.reduce((sum, account) => sum + (this.balances.get(account) ?? 0), 0);
    const cancelled = (line: UnitsAccount, isSettled: boolean): number => line.standing.filter(({ state }) => (state === 'settled') === isSettled).reduce((sum, { amount }) => sum + amount, 0);
    const shipped = (line: UnitsAccount): number => [...line.shipments.values()].reduce((sum, { amount }) => sum + amount, 0);
    const books: [string, number, number][] = [
      ['money taken', of('clearing'), total((line) => line.paid - cancelled(line, true) - line.given)],
      ['deposits, revenue and tax', -of('contract-liability', 'tax-payable', 'revenue'), total((line) => line.share(line.waiting) + shipped(line))],
      ['refunds payable', -of('refunds-payable'), total((line) => cancelled(line, false))],
      ['differences', of('refund-differences'), 0],
    ];
    for (const [name, found, expected] of books) if (found !== expected) breach(at, `${name}: ${found} in the books, ${expected} by the goods`);
    if (of('contract-liability') > 0) breach(at, `deposits are overdrawn by ${of('contract-liability')}`);
    const waits = total((line) => line.waiting) > 0;
    if (!waits && of('contract-liability') !== 0) breach(at, `nothing waits, and ${-of('contract-liability')} are held for it`);
  }
}
