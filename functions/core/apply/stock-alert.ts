import { addressGiven } from '../address-health';
import type { Draft } from '../change';
import type { Profile, Sending } from '../profile';
import { earliest, type Instant } from '../dates';
import { isBeforeErasure } from '../erasure';
import type { DatedBackInStock, DatedStockAlertRequested, StockAlertRequested } from '../events/incoming/stock';
import type { StockAlert } from '../stock-alert';

/**
 * The customer asked to be told. A wish that is already waiting, or that came in only after its answer had gone out, begins
 * nothing but, perhaps, an address; its id is kept all the same, so that its repeat is known. False for a repeat.
 */
export function requestAlert(draft: Draft, event: DatedStockAlertRequested): boolean {
  const { profile } = draft.customer;
  const known = draft.alert(event.item.sku);
  if (profile.appliedIds.includes(event.eventId) || known?.appliedIds.includes(event.eventId) === true) return false;
  if (isBeforeErasure(profile, event.requestedAt)) return false;
  const appliedIds = [...(known?.appliedIds ?? []), event.eventId];
  if (known !== undefined && (known.state === 'waiting' || event.requestedAt <= endOf(known))) {
    // Who asks once more may do so because nothing came, and give an address that takes mail.
    const isAnew = event.requestedAt > known.requestedAt;
    if (isAnew) draft.putProfile(missingDetails(profile, event.customer));
    draft.putAlert({ ...known, ...(isAnew && isToldAgain(known) ? { requestedAt: event.requestedAt, back: undefined } : {}), appliedIds });
    return true;
  }
  const { item, market, requestedAt } = event;
  draft.putProfile({ since: earliest(profile.since, requestedAt), ...missingDetails(profile, event.customer) });
  draft.putAlert({ item, market, state: 'waiting', requestedAt, told: known?.told, appliedIds });
  draft.note('alert-requested', [], event.eventId, { sku: item.sku, requestedAt });
  return true;
}

const isToldAgain = ({ back }: StockAlert): boolean => back?.again === true;

/** When an alert that is over ended. */
const endOf = ({ told, stoppedAt }: StockAlert): Instant => [told?.at ?? '', stoppedAt ?? ''].sort().at(-1) ?? '';

/**
 * What a request adds to what is known. An address typed beside an item that is sold out does not turn away the mails about
 * orders that are paid for; it counts where there is no other that takes mail.
 */
function missingDetails(known: Profile, given: StockAlertRequested['customer']): Partial<Profile> {
  const usable = known.email !== undefined && known.email !== known.refusedAddress;
  return {
    ...(usable ? {} : addressGiven(known, given.email)),
    ...(known.name === undefined && given.name !== undefined ? { name: given.name } : {}),
    ...(known.locale === undefined && given.locale !== undefined ? { locale: given.locale } : {}),
    ...(known.timeZone === undefined && given.timeZone !== undefined ? { timeZone: given.timeZone } : {}),
  };
}

/** It is back. No news to who was told, who stopped the alert, or who asked later than that: they saw it gone again. */
export function reportBack(draft: Draft, event: DatedBackInStock, now: Instant): boolean {
  const alert = draft.alert(event.sku);
  if (alert?.state !== 'waiting' || event.asOf < alert.requestedAt) return false;
  if (alert.back !== undefined && event.asOf <= alert.back.asOf) return false;
  // What a lost mail had told stays told anew, with the newer date: whoever asks once more has seen it gone either way.
  draft.putAlert({ ...alert, back: { ...alert.back, asOf: event.asOf, since: alert.back?.since ?? now } });
  draft.note('back-in-stock', [], `${event.eventId}-${event.sku}`, { sku: event.sku, asOf: event.asOf });
  return true;
}

/** The customer wants to hear no more: of this SKU, or without one of any. Pressing twice is stopping once. */
export function stopAlerts(draft: Draft, sku: string | undefined, at: Instant): boolean {
  const meant = draft.customer.alerts.filter((alert) => alert.state !== 'stopped' && (sku === undefined || alert.item.sku === sku));
  for (const alert of meant) {
    draft.putAlert({ ...alert, state: 'stopped', stoppedAt: at, back: undefined });
    draft.note('alert-stopped', [], `${alert.item.sku}-${at}`, { sku: alert.item.sku });
  }
  return meant.length > 0;
}

/** The customer asks anew, on the page: what came back before is no answer to it. */
export function askAgain(draft: Draft, sku: string, at: Instant): boolean {
  const alert = draft.alert(sku);
  if (alert === undefined || (alert.state === 'waiting' && !isToldAgain(alert))) return false;
  draft.putAlert({ ...alert, state: 'waiting', requestedAt: at, back: undefined, stoppedAt: undefined });
  draft.note('alert-requested', [], `${sku}-${at}`, { sku, requestedAt: at });
  return true;
}

/** The mail is out: its alerts are over. One that was stopped, or asked for anew, while it was on its way stays what it is. */
export function markAlertsTold(draft: Draft, { alerts = [], noticeId }: Sending, at: Instant): void {
  for (const { sku, requestedAt, asOf } of alerts) {
    const alert = draft.alert(sku);
    if (alert?.state !== 'waiting' || alert.requestedAt !== requestedAt) continue;
    draft.putAlert({ ...alert, state: 'told', back: undefined, told: { at, asOf, noticeId } });
  }
}

/**
 * Erasing takes the alerts away, each with what it says of the customer's wishes. The ids of their requests go to the
 * profile, so that a replay does not bring one back.
 */
export function forgetAlerts(draft: Draft): void {
  const { alerts, profile } = draft.customer;
  if (alerts.length === 0) return;
  draft.putProfile({ appliedIds: [...profile.appliedIds, ...alerts.flatMap(({ appliedIds }) => appliedIds)] });
  draft.removeAlerts();
}
