import { apply } from '../../../../functions/core/apply';
import { bindingDate, lastDay, pendingOffer } from '../../../../functions/core/delay-rules/terms';
import type { Line } from '../../../../functions/core/line';
import { Policy } from '../../../../functions/core/merchant';
import { created, etaChanged, press, reported, setting, shipped, Told } from '../customers-told';

/*
 * 16 CFR Part 435, row by row of its decision table. The order is of Monday 23 November 2026, 9 in New York; T is
 * 10 December 2026, so T+30 is 9 January 2027.
 */

const T = '2026-12-10';
const KEEP = '2026-11-25T15:00:00.000Z';

function buyer(over: Parameters<typeof created>[0] = {}): Told {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created({ market: 'US', ...over }) }, '2026-11-23T14:00:00.000Z');
  return ada.passTo('2026-11-23T14:01:00.000Z');
}

/** The buyer, told on 24 November that the date moved to `shipBy`. */
function delayed(shipBy: string | null, over: Parameters<typeof created>[0] = {}): Told {
  return slip(buyer(over), shipBy, '2026-11-24');
}

function slip(ada: Told, shipBy: string | null, day: string): Told {
  ada.fact(etaChanged(shipBy, `${day}T15:00:00.000Z`), `${day}T15:00:00.000Z`);
  return ada.passTo(`${day}T15:10:00.000Z`);
}

const line = (ada: Told): Line => {
  const [first] = ada.known.lines;
  if (first === undefined) throw new Error('nothing is open');
  return first;
};
const offerTold = (ada: Told): unknown => ada.mails.at(-1)?.notice.parts[0];
const cancelled = (ada: Told): unknown[] => ada.eventsOf('Cancellation Requested').map(({ at }) => at);

describe('the notice of a delay', () => {
  test.each([
    ['row 1: to T+1 is short', '2026-12-11', { kind: 'short', answerBy: '2026-12-11', silence: 'agrees' }],
    ['row 1: to T+30 is short', '2027-01-09', { kind: 'short', answerBy: '2027-01-09', silence: 'agrees' }],
    ['row 2: to T+31 is long', '2027-01-10', { kind: 'long', answerBy: '2027-01-09', silence: 'cancels' }],
    ['row 3: to no date is indefinite', null, { kind: 'indefinite', answerBy: '2027-01-09', silence: 'cancels' }],
  ])('%s', (_row, shipBy, offer) => {
    expect(offerTold(delayed(shipBy))).toMatchObject({ offer: { ...offer, shipBy, stated: T } });
  });

  test.each([
    ['the stated date itself', T],
    ['an earlier date', '2026-12-01'],
  ])('offers nothing when it tells %s', (_row, shipBy) => {
    const ada = delayed(shipBy);
    expect(offerTold(ada)).not.toHaveProperty('offer', expect.anything());
  });

  test('in a market without the rule offers nothing', () => {
    const ada = delayed('2027-02-01', { market: 'GB' });
    expect(offerTold(ada)).toMatchObject({ kind: 'later', offer: undefined });
    expect(line(ada).terms).toBeUndefined();
  });

  test('a move by less than the threshold is told when it goes beyond the date that binds', () => {
    const policy = Policy.parse({ etaThresholdDays: 5 });
    const opened = apply(undefined, { type: 'Backorder Created', event: created({ market: 'US' }) }, { ...setting, policy }, '2026-11-23T14:00:00.000Z');
    expect(opened?.customer.lines[0]?.terms).toEqual({ stated: T, offers: [] });
    const told = buyer();
    const moved = apply(told.known, etaChanged('2026-12-12', '2026-11-24T15:00:00.000Z'), { ...setting, policy }, '2026-11-24T15:00:00.000Z');
    expect(moved?.customer.lines[0]?.changedAt).toBe('2026-11-24T15:00:00.000Z');
  });
});

describe('the stated time T', () => {
  test.each([
    ['is the promise', { shipBy: '2026-12-10' }, '2026-12-10'],
    ['is 30 days from the order where none was stated', { shipBy: null }, '2026-12-23'],
    ['is the day on which we hear of an order whose date had passed', { shipBy: '2026-11-20' }, '2026-11-23'],
    ['is that day too where the 30 days had passed', { shipBy: null, placedAt: '2026-09-01T14:00:00.000Z' }, '2026-11-23'],
  ])('%s', (_rule, over, stated) => {
    expect(line(buyer(over)).terms?.stated).toBe(stated);
  });

  test('an order without a date is offered the choice of row 3 with its first notice', () => {
    expect(offerTold(buyer({ shipBy: null }))).toMatchObject({ kind: 'first', offer: { kind: 'indefinite', answerBy: '2027-01-22' } });
  });
});

