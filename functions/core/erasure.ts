import type { Cancellation, Line, Shipment } from './line';
import type { Profile, Sending } from './profile';
import type { RecordEntry } from './record';
import type { Instant } from './dates';
import type { Fact } from './facts';
import { addressText, isKeyed, keyedHash } from './keyed-hash';
import type { Keyring } from './links';

/*
 * What is left of each stored shape when a customer is erased: nothing personal, and all that shows what they were told,
 * when, with which date, whether it arrived and what they answered, since the merchant has to prove that (16 CFR 435.2).
 *
 * Every field stands here, so one that is added does not compile until somebody has said what becomes of it.
 */

/** Whether the customer was erased and has ordered nothing since: there is nobody to write to, and nothing personal is taken in. */
export const isErased = ({ erased, email }: Profile): boolean => erased !== undefined && email === undefined;

/** Whether something of the store's time `at` was before the last erasure, or in its moment: then it brings nothing personal back. */
export const isBeforeErasure = ({ erased }: Profile, at: Instant): boolean => erased !== undefined && at <= erased.at;

/** `at` is when the store asked for it, `now` when it is done. */
export const erasedProfile = (profile: Profile, keyring: Keyring, at: Instant, now: Instant): Profile =>
  ({
    key: profile.key,
    since: undefined,
    email: undefined,
    name: undefined,
    locale: undefined,
    timeZone: undefined,
    erased: {
      at: profile.erased !== undefined && profile.erased.at > at ? profile.erased.at : at,
      doneAt: now,
      address: profile.email === undefined ? profile.erased?.address : keyedHash(keyring, 'address', addressText(profile.email)),
    },
    weekly: profile.weekly,
    lastContactAt: profile.lastContactAt,
    contacts: profile.contacts,
    sending: profile.sending && erasedSending(profile.sending, keyring),
    unheard: profile.unheard && erasedSending(profile.unheard, keyring),
    retryAt: undefined,
    weeklyRetryAt: profile.weeklyRetryAt,
    refusedAddress: undefined,
    softBounces: undefined,
    undelivered: profile.undelivered,
    failures: 0,
    resent: profile.resent,
    // Ids, dates and amounts: an event that we publish never says whose they are.
    outbox: profile.outbox,
    appliedIds: profile.appliedIds,
    dueAt: profile.dueAt,
    due: profile.due,
  }) satisfies Record<keyof Profile, unknown>;

/** A mail that is on its way at that moment arrives all the same: that it was sent goes on record, and its words do not. */
const erasedSending = (sending: Sending, keyring: Keyring): Sending =>
  ({
    noticeId: sending.noticeId,
    kind: sending.kind,
    since: sending.since,
    attempt: sending.attempt,
    subject: '',
    words: '',
    wordsHash: keyed(sending.wordsHash, keyring),
    telling: sending.telling,
    alerts: sending.alerts,
    erased: true as const,
  }) satisfies Record<keyof Sending, unknown>;

/** What the goods are, what they cost and what was promised stays; what it was paid with, the merchant's free text and the parcel's trail go. */
export const erasedLine = (line: Line): Line =>
  ({
    orderId: line.orderId,
    lineId: line.lineId,
    placedAt: line.placedAt,
    openedAt: line.openedAt,
    reportedAt: line.reportedAt,
    market: line.market,
    kind: line.kind,
    item: line.item,
    paid: line.paid,
    tax: line.tax,
    paidWith: undefined,
    balanceDue: line.balanceDue,
    supplierOrder: line.supplierOrder,
    channel: line.channel,
    eta: { ...line.eta, cause: line.eta.cause && { code: line.eta.cause.code } },
    promises: line.promises,
    changedAt: line.changedAt,
    shipments: line.shipments.map(erasedShipment),
    cancellations: line.cancellations.map(erasedCancellation),
    // Words of ours about goods and dates: what express consent was given to.
    consents: line.consents,
    terms: line.terms,
    goodwill: line.goodwill,
    goodwillMissed: line.goodwillMissed,
    askedAbout: line.askedAbout,
    appliedIds: line.appliedIds,
    sequence: line.sequence,
  }) satisfies Record<keyof Line, unknown>;

