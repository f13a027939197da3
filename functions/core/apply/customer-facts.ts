import { NOTHING_AGAINST_ADDRESS } from '../address-health';
import type { Draft } from '../change';
import type { CustomerErased, CustomerUpdated } from '../events/incoming';
import { forgetAlerts } from './stock-alert';

/** New address, name, language or zone. The store that names an address vouches for it, be it the one that failed. */
export function updateCustomer(draft: Draft, event: CustomerUpdated): boolean {
  const { profile } = draft.customer;
  if (profile.appliedIds.includes(event.eventId)) return false;
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

/** Nothing personal stays with the customer, and no stock alert. Refunds that are under way go on; no mail is written any more. */
export function eraseCustomer(draft: Draft, event: CustomerErased): boolean {
  const { profile } = draft.customer;
  if (profile.appliedIds.includes(event.eventId)) return false;
  draft.putProfile({
    email: undefined,
    name: undefined,
    locale: undefined,
    timeZone: undefined,
    refusedAddress: undefined,
    retryAt: undefined,
    sending: undefined,
    unheard: undefined,
    softBounces: undefined,
    appliedIds: [...profile.appliedIds, event.eventId],
  });
  forgetAlerts(draft);
  draft.note('customer-updated', [], event.eventId, { erased: true });
  return true;
}
