import type { Draft } from '../change';
import { idOf } from '../ids';
import type { MailReport } from '../mail-report';
import { bounced } from './answer';

/** What SES tells of a mail, once each: a repeat changes nothing, in whatever order they come. */
export function reportMail(draft: Draft, { noticeId, attempt, messageId, at, outcome }: MailReport): boolean {
  if (outcome.what === 'sent') return false;
  const { appliedIds } = draft.customer.profile;
  const id = idOf('Mail Reported', messageId, outcome.what);
  if (appliedIds.includes(id)) return false;
  draft.putProfile({ appliedIds: [...appliedIds, id] });
  const why = 'reason' in outcome ? { reason: outcome.reason } : {};
  const type = outcome.what === 'bounced' ? { type: outcome.type } : {};
  draft.note(`mail-${outcome.what}`, [], id, { noticeId, attempt, messageId, at, ...type, ...why });
  // What was put off for a while may have arrived all the same: an answering machine's mail counts as such a bounce too.
  if (outcome.what === 'bounced' && outcome.type !== 'transient') bounced(draft, { noticeId, at });
  return true;
}
