import { isSameAddress, SOFT_BOUNCES_IN_A_ROW } from '../address-health';
import type { Draft } from '../change';
import { withoutContact } from '../contacts';
import type { Profile, Sending } from '../profile';
import type { RecordEntry } from '../record';
import { plusHours, type Instant } from '../dates';
import type { LineRef, Setting } from '../facts';
import { idOf } from '../ids';
import type { MailReport } from '../mail-report';
import { settle } from '../sending';
import { linesToldBy, markUntold } from '../untold';

/** A mailbox that is full today may not be so tomorrow: what binds the customer is tried again after so many hours. */
const SOFT_BOUNCE_PATIENCE_HOURS = 12;

/**
 * SES told of a mail. Every report is proof that SES had it, whatever else it says, and settles a mail whose answer was lost.
 * The same report again, and an older one after a newer, change nothing. False for these.
 */
export function reportMail(draft: Draft, report: MailReport, setting: Setting, now: Instant): boolean {
  const before = draft.customer;
  if (report.outcome.what !== 'rejected') prove(draft, report, setting, now);
  const about = linesToldBy(draft.customer.lines, report.noticeId);
  switch (report.outcome.what) {
    case 'sent':
      break;
    case 'delivered':
      note(draft, 'notice-delivered', about, report, {});
      if (draft.customer.profile.softBounces !== undefined && isCurrent(draft, report)) draft.putProfile({ softBounces: undefined });
      return true;
    case 'delayed':
      note(draft, 'notice-delayed', about, report, { reason: report.outcome.reason });
      return true;
    case 'rejected':
      return reject(draft, report, about, report.outcome.reason, setting, now);
    case 'bounced':
      return bounce(draft, report, about, report.outcome, setting, now);
    case 'complained':
      return complain(draft, report, about, report.outcome.reason);
  }
  return draft.customer !== before || !draft.isUntouched;
}

/** SES had it: a mail of which we did not know is told after all. */
function prove(draft: Draft, report: MailReport, setting: Setting, now: Instant): void {
  const { sending, unheard, resent } = draft.customer.profile;
  const isIt = (mail: Sending | undefined): mail is Sending => mail?.noticeId === report.noticeId && mail.attempt === report.attempt;
  const sent = (since: Instant): { messageId: string; at: Instant } => ({ messageId: report.messageId, at: within(since, report.at, now) });
  if (isIt(sending)) {
    settle(draft, sending, sent(sending.since), setting);
  } else if (isIt(unheard)) {
    settle(draft, unheard, sent(unheard.since), setting);
    draft.putProfile({ unheard: undefined, resent: resent.filter((id) => id !== report.noticeId) });
  } else if (report.attempt === 1 && resent.includes(report.noticeId) && report.outcome.what === 'sent') {
    note(draft, 'notice-doubled', linesToldBy(draft.customer.lines, report.noticeId), report, {});
  }
}

/** Whether word that SES had it could still change something. */
export const isAwaited = ({ sending, unheard, resent }: Profile, noticeId: string): boolean =>
  sending?.noticeId === noticeId || unheard?.noticeId === noticeId || resent.includes(noticeId);

/** SES's clock is not ours: a mail went out after it was begun and before we heard of it. */
const within = (since: Instant, at: Instant, now: Instant): Instant => (at < since ? since : at > now ? now : at);

/** SES found something in the mail that it does not send on. Nobody got it; the same words would be refused again tomorrow. */
function reject(draft: Draft, report: MailReport, about: LineRef[], reason: string, setting: Setting, now: Instant): boolean {
  if (isKnownLost(draft, report)) return false;
  const { profile } = draft.customer;
  if (profile.sending?.noticeId === report.noticeId) draft.putProfile({ sending: undefined });
  lose(draft, report, setting, now);
  draft.putProfile({ retryAt: plusHours(now, 24) });
  note(draft, 'notice-rejected', about, report, { reason });
  draft.note('merchant-task', about, report.noticeId, { task: 'see what is wrong with this mail: SES does not send it', noticeId: report.noticeId });
  return true;
}

type Bounced = Extract<MailReport['outcome'], { what: 'bounced' }>;

function bounce(draft: Draft, report: MailReport, about: LineRef[], { type, reason, arrived = false }: Bounced, setting: Setting, now: Instant): boolean {
  if (isKnownLost(draft, report)) return false;
  if (type === 'transient' && arrived) {
    note(draft, 'notice-bounced', about, report, { type, reason, arrived });
    return true;
  }
  lose(draft, report, setting, now);
  note(draft, 'notice-bounced', about, report, { type, reason });
  if (!isCurrent(draft, report)) return true;
  if (type !== 'transient') {
    giveUpAddress(draft, report, about, type === 'suppressed' ? 'suppressed' : 'bounced');
    return true;
  }
  const softBounces = [...(draft.customer.profile.softBounces ?? []), report.noticeId];
  draft.putProfile({ softBounces, retryAt: plusHours(now, SOFT_BOUNCE_PATIENCE_HOURS) });
  if (softBounces.length >= SOFT_BOUNCES_IN_A_ROW) giveUpAddress(draft, report, about, 'soft-bounced');
  return true;
}

/** It arrived and was unwelcome. SES suppresses the address from here on, so nothing else would arrive: the merchant has to know. */
function complain(draft: Draft, report: MailReport, about: LineRef[], reason: string): boolean {
  note(draft, 'notice-complained', about, report, { reason });
  const { profile } = draft.customer;
  if (!isCurrent(draft, report) || profile.refusedAddress === profile.email) return true;
  if (profile.weekly === 'on') {
    draft.putProfile({ weekly: 'off' });
    draft.note('preference-changed', [], `off-${report.noticeId}`, { weekly: 'off', because: 'complaint' });
  }
  giveUpAddress(draft, report, about, 'complained');
  return true;
}

/** The mail told nothing, and was no contact either: the week goes on from the one before. */
function lose(draft: Draft, { noticeId, at }: MailReport, setting: Setting, now: Instant): void {
  draft.putProfile({ undelivered: [...(draft.customer.profile.undelivered ?? []), noticeId] });
  markUntold(draft, noticeId, setting, at, now);
  draft.putProfile(withoutContact(draft.customer, noticeId));
}

const isKnownLost = (draft: Draft, { noticeId }: MailReport): boolean => draft.customer.profile.undelivered?.includes(noticeId) === true;

/** Whether the report is about the address that is written to now, and not about one that the customer has left. */
const isCurrent = (draft: Draft, { address }: MailReport): boolean => isSameAddress(draft.customer.profile.email, address);

/** Nobody is written to there any more; the merchant is told once. */
function giveUpAddress(draft: Draft, report: MailReport, about: LineRef[], reason: string): void {
  const { profile } = draft.customer;
  if (profile.email === undefined || profile.refusedAddress === profile.email) return;
  draft.putProfile({ refusedAddress: profile.email });
  const eventId = idOf('Customer Unreachable', profile.key, report.noticeId, reason);
  draft.publish({ detailType: 'Customer Unreachable', detail: { eventId, customerKey: profile.key, reason, at: report.at } });
  draft.note('merchant-task', about, eventId, { task: 'ask the customer for another address', reason });
}

/** Dated by SES, so that the same report leaves the same entry. */
function note(draft: Draft, what: RecordEntry['what'], about: LineRef[], { noticeId, attempt, messageId, at }: MailReport, facts: RecordEntry['facts']): void {
  draft.note(what, about, `${noticeId}-${attempt}-${at}`, { noticeId, attempt, messageId, ...facts }, { at, isNamedByWhy: true });
}
