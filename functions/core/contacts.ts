import type { Customer } from './customer';
import type { Profile, Sending } from './profile';
import type { Instant } from './dates';

/*
 * When a customer last heard from us about their orders, which is when the week starts anew.
 */

type Contact = NonNullable<Profile['contacts']>[number];

/** One more than may bounce softly in a row before an address is given up. */
const CONTACTS_KEPT = 4;

/** A mail about stock alone says nothing of the orders that wait: their week goes on. */
export function contactBy({ lastContactAt, contacts = [] }: Profile, { kind, noticeId }: Sending, at: Instant): Partial<Profile> {
  if (kind === 'back-in-stock' || (lastContactAt !== undefined && lastContactAt > at)) return {};
  return { lastContactAt: at, weeklyRetryAt: undefined, contacts: kept([...contacts, { noticeId, kind, at }]) };
}

/** As many may bounce late, one after the other, before it is forgotten that an older one said it all again. */
const WEEKLIES_KEPT = 3;

/** The last few, and the last weekly updates however many mails came after them: they said again what was told before. */
function kept(contacts: Contact[]): Contact[] {
  const weeklies = contacts.filter(({ kind }) => kind === 'weekly').slice(-WEEKLIES_KEPT);
  return contacts.filter((one, n) => weeklies.includes(one) || n >= contacts.length - CONTACTS_KEPT);
}

/** The mail did not arrive, so it was no contact: the last one that did counts, or the last promise where that is all we know. */
export function withoutContact({ profile, lines }: Customer, noticeId: string): Partial<Profile> {
  const { contacts = [] } = profile;
  if (!contacts.some((one) => one.noticeId === noticeId)) return {};
  const left = contacts.filter((one) => one.noticeId !== noticeId);
  const told = lines.flatMap(({ promises }) => promises.map(({ toldAt }) => toldAt)).sort();
  return { contacts: left, lastContactAt: left.at(-1)?.at ?? told.at(-1) };
}

/** Tells a notice apart from one that said the same and did not arrive. */
export const lostBefore = ({ undelivered = [] }: Profile): string[] => (undelivered.length === 0 ? [] : [String(undelivered.length)]);
