import type { Account } from '../account';
import type { Findings } from './findings';
import type { MailWitness } from './mails';
import { customersIn, noticesLost, openLines, profileOf, recordOf } from './rows';

/** Whose refund did not go through is told so once, after they were told that it is to come, and as long as it was not sent. */
export function checkRefundsTold(account: Account, mails: MailWitness, findings: Findings): void {
  const { rows } = account.house.table;
  for (const customer of customersIn(rows)) {
    const lost = noticesLost(rows, customer);
    const announced = new Set<string>();
    const failures = new Map<string, Set<string>>();
    for (const { sending } of mails.taken(customer)) {
      for (const { kind, about = '' } of sending.telling) {
        if (kind === 'cancelled') announced.add(about);
        if (kind !== 'refund-failed') continue;
        if (!announced.has(about) && !isUnheard(account, customer)) findings.breach('one voice', `the refund of ${about} is told as failed before its cancellation`);
        if (!lost.has(sending.noticeId)) failures.set(about, (failures.get(about) ?? new Set()).add(sending.noticeId));
      }
    }
    for (const [about, notices] of failures) if (notices.size > 1) findings.breach('never twice', `${notices.size} mails say that the refund of ${about} failed`);
    const profile = profileOf(rows, customer);
    if (profile?.email === undefined || profile.email === profile.refusedAddress) continue;
    for (const line of openLines(rows, customer)) {
      for (const { id, state } of line.cancellations) {
        if (state === 'failed' && !failures.has(id) && !mails.isLost(line)) findings.breach('never lost', `the refund of ${id} failed, and ${customer} was not told`);
      }
    }
  }
}

/** A mail that was resent and given up counts as told, although SES never had it. */
const isUnheard = ({ house }: Account, customer: string): boolean => recordOf(house.table.rows, customer).some(({ what, facts }) => what === 'notice-unknown' && facts.attempt === 2);
