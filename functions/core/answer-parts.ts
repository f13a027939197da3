import { aboutLine } from './about-line';
import { undoUntil } from './apply/cancel';
import { balanceOf } from './balance';
import type { Line } from './line';
import { isLapsed } from './delay-rules/terms';
import type { Setting } from './facts';
import type { Moment } from './moment';
import type { CancelledPart, ConsentedPart, NoticePart, RefundedPart, RefundFailedPart } from './notice';
import { cancellationsToTell, consentToTell, failuresToTell, paidFor, refundsToTell, waitingUnits } from './standing';
import { dateIn } from './time-zones';

/*
 * What is told at once, whatever else went out that day: the answer to what the customer did, and where their money is.
 */

export const answerParts = (line: Line, setting: Setting, at: Moment): NoticePart[] => [
  ...cancelledParts(line, setting, at),
  ...refundFailedParts(line, at),
  ...refundedParts(line, setting),
  ...consentedParts(line, at),
];

function cancelledParts(line: Line, setting: Setting, at: Moment): CancelledPart[] {
  const waiting = isLapsed(line, at) ? 0 : waitingUnits(line);
  const rest = waiting === 0 ? undefined : { quantity: waiting, refundable: paidFor(line, waiting) };
  return cancellationsToTell(line).map((one) => ({
    ...aboutLine(line),
    kind: 'cancelled',
    quantity: one.quantity,
    cancellationId: one.id,
    by: one.by,
    reason: one.reason,
    amount: one.amount,
    balanceDue: balanceOf(line, one.quantity),
    refundBy: one.refundBy,
    undoUntil: undoUntil(line, one, setting, at.now) ?? null,
    refundDone: one.state === 'settled',
    rest,
    paidWith: line.paidWith,
  }));
}

/** In one mail with the cancellation where that was not told yet, and never before it. */
function refundFailedParts(line: Line, { today }: Moment): RefundFailedPart[] {
  return failuresToTell(line).map((one) => ({
    ...aboutLine(line),
    kind: 'refund-failed',
    quantity: one.quantity,
    cancellationId: one.id,
    amount: one.amount,
    refundBy: one.refundBy,
    isOverdue: one.refundBy < today,
    paidWith: line.paidWith,
  }));
}

function consentedParts(line: Line, at: Moment): ConsentedPart[] {
  const consent = consentToTell(line, at);
  if (consent === undefined) return [];
  const waiting = waitingUnits(line);
  return [
    {
      ...aboutLine(line),
      kind: 'consented',
      orderKind: line.kind,
      quantity: waiting,
      consentedAt: consent.at,
      words: consent.words,
      shipBy: consent.shipBy,
      until: consent.until,
      refundable: paidFor(line, waiting),
      balanceDue: balanceOf(line, waiting),
    },
  ];
}

function refundedParts(line: Line, setting: Setting): RefundedPart[] {
  return refundsToTell(line).flatMap((one) => {
    if (one.settledAt === undefined) return [];
    return {
      ...aboutLine(line),
      kind: 'refunded',
      quantity: one.quantity,
      cancellationId: one.id,
      amount: one.settledAmount ?? one.amount,
      amountTold: one.settledAmount === undefined ? undefined : one.amount,
      settledOn: dateIn(setting.timeZone, one.settledAt),
      paidWith: line.paidWith,
    };
  });
}
