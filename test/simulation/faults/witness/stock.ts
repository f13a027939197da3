import type { Account } from '../account';
import type { Findings } from './findings';
import type { MailWitness } from './mails';
import { alertOf, customersIn, noticesLost, profileOf } from './rows';

/** Who asked is told when it is back, once. */
export function checkStock(account: Account, mails: MailWitness, findings: Findings): void {
  const { rows } = account.house.table;
  const { accepted } = account.bus;
  for (const customer of customersIn(rows)) {
    const lost = noticesLost(rows, customer);
    const told = new Map<string, Set<string>>();
    for (const { sending } of mails.taken(customer)) {
      for (const { sku, requestedAt } of lost.has(sending.noticeId) ? [] : (sending.alerts ?? [])) {
        const wish = `${sku}, asked for at ${requestedAt}`;
        told.set(wish, (told.get(wish) ?? new Set()).add(sending.noticeId));
      }
    }
    for (const [wish, notices] of told) if (notices.size > 1) findings.breach('never twice', `${customer} is told by ${notices.size} mails that ${wish}, is back`);
    const profile = profileOf(rows, customer);
    if (profile?.email === undefined || profile.email === profile.refusedAddress) continue;
    const asked = accepted.filter(({ event: { 'detail-type': type, detail } }) => type === 'Stock Alert Requested' && (detail.customer as { id?: unknown }).id === customer);
    for (const sku of new Set(asked.map(({ event: { detail } }) => (detail.item as { sku: string }).sku))) {
      const last = Math.max(...asked.filter(({ event: { detail } }) => (detail.item as { sku: string }).sku === sku).map(({ at }) => at));
      const isBack = accepted.some(({ at, event: { 'detail-type': type, detail } }) => type === 'Back In Stock' && detail.sku === sku && at > last);
      if (isBack && alertOf(rows, customer, sku)?.state !== 'told' && !mails.isAlertLost(customer, sku)) findings.breach('never lost', `${sku} is back, and ${customer}, who asked, was not told`);
    }
  }
}
