import type { Consent, Line } from '../../../../functions/core/line';
import type { Account } from '../account';
import type { Findings } from './findings';
import type { MailWitness } from './mails';
import { customersIn, noticesLost, openLines, profileOf, waiting } from './rows';

/** Who answers a choice that a mail had offered has one mail that says so, as long as what it is about waits. */
export function checkReceipts(account: Account, mails: MailWitness, findings: Findings): void {
  const { rows } = account.house.table;
  for (const customer of customersIn(rows)) {
    const told = toldOf(account, mails, customer);
    for (const [answer, notices] of told) if (notices.size > 1) findings.breach('never twice', `${notices.size} mails confirm the answer ${answer}`);
    const profile = profileOf(rows, customer);
    if (profile?.email === undefined || profile.email === profile.refusedAddress) continue;
    for (const line of openLines(rows, customer)) {
      const last = line.consents.at(-1);
      if (last === undefined || waiting(line) <= 0 || !answersAnOffer(line, last)) continue;
      const answer = nameOf({ ...line, about: last.at });
      if (!told.has(answer) && !mails.isLost(line)) findings.breach('never lost', `no mail confirms the answer ${answer}`);
    }
  }
}

/** The mails that said of an answer that it is on record, but for those that did not arrive. */
function toldOf({ house }: Account, mails: MailWitness, customer: string): Map<string, Set<string>> {
  const lost = noticesLost(house.table.rows, customer);
  const told = new Map<string, Set<string>>();
  for (const { sending } of mails.taken(customer)) {
    for (const one of lost.has(sending.noticeId) ? [] : sending.telling) {
      if (one.kind === 'consented') told.set(nameOf(one), (told.get(nameOf(one)) ?? new Set()).add(sending.noticeId));
    }
  }
  return told;
}

/** The last offer before it was for the very date, was not taken back, and had no answer yet. */
function answersAnOffer({ terms, consents }: Line, { at, shipBy }: Consent): boolean {
  const offer = terms?.offers.filter(({ madeAt, bouncedAt }) => bouncedAt === undefined && madeAt <= at).at(-1);
  return offer !== undefined && offer.shipBy === shipBy && offer.withdrawnBy === undefined && !consents.some((other) => other.at < at && other.at >= offer.madeAt);
}

const nameOf = ({ orderId, lineId, about = '' }: { orderId: string; lineId: string; about?: string | undefined }): string => `${about} to ${orderId}/${lineId}`;
