import { createHash } from 'node:crypto';
import type { Consent, Line } from '../line';
import type { Draft } from '../change';
import { choiceAnswered } from '../delay-rules/offering';
import { isLapsed, standingOffers } from '../delay-rules/terms';
import type { Instant } from '../dates';
import type { Agreement, Setting } from '../facts';
import { idOf } from '../ids';
import { momentOf, type Moment } from '../moment';
import { dateThatStands, waitingUnits } from '../standing';
import { markChange } from './move-date';

/**
 * "Keep my order": the customer agrees to the date as it now stands, in the words that they read. Pressing twice is
 * agreeing once. After the day that ended the wait there is nothing left to agree to.
 */
export function keep(draft: Draft, { lines, at }: { lines: readonly Agreement[]; at: Instant }, setting: Setting): boolean {
  const moment = momentOf(setting, at);
  const agreed = lines.flatMap((agreement) => {
    const line = draft.line(agreement);
    return line !== undefined && isToAgree(line, agreement, moment) ? [{ line, agreement }] : [];
  });
  for (const { line, agreement } of agreed) addConsent(draft, line, agreement, setting, moment);
  return agreed.length > 0;
}

function isToAgree(line: Line, { further }: Agreement, at: Moment): boolean {
  if (waitingUnits(line) === 0 || isLapsed(line, at)) return false;
  const stands = dateThatStands(line, at);
  const last = line.consents.at(-1);
  return last === undefined || last.shipBy !== stands || isAskedAnew(line, last) || (further !== undefined && last.until === stands);
}

/** Consent to the same date does not answer an offer that was made after it. */
const isAskedAnew = (line: Line, { at }: Consent): boolean => standingOffers(line).some(({ madeAt, silence }) => silence === 'cancels' && madeAt > at);

function addConsent(draft: Draft, line: Line, { words, further }: Agreement, setting: Setting, moment: Moment): void {
  const { now: at } = moment;
  const shipBy = dateThatStands(line, moment);
  const until = further === undefined || shipBy === null ? shipBy : further;
  const wordsHash = createHash('sha256').update(words).digest('hex');
  const answers = choiceAnswered(line, shipBy, further !== undefined, setting.policy);
  const consent: Consent = { at, shipBy, until, words, wordsHash, ...(answers === undefined ? {} : { answers }) };
  const next = draft.putLine(markChange({ ...line, consents: [...line.consents, consent] }, setting, at));
  const { orderId, lineId, sequence } = next;
  const eventId = idOf('Delay Consented', orderId, lineId, String(next.consents.length));
  draft.publish({ detailType: 'Delay Consented', detail: { eventId, orderId, lineId, sequence, shipBy, until, wordsHash, at } });
  draft.note('consented', [next], eventId, { shipBy, until, wordsHash }, { words });
}

/** The weekly update, and nothing else, is the customer's to stop. */
export function setWeekly(draft: Draft, weekly: 'on' | 'off', at: Instant): boolean {
  if (draft.customer.profile.weekly === weekly) return false;
  draft.putProfile({ weekly });
  draft.note('preference-changed', [], `${weekly}-${at}`, { weekly });
  return true;
}
