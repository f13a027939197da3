import type { Profile } from './profile';
import { isWeekday, plusDays, plusSeconds, type Instant, type PlainDate } from './dates';
import { spread } from './ids';
import type { Policy } from './merchant';
import { dateIn, instantAt } from './time-zones';

const WEEK_SECONDS = 7 * 86_400;
/** Left free before the week is over, for the minute's schedule and a mail that has to be tried again. */
const MARGIN_SECONDS = 15 * 60;

/** The minute of the day at which this customer's mails go out: spread, so that not all go at once. */
export const minuteOfDay = (key: string, weekly: Policy['weekly']): number =>
  weekly.fromHour * 60 + spread(key, (weekly.toHour - weekly.fromHour) * 60);

/**
 * When the weekly update is due: at the customer's morning hour on a working day around the sixth day after the last
 * mail, and in any case before the week is over. `zone` is the customer's.
 */
export function weeklyDueAt(profile: Pick<Profile, 'key'>, lastContactAt: Instant, zone: string, weekly: Policy['weekly']): Instant {
  const minute = minuteOfDay(profile.key, weekly);
  const last = dateIn(zone, lastContactAt);
  const latest = plusSeconds(lastContactAt, WEEK_SECONDS - MARGIN_SECONDS);
  const at = (days: number): { date: PlainDate; instant: Instant } => {
    const date = plusDays(last, days);
    return { date, instant: instantAt(zone, date, minute) };
  };
  const candidates = [weekly.day, weekly.day + 1, weekly.day - 1].filter((days) => days > 0).map(at);
  const fitting = candidates.filter(({ instant }) => instant <= latest);
  const chosen = fitting.find(({ date }) => isWeekday(date)) ?? fitting[0];
  return chosen === undefined ? latest : chosen.instant;
}

/** The first morning hour on a working day after `now`'s date; when a mail has to be made up for. */
export function nextWorkingMorning(key: string, now: Instant, zone: string, weekly: Policy['weekly']): Instant {
  let date = plusDays(dateIn(zone, now), 1);
  while (!isWeekday(date)) date = plusDays(date, 1);
  return instantAt(zone, date, minuteOfDay(key, weekly));
}

/** The morning hour of the day after `at`'s date. */
export const nextMorning = (key: string, at: Instant, zone: string, weekly: Policy['weekly']): Instant =>
  instantAt(zone, plusDays(dateIn(zone, at), 1), minuteOfDay(key, weekly));
