import type { PageCancellation, PageLine } from '../core/page-view';
import { goodwillFact, goodwillNotes } from './goodwill';
import { offerNotes, offerTexts } from './offer';
import { canUndo, choicesFor, formFor, isKept, type Visit } from './page-forms';
import type { PageFact, PageItem, PageRefund } from './page-template';
import { httpsUrl, plain } from './plain-text';
import { paidWithDetail, refundWay } from './paid-with';
import { paidNotes, refundNotes, wordedFor } from './pre-order';
import { shownItem } from './reader';

/** One order line on the page: where it stands, what can be done, what was told. */
export function pageItem(line: PageLine, index: number, visitor: Visit): PageItem {
  const visit = wordedFor(line, visitor);
  const { say, formats } = visit;
  const item = shownItem(line);
  const about = visit.view.lines.length > 1 ? say('page.about', { item: item.name }) : null;
  const undo = canUndo(line) ? formFor('undo', [line], { label: say('page.undo'), about }, visit) : null;
  // What the link named comes first, also where a part of the line still waits and has choices of its own.
  const isUndoFirst = undo !== null && visit.view.intent === 'undo' && line.waiting > 0;
  return {
    id: `line-${index + 1}`,
    ...item,
    details: [
      say('page.order', { order: plain(line.orderId), date: formats.day(formats.dateOf(line.placedAt)) }),
      say('page.units', { count: line.ordered }),
      ...paidWithDetail(line, visit),
    ],
    status: statusOf(line, visit),
    english: englishOf(line, visit),
    choices: [...(isUndoFirst ? [undo] : []), ...choicesFor(line, about, visit)],
    refunds: line.cancellations.map((cancellation) => refundOf(cancellation, line, visit)),
    undo: isUndoFirst ? null : undo,
    shipments: line.shipments.map(({ shippedAt, quantity, carrier, trackingUrl }) => {
      const values = { count: quantity, date: formats.date(formats.dateOf(shippedAt)) };
      const by = carrier === undefined ? '' : plain(carrier);
      return {
        heading: say('page.shipmentHeading'),
        text: by === '' ? say('page.shipment', values) : say('page.shipmentCarrier', { ...values, carrier: by }),
        href: httpsUrl(trackingUrl),
        label: say('page.track'),
      };
    }),
    toldHeading: say('page.toldHeading'),
    told: toldOf(line, visit),
  };
}

/** Of a line that is shipped or cancelled as a whole, the shipment or the refund says where it stands; nothing there speaks of what went back before. */
function statusOf(line: PageLine, visit: Visit): PageFact | null {
  const { say, formats, showWindow } = visit;
  if (line.waiting === 0) return goodwillFact(line, visit);
  const paid = paidNotes(line, visit);
  const some = line.waiting < line.ordered ? [say('page.someWaiting', { count: line.waiting, ordered: line.ordered })] : [];
  const kept = [...goodwillNotes(line, visit), ...keptNotes(line, visit), ...offerNotes(line, visit, isKept(line))];
  if (line.shipBy === null) return { label: say('page.statusUndated'), value: say('page.undated'), notes: [...some, ...paid, ...kept] };
  return { label: say('page.statusExpected'), value: formats.date(line.shipBy), notes: [...some, ...(showWindow ? arrivalOf(line, { say, formats }) : []), ...paid, ...kept] };
}

function englishOf(line: PageLine, visit: Visit): PageItem['english'] {
  const { english } = visit;
  const texts = english === null || line.waiting === 0 ? [] : offerTexts(line, wordedFor(line, english), isKept(line));
  return texts.length === 0 ? null : { label: visit.say('mail.inEnglish'), texts };
}

/** What was agreed to, word for word. */
function keptNotes({ kept }: PageLine, { say, formats }: Visit): string[] {
  return kept === undefined ? [] : [say('page.kept', { date: formats.date(formats.dateOf(kept.at)), words: plain(kept.words) })];
}

function arrivalOf({ deliverBy }: PageLine, { say, formats }: Pick<Visit, 'say' | 'formats'>): string[] {
  if (!deliverBy) return [];
  const { earliest, latest } = deliverBy;
  if (earliest === latest) return [say('when.arrivesOn', { date: formats.date(latest) })];
  return [say('when.arrives', { earliest: formats.date(earliest), latest: formats.date(latest) })];
}

function refundOf(cancellation: PageCancellation, line: PageLine, visit: Visit): PageRefund {
  const { by, quantity, amount, refundBy, undoUntil, refund, settledOn } = cancellation;
  const { say, formats } = visit;
  const asked = refund === 'requested' || refund === 'settled' || refund === 'failed';
  const sent = refund === 'settled';
  const step = (label: string, done: boolean) => ({ label, done, state: say(done ? 'page.stepDone' : 'page.stepNext') });
  return {
    label: say(`page.cancelledBy.${by}`, { count: quantity }),
    value: say('page.refundHeading', { amount: formats.money(amount) }),
    notes: [
      refundNote(refund, formats.date(refundBy), settledOn === undefined ? null : formats.date(settledOn), { say }),
      // Of money that did not get there nobody knows yet which way it goes.
      ...(line.paidWith === undefined || refund === 'failed' ? [] : [refundWay(line, visit)]),
      ...(sent ? [say('page.refund.bank')] : []),
      ...refundNotes(cancellation, visit),
      ...(undoUntil === undefined ? [] : [say('page.undoUntil', { until: formats.moment(undoUntil) }), say('page.undoLeft', { time: formats.duration(Date.parse(undoUntil) - Date.parse(visit.now)) })]),
    ],
    stepsLabel: say('page.refundSteps'),
    steps: [step(say('page.step.cancelled'), true), step(say('page.step.asked'), asked), step(say('page.step.sent'), sent)],
  };
}

function refundNote(refund: PageCancellation['refund'], date: string, sentOn: string | null, { say }: Pick<Visit, 'say'>): string {
  switch (refund) {
    case 'waiting-for-hold':
      return say('page.refund.held', { date });
    case 'requested':
      return say('page.refund.requested', { date });
    case 'settled':
      return sentOn === null ? say('page.refund.sent') : say('page.refund.sentOn', { date: sentOn });
    case 'failed':
      return say('page.refund.failed', { date });
  }
}

function toldOf({ promises }: PageLine, { say, formats }: Visit): string[] {
  return promises.map(({ shipBy, toldAt }) => {
    const toldOn = formats.shortDay(formats.dateOf(toldAt));
    return shipBy === null ? say('page.toldUndated', { toldOn }) : say('page.told', { toldOn, date: formats.shortDay(shipBy) });
  });
}
