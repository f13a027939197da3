import type { Customer, Line } from './customer';
import { earliest, plusDays, plusSeconds, type Instant } from './dates';
import type { Setting } from './facts';
import { alertsDueAt } from './stock-alert';
import { cancellationsToTell, changeToTell, isReachable, refundsToTell, shipmentsToTell, waitingUnits, zoneOf } from './standing';
import { dateIn, instantAt } from './time-zones';
import { nextMorning, weeklyDueAt } from './weekly';

/** After that long without a word from SES, the outcome of a mail is unknown. */
export const SENDING_PATIENCE_SECONDS = 15 * 60;

/** The hour, in the merchant's zone, at which a date that passed yesterday is told to be unknown. */
const MORNING_AFTER_MINUTES = 9 * 60;

/** When this customer next needs attention; undefined when nothing is to come. May lie in the past: then it is now. */
export function nextDueAt(customer: Customer, setting: Setting, now: Instant): Instant | undefined {
  const { profile, lines } = customer;
  const holds = lines.flatMap((line) => line.cancellations.filter(({ state }) => state === 'held').map(({ holdUntil }) => holdUntil));
  const publish = profile.outbox.length > 0 ? now : undefined;
  if (profile.sending !== undefined) {
    return earliest(...holds, publish, plusSeconds(profile.sending.since, SENDING_PATIENCE_SECONDS));
  }
  const mail = isReachable(customer) ? mailDueAt(customer, setting, now) : undefined;
  const notBefore = profile.retryAt;
  return earliest(...holds, publish, mail !== undefined && notBefore !== undefined && mail < notBefore ? notBefore : mail);
}

function mailDueAt(customer: Customer, setting: Setting, now: Instant): Instant | undefined {
  const answers = customer.lines.some((line) => cancellationsToTell(line).length > 0 || refundsToTell(line).length > 0);
  if (answers) return now;
  return earliest(changesDueAt(customer, setting, now), weeklyUpdateDueAt(customer, setting), alertsDueAt(customer.alerts, setting.policy));
}

/** When the weekly update is due, or undefined for those who wait for nothing or asked for none. */
export function weeklyUpdateDueAt(customer: Customer, setting: Setting): Instant | undefined {
  const { profile, lines } = customer;
  const waits = lines.some((line) => waitingUnits(line) > 0 && line.promises.length > 0);
  if (!waits || profile.weekly === 'off' || profile.lastContactAt === undefined) return undefined;
  return weeklyDueAt(profile, profile.lastContactAt, zoneOf(customer, setting.timeZone), setting.policy.weekly);
}

/** When the first of the pending changes has waited long enough for its neighbours. */
export function changesDueAt(customer: Customer, setting: Setting, now: Instant): Instant | undefined {
  return earliest(...customer.lines.map((line) => lineDueAt(line, customer, setting, now)));
}

function lineDueAt(line: Line, customer: Customer, setting: Setting, now: Instant): Instant | undefined {
  const { policy } = setting;
  const today = dateIn(setting.timeZone, now);
  const change = changeToTell(line, today, policy);
  const shipped = shipmentsToTell(line).length > 0;
  const since = line.changedAt ?? now;
  switch (change) {
    case 'first':
      return plusSeconds(since, policy.settle.newLinesSeconds);
    case 'later':
      return plusSeconds(since, policy.settle.etaChangesSeconds);
    case 'unknown':
      return line.changedAt === undefined ? passedDateDueAt(line, customer, setting, now) : plusSeconds(since, policy.settle.etaChangesSeconds);
    case 'earlier':
      return notTwiceADay(plusSeconds(since, policy.settle.etaChangesSeconds), customer, setting, now);
    case undefined:
      if (shipped) return notTwiceADay(plusSeconds(since, policy.settle.newLinesSeconds), customer, setting, now);
      return passedDateDueAt(line, customer, setting, now);
  }
}

/** A told date that passes with no word has to be taken back: on the morning after, in the merchant's zone. */
function passedDateDueAt(line: Line, customer: Customer, setting: Setting, now: Instant): Instant | undefined {
  const told = line.promises.at(-1)?.shipBy;
  if (waitingUnits(line) === 0 || told === undefined || told === null) return undefined;
  return notTwiceADay(instantAt(setting.timeZone, plusDays(told, 1), MORNING_AFTER_MINUTES), customer, setting, now);
}

/**
 * Good news and what the calendar brings wait for the next morning when a mail already went out on the day on which they
 * would be told: that is today for what was due before.
 */
function notTwiceADay(at: Instant, customer: Customer, setting: Setting, now: Instant): Instant {
  const { profile } = customer;
  const zone = zoneOf(customer, setting.timeZone);
  const told = at > now ? at : now;
  if (profile.lastContactAt === undefined || dateIn(zone, profile.lastContactAt) !== dateIn(zone, told)) return at;
  return nextMorning(profile.key, told, zone, setting.policy.weekly);
}