describe('silence', () => {
  test('row 1: agrees to a short delay, so that R binds', () => {
    const ada = delayed('2026-12-20');
    expect(bindingDate(line(ada))).toBe('2026-12-20');
    expect(pendingOffer(line(ada))).toBeUndefined();
  });

  test.each([
    ['row 2: a long delay', '2027-02-01', '2027-01-09'],
    ['row 3: no date', null, '2027-01-09'],
  ])('%s is cancelled after T+30 and not before, on the next morning in the merchant\'s zone', (_row, shipBy, until) => {
    const ada = delayed(shipBy);
    expect(lastDay(line(ada))).toBe(until);
    ada.passTo('2027-01-10T13:59:59.999Z');
    expect(cancelled(ada)).toEqual([]);
    ada.passTo('2027-01-10T14:00:00.000Z');
    expect(cancelled(ada)).toEqual(['2027-01-10T14:00:00.000Z']);
    expect(ada.mails.at(-1)?.notice).toMatchObject({ kind: 'cancelled', parts: [{ by: 'silence', undoUntil: null }] });
  });

  test('its refund is requested after the hold, and due 7 working days after the day of T+30', () => {
    const ada = delayed('2027-02-01').passTo('2027-01-12T00:00:00.000Z');
    // Saturday 9 January: 11 to 15, then 19 and 20, since Monday the 18th is a federal holiday.
    expect(ada.eventsOf('Refund Requested')).toMatchObject([{ amount: 5900, cause: 'silence', dueBy: '2027-01-20' }]);
  });

  test('goods that left by T+30 are not cancelled', () => {
    const ada = delayed('2027-02-01');
    ada.fact(shipped(2, '2027-01-09T20:00:00.000Z'), '2027-01-09T20:00:00.000Z');
    ada.passTo('2027-02-01T00:00:00.000Z');
    expect(cancelled(ada)).toEqual([]);
  });

  test('goods that left by T+30, and of which we hear during the hold, take the cancellation back', () => {
    const ada = delayed('2027-02-01').passTo('2027-01-10T15:00:00.000Z');
    ada.fact(shipped(2, '2027-01-09T20:00:00.000Z'), '2027-01-10T16:00:00.000Z');
    ada.passTo('2027-02-01T00:00:00.000Z');
    expect(ada.eventsOf('Cancellation Withdrawn')).toHaveLength(1);
    expect(ada.eventsOf('Refund Requested')).toEqual([]);
  });

  test('on a renewed offer is refusal: cancelled when the old date has ended', () => {
    const ada = slip(delayed('2026-12-20'), '2027-01-15', '2026-12-15');
    expect(offerTold(ada)).toMatchObject({ offer: { kind: 'renewed', answerBy: '2026-12-20', shipBy: '2027-01-15' } });
    ada.passTo('2026-12-21T13:59:00.000Z');
    expect(cancelled(ada)).toEqual([]);
    ada.passTo('2026-12-21T14:00:00.000Z');
    expect(ada.mails.at(-1)?.notice.parts[0]).toMatchObject({ kind: 'cancelled', by: 'silence' });
  });
});

