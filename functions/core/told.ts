import { markChange } from './apply/move-date';
import { markAlertsTold } from './apply/stock-alert';
import { askForDate } from './apply/ask-merchant';
import type { Draft } from './change';
import type { Line } from './line';
import type { Sending, Telling } from './profile';
import type { Instant } from './dates';
import { termsTold, withOffer } from './delay-rules/offering';
import { pendingOffer } from './delay-rules/terms';
import type { Setting } from './facts';
import { dateTold } from './standing';

/** SES has the mail since `at`: what it says is told. What moved on meanwhile differs again, and is told by the next. */
export function markTold(draft: Draft, sending: Sending, setting: Setting, at: Instant): void {
  markAlertsTold(draft, sending, at);
  for (const told of sending.telling) {
    const line = draft.line(told);
    if (line === undefined) continue;
    const toldLine = withGoodwillTold(withTold(line, told, sending.noticeId, at), told, sending.noticeId);
    // What moved on while the mail was on its way differs again: its settle window starts now. A mail that says nothing of
    // the date leaves the window as it is.
    const changedAt = isAboutDate(told) ? undefined : line.changedAt;
    const marked = markChange({ ...toldLine, changedAt }, setting, at);
    // An update that only repeats what was told leaves the line as it is.
    const next = told.kind === 'weekly' && toldLine === line && marked.changedAt === line.changedAt ? line : draft.putLine(marked);
    const passed = told.kind === 'unknown' && next.eta.shipBy !== null && told.shipBy === null;
    if (passed) askForDate(draft, next, 'promise-passed');
  }
}

/** An answer, and what is said of money and goods, say nothing of a date that the customer did not have from us before. */
function isAboutDate({ kind }: Telling): boolean {
  switch (kind) {
    case 'cancelled':
    case 'refund-failed':
    case 'refunded':
    case 'consented':
    case 'shipped':
    case 'back-in-stock':
      return false;
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
    case 'reminder':
    case 'weekly':
      return true;
  }
}

function withTold(line: Line, told: Telling, noticeId: string, at: Instant): Line {
  switch (told.kind) {
    case 'cancelled':
      return { ...line, cancellations: line.cancellations.map((one) => (one.id === told.about ? { ...one, cancelToldBy: noticeId } : one)) };
    case 'refunded':
      return { ...line, cancellations: line.cancellations.map((one) => (one.id === told.about ? { ...one, refundToldBy: noticeId } : one)) };
    case 'refund-failed':
      return { ...line, cancellations: line.cancellations.map((one) => (one.id === told.about ? { ...one, failureToldBy: noticeId } : one)) };
    case 'consented':
      return { ...line, consents: line.consents.map((one) => (one.at === told.about ? { ...one, toldBy: noticeId } : one)) };
    case 'shipped':
      return { ...line, shipments: line.shipments.map((one) => (one.shipmentId === told.about ? { ...one, toldBy: noticeId } : one)) };
    case 'weekly':
      // A move too small to be told as a change is told by the next mail that shows it.
      return dateTold(line) === told.shipBy ? withTerms(line, told, noticeId, at) : withPromise(line, told, noticeId, at);
    case 'reminder':
      // It may be the first to arrive with the date as it now stands: then the choice that it offers is a new one.
      return withReminder(withTerms(line, told, noticeId, at), noticeId);
    case 'first':
    case 'later':
    case 'earlier':
    case 'unknown':
      return withPromise(line, told, noticeId, at);
    case 'back-in-stock':
      return line;
  }
}

function withGoodwillTold(line: Line, { goodwill: ids }: Telling, noticeId: string): Line {
  return ids === undefined ? line : { ...line, goodwill: line.goodwill?.map((one) => (ids.includes(one.id) ? { ...one, toldBy: noticeId } : one)) };
}

function withPromise(line: Line, told: Telling, noticeId: string, at: Instant): Line {
  const { shipBy, deliverBy, kind } = told;
  return { ...withTerms(line, told, noticeId, at), promises: [...line.promises, { shipBy, deliverBy, toldAt: at, noticeId, kind }] };
}

function withTerms(line: Line, { shipBy, offer }: Telling, noticeId: string, at: Instant): Line {
  const terms = termsTold(line, shipBy, offer, noticeId, at);
  return terms === line.terms ? line : { ...line, terms };
}

function withReminder(line: Line, noticeId: string): Line {
  const pending = pendingOffer(line);
  return line.terms === undefined || pending === undefined ? line : { ...line, terms: withOffer(line.terms, { ...pending, remindedBy: noticeId }) };
}
