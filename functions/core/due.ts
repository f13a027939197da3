import type { Customer } from './customer';
import type { Line } from './line';
import { earliest, plusDays, plusSeconds, type Instant, type PlainDate } from './dates';
import { reminderDueAt } from './delay-rules/offering';
import { isLapsed, lastDay } from './delay-rules/terms';
import type { Setting } from './facts';
import { refundsDueAt } from './refunds-due';
import { alertsDueAt } from './stock-alert';
import { askOn, LAST_CALL_MINUTES, momentOf, MORNING_AFTER_MINUTES, type Moment } from './moment';
import { changeToTell, hasAnswerToTell, isReachable, shipmentsToTell, waitingUnits, zoneOf } from './standing';
import { dateIn, endOfDay, instantAt } from './time-zones';
import { nextMorning, weeklyDueAt } from './weekly';

/** After that long without a word from SES, the outcome of a mail is unknown. */
export const SENDING_PATIENCE_SECONDS = 15 * 60;

/** No worker lives longer than that after it has begun to send: its Lambda is ended before. */
export const WORKER_SECONDS = 30;

/** Before the end of the last day on which a notice can be a valid offer, it goes out without waiting for its neighbours. */
const OFFER_MARGIN_SECONDS = 10 * 60;

/** When this customer next needs attention; undefined when nothing is to come. May lie in the past: then it is now. */
export function nextDueAt(customer: Customer, setting: Setting, now: Instant): Instant | undefined {
  const { profile, lines } = customer;
  const refunds = lines.map((line) => refundsDueAt(line, setting));
  const publish = profile.outbox.length > 0 ? now : undefined;
  if (profile.sending !== undefined) {
    return earliest(...refunds, publish, plusSeconds(profile.sending.since, SENDING_PATIENCE_SECONDS));
  }
  const at = momentOf(setting, now);
  const calendar = lines.flatMap((line) => [lapseDueAt(line, at), askDueAt(line, setting, at)]);
  const mail = isReachable(customer) ? mailDueAt(customer, setting, at) : undefined;
  const notBefore = profile.retryAt;
  return earliest(...refunds, ...calendar, publish, mail !== undefined && notBefore !== undefined && mail < notBefore ? notBefore : mail);
}

function mailDueAt(customer: Customer, setting: Setting, at: Moment): Instant | undefined {
  if (customer.lines.some((line) => hasAnswerToTell(line, at))) return at.now;
  return earliest(changesDueAt(customer, setting, at), weeklyUpdateDueAt(customer, setting, at), alertsDueAt(customer.alerts, setting.policy));
}

/** When the weekly update is due, or undefined for those who wait for nothing or asked for none. */
export function weeklyUpdateDueAt(customer: Customer, setting: Setting, at: Moment): Instant | undefined {
  const { profile, lines } = customer;
  const waits = lines.some((line) => isInWeekly(line, at));
  if (!waits || profile.weekly === 'off' || profile.lastContactAt === undefined) return undefined;
  const due = weeklyDueAt(profile, profile.lastContactAt, zoneOf(customer, setting.timeZone), setting.policy.weekly);
  return profile.weeklyRetryAt !== undefined && profile.weeklyRetryAt > due ? profile.weeklyRetryAt : due;
}

/** Lines of which the customer knows and which still wait. */
export const isInWeekly = (line: Line, at: Moment): boolean => waitingUnits(line) > 0 && line.promises.length > 0 && !isLapsed(line, at);

/** When the first of the pending changes has waited long enough for its neighbours. */
export function changesDueAt(customer: Customer, setting: Setting, at: Moment): Instant | undefined {
  const contact = contactDay(customer, setting);
  return earliest(...customer.lines.map((line) => lineDueAt(line, contact, setting, at)));
}

/** The customer's day on which the last mail went out: when it ends, and their morning hour on the next. */
interface ContactDay {
  ends: Instant;
  nextMorning: Instant;
}

