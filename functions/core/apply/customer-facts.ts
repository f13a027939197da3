import { NOTHING_AGAINST_ADDRESS } from '../address-health';
import type { Draft } from '../change';
import { erasedLine, erasedProfile, isBeforeErasure, isErased } from '../erasure';
import type { CustomerErased, CustomerUpdated } from '../events/incoming/customer';
import type { Erasure } from '../facts';
import { plusSeconds, type Instant } from '../dates';
import { idOf } from '../ids';
import { mayWait } from '../standing';
import { forgetAlerts } from './stock-alert';

/**
 * New address, name, language or zone. The store that names an address vouches for it, be it the one that failed. Of who was
 * erased nothing is taken in, until they order or ask again, and nothing that the store had sent before. Nor is what it had
 * sent before the first order: that came when nobody was known to whom it applied, and the order says it better.
 */
export function updateCustomer(draft: Draft, event: CustomerUpdated, sentAt: Instant | undefined): boolean {
  const { profile } = draft.customer;
  if (profile.appliedIds.includes(event.eventId)) return false;
  if (isErased(profile)) return false;
  if (sentAt !== undefined && (isBeforeErasure(profile, sentAt) || isLongBefore(sentAt, profile.since))) return false;
  const { customer } = event;
  const email = 'id' in customer ? customer.email : customer.newEmail;
  draft.putProfile({
    ...(email === undefined ? {} : { email, ...NOTHING_AGAINST_ADDRESS }),
    ...(customer.name === undefined ? {} : { name: customer.name }),
    ...(customer.locale === undefined ? {} : { locale: customer.locale }),
    ...(customer.timeZone === undefined ? {} : { timeZone: customer.timeZone }),
    appliedIds: [...profile.appliedIds, event.eventId],
  });
  draft.note('customer-updated', [], event.eventId, { address: email !== undefined });
  return true;
}

/** The bus's clock tells when it was sent, the store's when they ordered. */
const CLOCKS_DIFFER_SECONDS = 600;
const isLongBefore = (sentAt: Instant, since: Instant | undefined): boolean => since !== undefined && plusSeconds(sentAt, CLOCKS_DIFFER_SECONDS) < since;

/**
 * Nothing personal stays, and no stock alert. No mail is written any more; lines that wait, their deadlines and refunds go on,
 * so the merchant is told that nobody hears of them. A repeat does not reach who began to order after it was asked for.
 */
export function eraseCustomer(draft: Draft, event: CustomerErased, { at, keyring }: Erasure, now: Instant): boolean {
  const { profile, lines } = draft.customer;
  if (profile.appliedIds.includes(event.eventId) || (profile.since !== undefined && profile.since > at)) return false;
  const erased = erasedProfile(profile, keyring, at, now);
  draft.putProfile({ ...erased, appliedIds: [...profile.appliedIds, event.eventId] });
  for (const line of lines) draft.putLine(erasedLine(line));
  forgetAlerts(draft);
  const address = erased.erased?.address;
  draft.note('customer-updated', [], event.eventId, { erased: true, ...(address === undefined ? {} : { address }) });
  if (profile.email !== undefined) tellOfErased(draft, event.eventId, now);
  return true;
}

/** Who was erased still has a right to a date or their money, and no mail says so: a merchant's task. */
export function tellOfErased(draft: Draft, why: string, now: Instant): void {
  const waiting = draft.customer.lines.filter(mayWait);
  if (waiting.length === 0) return;
  const { key } = draft.customer.profile;
  const eventId = idOf('Customer Unreachable', key, 'erased', why);
  draft.publish({ detailType: 'Customer Unreachable', detail: { eventId, customerKey: key, reason: 'erased', at: now } });
  draft.note('merchant-task', waiting, eventId, { task: 'the customer was erased and is told nothing more: ship, cancel, or reach them another way' });
}