const erasedShipment = (one: Shipment): Shipment =>
  ({
    shipmentId: one.shipmentId,
    quantity: one.quantity,
    amount: one.amount,
    tax: one.tax,
    shippedAt: one.shippedAt,
    carrier: one.carrier,
    trackingUrl: undefined,
    toldBy: one.toldBy,
  }) satisfies Record<keyof Shipment, unknown>;

const erasedCancellation = (one: Cancellation): Cancellation =>
  ({
    id: one.id,
    refundId: one.refundId,
    by: one.by,
    quantity: one.quantity,
    amount: one.amount,
    tax: one.tax,
    at: one.at,
    holdUntil: one.holdUntil,
    refundBy: one.refundBy,
    reason: undefined,
    acknowledgedBy: one.acknowledgedBy,
    state: one.state,
    settledAt: one.settledAt,
    requestedAt: one.requestedAt,
    askedAgainAt: one.askedAgainAt,
    overdueAt: one.overdueAt,
    settledAmount: one.settledAmount,
    cancelToldBy: one.cancelToldBy,
    refundToldBy: one.refundToldBy,
    failureToldBy: one.failureToldBy,
  }) satisfies Record<keyof Cancellation, unknown>;

/** What goes of each kind of entry: facts by name, `words`, and `hash` for the hash of a mail that becomes a keyed one. */
const goes = {
  'line-opened': [],
  'eta-changed': [],
  'eta-confirmed': [],
  'notice-sent': ['words', 'subject', 'hash'],
  'notice-unknown': ['words', 'subject', 'hash'],
  'notice-refused': ['words', 'subject', 'hash'],
  // SES's own words about a mail, never those of the receiving side.
  'notice-delivered': [],
  'notice-delayed': [],
  'notice-bounced': [],
  'notice-rejected': [],
  'notice-complained': [],
  'notice-doubled': [],
  shipped: [],
  cancelled: [],
  'cancellation-withdrawn': [],
  'refund-requested': [],
  'refund-settled': [],
  'refund-failed': ['reason'],
  consented: [],
  'offer-not-made': [],
  'goodwill-granted': [],
  'goodwill-missed': [],
  'preference-changed': [],
  'customer-updated': [],
  'line-closed': [],
  'merchant-task': [],
  'alert-requested': [],
  'back-in-stock': [],
  'alert-stopped': [],
} as const satisfies Record<RecordEntry['what'], readonly string[]>;

/** Erasing twice is erasing once; an entry in which nothing is personal comes back itself. */
export function erasedEntry(entry: RecordEntry, keyring: Keyring): RecordEntry {
  const names: readonly string[] = goes[entry.what];
  const { wordsHash } = entry.facts;
  const isToBeKeyed = names.includes('hash') && typeof wordsHash === 'string' && !isKeyed(wordsHash);
  const hasWords = names.includes('words') && entry.words !== undefined;
  if (!isToBeKeyed && !hasWords && !names.some((name) => Object.hasOwn(entry.facts, name))) return entry;
  const facts = Object.fromEntries(Object.entries(entry.facts).filter(([name]) => !names.includes(name)));
  return {
    at: entry.at,
    id: entry.id,
    what: entry.what,
    lines: entry.lines,
    facts: isToBeKeyed ? { ...facts, wordsHash: keyed(wordsHash, keyring) } : facts,
    postings: entry.postings,
    words: hasWords ? undefined : entry.words,
  } satisfies Record<keyof RecordEntry, unknown>;
}

/** Of a mail that is at hand its SHA-256 is found first, and this of it. */
const keyed = (wordsHash: string, keyring: Keyring): string => (isKeyed(wordsHash) ? wordsHash : keyedHash(keyring, 'words', wordsHash));

/** What a fact about an erased customer still brings: none of what a person wrote, and no trail of a parcel. */
export function impersonal(fact: Fact): Fact {
  switch (fact.type) {
    case 'Order Shipped':
      return { ...fact, event: { ...fact.event, trackingUrl: undefined } };
    case 'Order Cancelled':
      return { ...fact, event: { ...fact.event, reason: undefined } };
    case 'Refund Failed':
      return { ...fact, event: { ...fact.event, reason: '' } };
    case 'ETA Changed':
      return { ...fact, event: { ...fact.event, cause: fact.event.cause && { code: fact.event.cause.code } } };
    default:
      return fact;
  }
}
