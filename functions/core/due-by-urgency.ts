import type { Customer } from './customer';
import type { Profile } from './profile';
import { earliest, plusSeconds, type Instant } from './dates';
import { nextDueAt, SENDING_PATIENCE_SECONDS, weeklyUpdateDueAt } from './due';
import type { Setting } from './facts';
import { momentOf } from './moment';
import { urgencyOf } from './pacing/pace';
import { isReachable } from './standing';
import { alertsDueAt } from './stock-alert';

/**
 * What the customer is due for, apart by whether it may wait in a queue behind everybody's weekly updates. Both are found
 * on their own: a deadline tomorrow is not hidden behind an update that has been due since yesterday. The earlier of the
 * two is `dueAt`.
 */
export function dueByUrgency(customer: Customer, setting: Setting, now: Instant): Profile['due'] {
  const { sending } = customer.profile;
  const prompt = nextDueAt(withoutRoutine(customer), setting, now);
  if (sending === undefined) return found(prompt, routineDueAt(customer, setting, now));
  if (urgencyOf(sending.kind) === 'urgent') return found(prompt, undefined);
  const lookedAfterAt = plusSeconds(sending.since, SENDING_PATIENCE_SECONDS);
  if (prompt !== undefined && prompt < lookedAfterAt) return found(prompt, lookedAfterAt);
  // What comes after a routine mail keeps its place in the index while that mail is on its way: two writes are saved.
  const next = nextDueAt(withoutRoutine({ ...customer, profile: { ...customer.profile, sending: undefined } }), setting, now);
  return found(next === undefined || next > lookedAfterAt ? next : lookedAfterAt, lookedAfterAt);
}

const found = (prompt: Instant | undefined, routine: Instant | undefined): Profile['due'] => (prompt === undefined && routine === undefined ? undefined : { prompt, routine });

/** When the customer needs attention for either. */
export const firstOf = (due: Profile['due']): Instant | undefined => earliest(due?.prompt, due?.routine);

/** When the customer is due for what may not wait; rows that were written before it was told apart say it of everything. */
export const promptlyDueAt = ({ profile: { due, dueAt } }: Customer): Instant | undefined => (due === undefined ? dueAt : due.prompt);

/** The same customer, but for what may wait. */
const withoutRoutine = (customer: Customer): Customer => ({ ...customer, alerts: [], profile: { ...customer.profile, weekly: 'off' } });

function routineDueAt(customer: Customer, setting: Setting, now: Instant): Instant | undefined {
  if (!isReachable(customer)) return undefined;
  const mail = earliest(weeklyUpdateDueAt(customer, setting, momentOf(setting, now)), alertsDueAt(customer.alerts, setting.policy));
  const notBefore = customer.profile.retryAt;
  return mail !== undefined && notBefore !== undefined && mail < notBefore ? notBefore : mail;
}

/** Of two, the earlier of each. */
export const earlierOf = (a: Profile['due'], b: Profile['due']): Profile['due'] =>
  a === undefined || b === undefined ? (a ?? b) : { prompt: earliest(a.prompt, b.prompt), routine: earliest(a.routine, b.routine) };