describe('consent', () => {
  test.each([
    ['by T+30 makes R binding', '2027-02-01', '2027-02-01'],
    ['to no date leaves no end', null, null],
  ])('%s', (_row, shipBy, binding) => {
    const ada = delayed(shipBy);
    ada.fact(press('Keep Pressed', KEEP), KEEP);
    expect(bindingDate(line(ada))).toBe(binding);
    ada.passTo('2027-01-30T00:00:00.000Z');
    expect(cancelled(ada)).toEqual([]);
  });

  test('is on record with its words, their hash, the date and the time', () => {
    const ada = delayed('2027-02-01');
    ada.fact(press('Keep Pressed', KEEP), KEEP);
    // printf 'I agree to wait.' | sha256sum
    const wordsHash = '81cab4ed382f9ae0c5091c994d5afdd3ba39c80be3aa2ee55a1f1dee02e5080c';
    expect(line(ada).consents).toEqual([{ at: KEEP, shipBy: '2027-02-01', until: '2027-02-01', words: 'I agree to wait.', wordsHash, answers: 'long' }]);
    expect(ada.record.filter(({ what }) => what === 'consented')).toMatchObject([{ at: KEEP, words: 'I agree to wait.', facts: { wordsHash, until: '2027-02-01' } }]);
    expect(ada.passTo(KEEP).eventsOf('Delay Consented')).toMatchObject([{ shipBy: '2027-02-01', until: '2027-02-01', wordsHash }]);
  });

  test('counts on the last day until it ends in the merchant\'s zone, and not after', () => {
    const inTime = delayed('2027-02-01').passTo('2027-01-10T04:59:59.000Z');
    expect(inTime.fact(press('Keep Pressed', '2027-01-10T04:59:59.000Z'), '2027-01-10T04:59:59.000Z')).toBe(true);
    const late = delayed('2027-02-01').passTo('2027-01-10T05:00:00.000Z');
    expect(late.fact(press('Keep Pressed', '2027-01-10T05:00:00.000Z'), '2027-01-10T05:00:00.000Z')).toBe(false);
    expect(cancelled(late.passTo('2027-01-10T14:00:00.000Z'))).toHaveLength(1);
  });

  test('can be followed by a cancellation until the goods ship', () => {
    const ada = delayed(null);
    ada.fact(press('Keep Pressed', KEEP), KEEP);
    expect(ada.fact(press('Cancel Pressed', '2027-03-01T15:00:00.000Z'), '2027-03-01T15:00:00.000Z')).toBe(true);
  });

  test('is asked for again when the date that was agreed to slips: row 4', () => {
    const ada = delayed('2027-02-01');
    ada.fact(press('Keep Pressed', KEEP), KEEP);
    ada.passTo('2027-01-25T12:00:00.000Z');
    slip(ada, '2027-02-20', '2027-01-25');
    expect(offerTold(ada)).toMatchObject({ offer: { kind: 'renewed', answerBy: '2027-02-01' } });
    const again = '2027-01-26T15:00:00.000Z';
    expect(ada.fact(press('Keep Pressed', again), again)).toBe(true);
    expect(bindingDate(line(ada))).toBe('2027-02-20');
  });

  test('once given to no date is not asked for again', () => {
    const ada = delayed(null);
    ada.fact(press('Keep Pressed', KEEP), KEEP);
    slip(ada, '2027-03-01', '2026-12-01');
    expect(offerTold(ada)).toMatchObject({ kind: 'later', offer: undefined });
  });
});

describe('a further slip before an answer', () => {
  test('asks anew, and its end stays T+30', () => {
    const ada = slip(delayed('2027-02-01'), '2027-03-01', '2026-12-01');
    expect(offerTold(ada)).toMatchObject({ offer: { kind: 'renewed', answerBy: '2027-01-09', shipBy: '2027-03-01' } });
  });

  test('a nearer date that is still late keeps the offer as it was', () => {
    const ada = slip(delayed('2027-02-01'), '2027-01-20', '2026-12-01');
    expect(offerTold(ada)).toMatchObject({ kind: 'earlier', offer: { kind: 'long', answerBy: '2027-01-09', shipBy: '2027-01-20' } });
  });

  test('a date for an order that had none is asked for as a long delay', () => {
    expect(offerTold(slip(delayed(null), '2027-01-20', '2026-12-01'))).toMatchObject({ offer: { kind: 'long', answerBy: '2027-01-09' } });
  });

  test('back in time takes the offer away: T binds again', () => {
    const ada = slip(delayed('2027-02-01'), '2026-12-09', '2026-12-01');
    expect(pendingOffer(line(ada))).toBeUndefined();
    expect(lastDay(line(ada))).toBe(T);
  });

  test('after that the next delay is a first one again', () => {
    const ada = slip(slip(delayed('2027-02-01'), '2026-12-09', '2026-12-01'), '2026-12-20', '2026-12-05');
    expect(offerTold(ada)).toMatchObject({ offer: { kind: 'short' } });
  });
});

