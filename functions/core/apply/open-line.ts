import { addressGiven } from '../address-health';
import type { Line } from '../line';
import type { Profile } from '../profile';
import { earliest, type Instant } from '../dates';
import type { Draft } from '../change';
import { erasedLine, isBeforeErasure, isErased } from '../erasure';
import type { BackorderCreated } from '../events/incoming/backorder-created';
import type { Setting } from '../facts';
import { paidPostings } from '../ledger';
import { momentOf } from '../moment';
import { rulePackFor } from '../delay-rules/choose';
import { dateThatStands } from '../standing';
import { dateIn } from '../time-zones';
import { askForDate, warnOfFarDate } from './ask-merchant';
import { tellOfErased } from './customer-facts';

/** The profile of a customer of whom nothing is known yet. */
export function newProfile(key: string): Profile {
  return { key, weekly: 'on', failures: 0, resent: [], outbox: [], appliedIds: [] };
}

/** Opens the line. False when it is already open: the same line is opened once, whatever the event's id. `sentAt`: when the bus took the event. */
export function openLine(draft: Draft, event: BackorderCreated, sentAt: Instant | undefined, setting: Setting, now: Instant): boolean {
  if (draft.line(event)) return false;
  // An order from before the customer was erased is still owed to them; who they are is not asked again.
  const isOfErased = isBeforeErasure(draft.customer.profile, event.placedAt);
  if (!isOfErased) draft.putProfile(detailsOf(draft.customer.profile, event));
  const opened = lineOf(event, sentAt, setting, now);
  const line = draft.putLine(isOfErased ? erasedLine(opened) : opened);
  draft.note('line-opened', [line], event.eventId, {
    sku: line.item.sku,
    quantity: line.item.quantity,
    paid: line.paid.amount,
    currency: line.paid.currency,
    shipBy: event.promise.shipBy,
    placedAt: line.placedAt,
  }, { postings: paidPostings(line) });
  if (event.promise.shipBy !== null && dateThatStands(line, momentOf(setting, now)) === null) askForDate(draft, line, 'promise-in-the-past');
  warnOfFarDate(draft, line, setting, now);
  if (isErased(draft.customer.profile)) tellOfErased(draft, event.eventId, now);
  return true;
}

function detailsOf(profile: Profile, { customer, placedAt }: BackorderCreated): Partial<Profile> {
  return {
    since: earliest(profile.since, placedAt),
    ...addressGiven(profile, customer.email),
    ...(customer.name === undefined ? {} : { name: customer.name }),
    ...(customer.locale === undefined ? {} : { locale: customer.locale }),
    ...(customer.timeZone === undefined ? {} : { timeZone: customer.timeZone }),
  };
}

function lineOf(event: BackorderCreated, reportedAt: Instant | undefined, setting: Setting, now: Instant): Line {
  const { orderId, lineId, placedAt, market, kind, item, paid, promise } = event;
  const days = { promised: promise.shipBy, placedOn: dateIn(setting.timeZone, placedAt), openedOn: dateIn(setting.timeZone, now) };
  return {
    orderId,
    lineId,
    placedAt,
    openedAt: now,
    ...(reportedAt === undefined ? {} : { reportedAt }),
    market,
    kind,
    item,
    paid: { amount: paid.amount, currency: paid.currency },
    ...(paid.tax === undefined ? {} : { tax: paid.tax }),
    ...(event.paidWith === undefined ? {} : { paidWith: event.paidWith }),
    balanceDue: event.balanceDue,
    supplierOrder: event.supplierOrder,
    channel: event.channel,
    // What the store promised was true when the order was placed; anything it reported later is newer.
    eta: { shipBy: promise.shipBy, deliverBy: promise.deliverBy, cause: event.cause, asOf: placedAt, scope: 'created', confirmedAt: placedAt },
    promises: [],
    changedAt: now,
    shipments: [],
    cancellations: [],
    consents: [],
    terms: rulePackFor(market, setting.policy).termsOf(days),
    appliedIds: [event.eventId],
    sequence: 0,
  };
}
