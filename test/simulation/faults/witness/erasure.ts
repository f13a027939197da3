import { createHash } from 'node:crypto';
import type { Account } from '../account';
import type { People } from '../people';
import type { Findings } from './findings';
import { customersIn, entryIn, profileOf } from './rows';

/** Of who was erased nothing personal is left, in no row. */
export function checkErased(account: Account, people: People, findings: Findings): void {
  const { rows } = account.house.table;
  const all = [...rows.all()].map((item) => JSON.stringify(item)).join('\n');
  for (const customer of customersIn(rows)) {
    if (profileOf(rows, customer)?.erased === undefined) continue;
    for (const address of people.addressesOf(customer)) {
      if (all.includes(address)) findings.breach('forgotten', `${address} of ${customer}, who was erased, is still in the table`);
      if (all.includes(createHash('sha256').update(address).digest('hex'))) findings.breach('forgotten', `${address} of ${customer}, who was erased, can still be looked up`);
    }
    if (rows.partition(`C#${customer}`).some((item) => JSON.stringify(item).includes('"Ada"'))) findings.breach('forgotten', `the name of ${customer}, who was erased, is still in the table`);
    if (rows.partition(`C#${customer}`).some((item) => JSON.stringify(item).includes('"last4"'))) findings.breach('forgotten', `the card of ${customer}, who was erased, is still in the table`);
    // Words lie beside an entry's data. What somebody agreed to is said in ours, and names nobody.
    const words = rows.partition(`C#${customer}`).filter((item) => item.words !== undefined && entryIn(item).what !== 'consented');
    if (words.length > 0) findings.breach('forgotten', `the words of ${words.length} mails to ${customer}, who was erased, are still kept`);
  }
}