describe('no valid offer by T', () => {
  test('row 6: the order is cancelled on the morning after', () => {
    const ada = buyer();
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'c1', scope: { sku: 'CHAIR' }, asOf: '2026-12-10T14:00:00.000Z' } }, '2026-12-10T14:00:00.000Z');
    ada.passTo('2026-12-11T14:00:00.000Z');
    expect(ada.mails.at(-1)?.notice.parts[0]).toMatchObject({ kind: 'cancelled', by: 'no-offer' });
    expect(ada.said.filter((said) => said.startsWith('unknown'))).toEqual([]);
  });

  test('row 6: a notice that bounced was no offer', () => {
    const ada = delayed('2027-02-01');
    ada.fact({ type: 'Weekly Stopped', click: { at: KEEP } }, KEEP);
    const noticeId = ada.mails.at(-1)?.notice.id ?? '';
    expect(ada.fact(reported(noticeId, { what: 'bounced', type: 'permanent', reason: 'General' }, KEEP), KEEP)).toBe(true);
    expect(ada.fact(reported(noticeId, { what: 'bounced', type: 'permanent', reason: 'General' }, KEEP), KEEP)).toBe(false);
    expect(lastDay(line(ada))).toBe(T);
    expect(ada.record.filter(({ what }) => what === 'merchant-task')).not.toEqual([]);
    const before = ada.mails.length;
    ada.passTo('2026-12-11T14:00:00.000Z');
    expect(line(ada).cancellations).toMatchObject([{ by: 'no-offer' }]);
    expect(ada.mails).toHaveLength(before);
  });

  test('row 7: silence that counted as consent to R ends with R', () => {
    const ada = delayed('2026-12-20');
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'c1', scope: { sku: 'CHAIR' }, asOf: '2026-12-20T14:00:00.000Z' } }, '2026-12-20T14:00:00.000Z');
    ada.passTo('2026-12-21T14:00:00.000Z');
    expect(ada.mails.at(-1)?.notice.parts[0]).toMatchObject({ kind: 'cancelled', by: 'no-offer' });
  });

  test('news of the last minutes goes out before the day ends, without waiting for its neighbours', () => {
    const ada = buyer().passTo('2026-12-08T00:00:00.000Z');
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'c1', scope: { sku: 'CHAIR' }, asOf: '2026-12-08T14:00:00.000Z' } }, '2026-12-08T14:00:00.000Z');
    const late = '2026-12-11T04:52:00.000Z';
    ada.passTo(late);
    ada.fact(etaChanged('2026-12-20', late), late);
    ada.passTo(late);
    expect(ada.mails.at(-1)).toMatchObject({ at: late, notice: { kind: 'later' } });
    expect(lastDay(line(ada))).toBe('2026-12-20');
  });
});

describe('a date that nobody confirmed', () => {
  test('is asked about 72 hours before it ends, once', () => {
    const ada = buyer().passTo('2026-12-08T04:59:59.999Z');
    expect(ada.eventsOf('ETA Confirmation Needed')).toEqual([]);
    ada.passTo('2026-12-09T00:00:00.000Z');
    expect(ada.eventsOf('ETA Confirmation Needed')).toMatchObject([{ reason: 'promise-passes-soon', shipBy: T }]);
  });

  test('is taken back at noon of its day, which is a valid offer still', () => {
    const ada = buyer().passTo('2026-12-10T16:59:59.999Z');
    expect(ada.said.at(-1)).not.toMatch(/^unknown/);
    ada.passTo('2026-12-10T17:00:00.000Z');
    expect(ada.said.at(-1)).toBe('unknown: no date');
    expect(offerTold(ada)).toMatchObject({ offer: { kind: 'indefinite', answerBy: '2027-01-09' } });
  });

  test.each([
    ['on the day on which it was asked for', '2026-12-08T05:00:00.000Z', false],
    ['a moment before that', '2026-12-08T04:59:59.000Z', true],
  ])('is not taken back when it was confirmed %s: %s', (_when, asOf, isTakenBack) => {
    const ada = buyer().passTo('2026-12-08T03:00:00.000Z');
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'c1', scope: { sku: 'CHAIR' }, asOf } }, '2026-12-08T06:00:00.000Z');
    ada.passTo('2026-12-10T20:00:00.000Z');
    expect(ada.said.some((said) => said.startsWith('unknown'))).toBe(isTakenBack);
  });

  test.each([
    ['28 days away', '2026-12-21', []],
    ['29 days away', '2026-12-22', ['promise-far-away']],
  ])('that lies %s warns the merchant: %s', (_when, shipBy, reasons) => {
    expect(buyer({ shipBy }).eventsOf('ETA Confirmation Needed').map(({ reason }) => reason)).toEqual(reasons);
  });
});