function contactDay(customer: Customer, { timeZone, policy }: Setting): ContactDay | undefined {
  const { key, lastContactAt } = customer.profile;
  if (lastContactAt === undefined) return undefined;
  const zone = zoneOf(customer, timeZone);
  return { ends: endOfDay(zone, dateIn(zone, lastContactAt)), nextMorning: nextMorning(key, lastContactAt, zone, policy.weekly) };
}

function lineDueAt(line: Line, contact: ContactDay | undefined, setting: Setting, at: Moment): Instant | undefined {
  const { policy } = setting;
  const change = changeToTell(line, at, policy);
  const shipped = shipmentsToTell(line).length > 0;
  const since = line.changedAt ?? at.now;
  const settled = (seconds: number): Instant => beforeTheOfferEnds(plusSeconds(since, seconds), since, line, at);
  switch (change) {
    case 'first':
      return settled(policy.settle.newLinesSeconds);
    case 'later':
      return settled(policy.settle.etaChangesSeconds);
    case 'unknown':
      return line.changedAt === undefined ? datePassesAt(line, contact, setting, at) : settled(policy.settle.etaChangesSeconds);
    case 'earlier':
      return notTwiceADay(plusSeconds(since, policy.settle.etaChangesSeconds), contact, at);
    case undefined:
      if (waitingUnits(line) === 0 || isLapsed(line, at)) return shipped ? notTwiceADay(plusSeconds(since, policy.settle.newLinesSeconds), contact, at) : undefined;
      if (shipped) return notTwiceADay(plusSeconds(since, policy.settle.newLinesSeconds), contact, at);
      return earliest(datePassesAt(line, contact, setting, at), reminderDueAt(line, setting.timeZone, policy));
  }
}

/** A notice that comes after the last day is no offer any more. */
function beforeTheOfferEnds(due: Instant, since: Instant, line: Line, { zone, today }: Moment): Instant {
  if (lastDay(line) !== today) return due;
  const latest = plusSeconds(endOfDay(zone, today), -OFFER_MARGIN_SECONDS);
  if (due <= latest) return due;
  return since > latest ? since : latest;
}

/**
 * A told date has to be taken back when it passes: at noon of its day when the merchant sent no word although asked,
 * which is still in time to be a valid offer; else on the morning after.
 */
function datePassesAt(line: Line, contact: ContactDay | undefined, setting: Setting, at: Moment): Instant | undefined {
  const told = line.promises.at(-1)?.shipBy;
  if (told === undefined || told === null) return undefined;
  const { shipBy } = line.eta;
  const isUnconfirmed = shipBy !== null && dateIn(at.zone, line.eta.confirmedAt) < askOn(shipBy, setting.policy);
  return earliest(
    isUnconfirmed ? instantAt(at.zone, shipBy, LAST_CALL_MINUTES) : undefined,
    notTwiceADay(morningAfter(told, at), contact, at),
  );
}

/** When the merchant is asked about a told date that nobody has confirmed lately; undefined when they were. */
export function askDueAt(line: Line, { policy }: Setting, { zone }: Pick<Moment, 'zone'>): Instant | undefined {
  const { shipBy, confirmedAt } = line.eta;
  if (shipBy === null || shipBy === line.askedAbout || waitingUnits(line) === 0) return undefined;
  const day = askOn(shipBy, policy);
  return dateIn(zone, confirmedAt) < day ? instantAt(zone, day, 0) : undefined;
}

/** When a line that no day lets wait any longer is cancelled. */
function lapseDueAt(line: Line, at: Moment): Instant | undefined {
  const last = waitingUnits(line) > 0 ? lastDay(line) : undefined;
  return last === undefined || last === null ? undefined : morningAfter(last, at);
}

const morningAfter = (day: PlainDate, { zone }: Moment): Instant => instantAt(zone, plusDays(day, 1), MORNING_AFTER_MINUTES);

/**
 * Good news and what the calendar brings wait for the next morning when a mail already went out on the day on which they
 * would be told: that is today for what was due before.
 */
function notTwiceADay(due: Instant, contact: ContactDay | undefined, { now }: Moment): Instant {
  const told = due > now ? due : now;
  return contact === undefined || told >= contact.ends ? due : contact.nextMorning;
}
