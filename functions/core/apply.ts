import { keep, setWeekly } from './apply/answer';
import { cancelByCustomer, cancelByMerchant, undoByCustomer } from './apply/cancel';
import { eraseCustomer, updateCustomer } from './apply/customer-facts';
import { reportMail } from './apply/mail-reported';
import { confirmDate, moveDate } from './apply/move-date';
import { newProfile, openLine } from './apply/open-line';
import { failRefund, settleRefund } from './apply/refund';
import { reportSurplus, ship } from './apply/ship';
import { askAgain, reportBack, requestAlert, stopAlerts } from './apply/stock-alert';
import { Draft } from './change';
import type { Customer } from './customer';
import { isSameLine, type Line } from './line';
import { customerKeyOf } from './customer-key';
import type { Instant } from './dates';
import { impersonal, isErased } from './erasure';
import type { OrderShipped } from './events/incoming/closing';
import type { Change, Fact, Setting } from './facts';

/**
 * What becomes true by a fact. Undefined when nothing does: a repeat, a stale report, a line that is not this
 * customer's. Total: a fact that comes early, late or twice is no error.
 *
 * `customer` is undefined for one of whom nothing is known; only `Backorder Created` and
 * `Stock Alert Requested` make one.
 */
export function apply(customer: Customer | undefined, fact: Fact, setting: Setting, now: Instant): Change | undefined {
  const before = customer ?? newCustomer(fact);
  if (before === undefined) return undefined;
  const draft = new Draft(before, setting, now);
  return takeIn(draft, isErased(before.profile) ? impersonal(fact) : fact, setting, now) ? draft.finish() : undefined;
}

function newCustomer(fact: Fact): Customer | undefined {
  const known = (key: string): Customer => ({ profile: newProfile(key), lines: [], alerts: [] });
  if (fact.type === 'Backorder Created') return known(customerKeyOf(fact.event));
  if (fact.type !== 'Stock Alert Requested') return undefined;
  const key = fact.event.customer.id ?? fact.guestKey;
  return key === undefined ? undefined : known(key);
}

function takeIn(draft: Draft, fact: Fact, setting: Setting, now: Instant): boolean {
  switch (fact.type) {
    case 'Backorder Created':
      return openLine(draft, fact.event, fact.sentAt, setting, now);
    case 'ETA Changed':
      return moveDate(draft, fact.event, setting, now);
    case 'ETA Confirmed':
      return confirmDate(draft, fact.event, setting, now);
    case 'Order Shipped':
      return ship(draft, fact.event, setting, now);
    case 'Order Cancelled':
      return cancelByMerchant(draft, fact.event, setting, now);
    case 'Refund Settled':
      return settleRefund(draft, fact.event);
    case 'Refund Failed':
      return failRefund(draft, fact.event);
    case 'Customer Updated':
      return updateCustomer(draft, fact.event, fact.sentAt);
    case 'Customer Erased':
      return eraseCustomer(draft, fact.event, fact, now);
    case 'Cancel Pressed':
      return cancelByCustomer(draft, fact.click, setting);
    case 'Undo Pressed':
      return undoByCustomer(draft, fact.click, setting);
    case 'Keep Pressed':
      return keep(draft, fact.click, setting);
    case 'Mail Reported':
      return reportMail(draft, fact.report, setting, now);
    case 'Weekly Stopped':
      return setWeekly(draft, 'off', fact.click.at);
    case 'Weekly Resumed':
      return setWeekly(draft, 'on', fact.click.at);
    case 'Stock Alert Requested':
      return requestAlert(draft, fact.event);
    case 'Back In Stock':
      return reportBack(draft, fact.event, now);
    case 'Alert Stopped':
      return stopAlerts(draft, fact.click.sku, fact.click.at);
    case 'Alert Asked Again':
      return askAgain(draft, fact.click.sku, fact.click.at);
  }
}

/**
 * A shipment of a line that is already closed: nothing waits any more, so the merchant is told. Undefined for a
 * repeat. The closed line comes back among `closed`, so that its tombstone remembers the event.
 */
export function applyToClosed(customer: Customer, closed: Line, event: OrderShipped, setting: Setting, now: Instant): Change | undefined {
  const known = closed.appliedIds.includes(event.eventId) || closed.shipments.some(({ shipmentId }) => shipmentId === event.shipmentId);
  if (known || !isSameLine(closed, event)) return undefined;
  const draft = new Draft(customer, setting, now);
  reportSurplus(draft, closed, event, event.quantity);
  const change = draft.finish();
  return { ...change, closed: [...change.closed, { ...closed, appliedIds: [...closed.appliedIds, event.eventId] }] };
}