describe('a reminder', () => {
  test('goes out three days before the answer is due, once', () => {
    const ada = delayed('2027-02-01').passTo('2027-01-06T13:59:59.000Z');
    expect(ada.said.some((said) => said.startsWith('reminder'))).toBe(false);
    ada.passTo('2027-01-06T14:00:00.000Z');
    expect(ada.mails.at(-1)?.notice).toMatchObject({ kind: 'reminder', parts: [{ offer: { answerBy: '2027-01-09', kind: 'long' } }] });
    ada.passTo('2027-01-09T23:00:00.000Z');
    expect(ada.said.filter((said) => said.startsWith('reminder'))).toHaveLength(1);
  });

  test.each([
    ['who has agreed', (ada: Told) => ada.fact(press('Keep Pressed', KEEP), KEEP)],
    ['who has cancelled', (ada: Told) => ada.fact(press('Cancel Pressed', KEEP), KEEP)],
  ])('is not sent to one %s', (_who, answer) => {
    const ada = delayed('2027-02-01');
    answer(ada);
    ada.passTo('2027-01-09T00:00:00.000Z');
    expect(ada.said.some((said) => said.startsWith('reminder'))).toBe(false);
  });

  test('is not sent about an offer that was made a day before', () => {
    const ada = slip(delayed('2026-12-20'), '2027-01-15', '2026-12-17').passTo('2026-12-20T20:00:00.000Z');
    expect(ada.said.some((said) => said.startsWith('reminder'))).toBe(false);
  });
});

describe('consent in advance to a further delay: row 5', () => {
  const further = { ...setting, policy: Policy.parse({ consent: { furtherDays: 14 } }) };

  function keptFurther(): Line {
    const ada = buyer();
    const moved = apply(ada.known, etaChanged('2026-12-20', '2026-11-24T15:00:00.000Z'), further, '2026-11-24T15:00:00.000Z');
    const click = { lines: [{ orderId: 'o1', lineId: 'l1', words: 'I agree to both.', further: '2027-01-03' }], at: KEEP };
    const kept = moved && apply(moved.customer, { type: 'Keep Pressed', click }, further, KEEP);
    if (kept?.customer.lines[0] === undefined) throw new Error('nothing was kept');
    return kept.customer.lines[0];
  }

  test('moves the date that binds beyond R', () => {
    const kept = keptFurther();
    expect(kept.consents).toMatchObject([{ shipBy: '2026-12-20', until: '2027-01-03' }]);
    expect(bindingDate(kept)).toBe('2027-01-03');
  });
});

describe('a cancellation on the last day of the wait', () => {
  // The day ends at 5 in the morning of the 11th, UTC; the hold would last until 6.
  const AT = '2026-12-11T02:00:00.000Z';
  const lastEvening = (): Told => {
    const ada = buyer();
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'k', scope: { sku: 'CHAIR' }, asOf: '2026-12-09T15:00:00.000Z' } }, '2026-12-09T15:00:00.000Z');
    ada.passTo(AT);
    ada.fact(press('Cancel Pressed', AT), AT);
    return ada;
  };

  test('can be undone until the day ends, and says so', () => {
    const ada = lastEvening();
    ada.passTo(AT);
    expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'cancelled', undoUntil: '2026-12-11T05:00:00.000Z' }]);
    expect(ada.fact(press('Undo Pressed', '2026-12-11T04:59:59.999Z'), '2026-12-11T04:59:59.999Z')).toBe(true);
  });

  test('is refunded when its hold is over, and not revived by an undo after the day', () => {
    const ada = lastEvening();
    expect(ada.fact(press('Undo Pressed', '2026-12-11T05:00:00.000Z'), '2026-12-11T05:00:00.000Z')).toBe(false);
    ada.passTo('2026-12-11T06:00:00.000Z');
    expect(ada.eventsOf('Refund Requested')).toMatchObject([{ cause: 'customer', amount: 5900 }]);
  });

  test('while an answer is awaited, the day on which it is due', () => {
    const ada = delayed('2027-02-01');
    const late = '2027-01-10T03:00:00.000Z';
    ada.passTo(late);
    ada.fact(press('Cancel Pressed', late), late);
    ada.passTo(late);
    expect(ada.mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'cancelled', undoUntil: '2027-01-10T05:00:00.000Z' }]);
  });
});
