import { attend } from '../../../functions/core/attend';
import type { Fact } from '../../../functions/core/facts';
import type { NoticePart } from '../../../functions/core/notice';
import { created, etaChanged, press, reported, setting, shipped, Told } from './customers-told';

/*
 * The receipt for a "keep". Ada's two chairs, ordered on Monday 23 November 2026 for 10 December (T), are told on the 24th at
 * 10:10 in New York to be late; what she agrees to at 11 is what she has a mail about.
 */

const KEPT = '2026-11-24T16:00:00.000Z';
const l1 = { orderId: 'o1', lineId: 'l1' };

function delayed(shipBy: string | null, over: Parameters<typeof created>[0] = {}): Told {
  const ada = new Told();
  ada.fact({ type: 'Backorder Created', event: created({ market: 'US', ...over }) }, '2026-11-23T14:00:00.000Z');
  ada.passTo('2026-11-23T14:01:00.000Z');
  return moved(ada, shipBy, '2026-11-24T15:00:00.000Z').passTo('2026-11-24T15:10:00.000Z');
}

function moved(ada: Told, shipBy: string | null, at: string): Told {
  ada.fact(etaChanged(shipBy, at), at);
  return ada;
}

const furtherKept = (further: string, at: string): Fact => ({ type: 'Keep Pressed', click: { lines: [{ ...l1, words: 'I agree to wait, and to a further delay.', further }], at } });
const keep = (ada: Told, at = KEPT): Told => {
  ada.fact(press('Keep Pressed', at), at);
  return ada.passTo(at);
};
const receipts = (ada: Told): NoticePart[] => ada.mails.flatMap(({ notice }) => notice.parts.filter(({ kind }) => kind === 'consented'));
const kinds = (ada: Told): string[] => ada.mails.map(({ notice }) => notice.kind);

test.each([
  ['short, by one day', '2026-12-11', 'short'],
  ['short, by thirty', '2027-01-09', 'short'],
  ['long', '2027-01-10', 'long'],
  ['to no date', null, 'indefinite'],
])('an answer to a delay that is %s is told at once, whatever else was told that day', (_delay, shipBy, answers) => {
  const ada = keep(delayed(shipBy));
  expect(ada.mails.at(-1)?.at).toBe(KEPT);
  expect(ada.mails.at(-1)?.notice).toMatchObject({
    kind: 'consented',
    parts: [{ kind: 'consented', ...l1, quantity: 2, consentedAt: KEPT, words: 'I agree to wait.', shipBy, until: shipBy, refundable: { amount: 5900, currency: 'USD' } }],
  });
  const noticeId = ada.mails.at(-1)?.notice.id;
  expect(ada.known.lines[0]?.consents).toMatchObject([{ answers, toldBy: noticeId }]);
  ada.passTo('2026-11-29T15:00:00.000Z');
  expect(receipts(ada)).toHaveLength(1);
});

test('an answer to a choice that was renewed is told again', () => {
  const ada = keep(delayed('2027-02-01'));
  moved(ada, '2027-03-01', '2026-12-01T15:00:00.000Z').passTo('2026-12-01T15:10:00.000Z');
  keep(ada, '2026-12-01T16:00:00.000Z');
  expect(receipts(ada)).toMatchObject([{ shipBy: '2027-02-01' }, { shipBy: '2027-03-01' }]);
  expect(ada.known.lines[0]?.consents.map(({ answers }) => answers)).toEqual(['long', 'renewed']);
});

test('an answer to a choice that the page offers before the mail that tells it is told, too', () => {
  const ada = delayed('2027-02-01');
  moved(ada, '2027-03-01', '2026-11-24T15:59:00.000Z');
  keep(ada);
  expect(receipts(ada)).toMatchObject([{ shipBy: '2027-03-01' }]);
});

test('consent in advance to a further delay is told with both dates, and beside the plain answer before it', () => {
  const ada = keep(delayed('2026-12-20'));
  ada.fact(furtherKept('2027-01-03', '2026-11-24T16:05:00.000Z'), '2026-11-24T16:05:00.000Z');
  ada.passTo('2026-11-24T16:05:00.000Z');
  expect(receipts(ada)).toMatchObject([
    { words: 'I agree to wait.', shipBy: '2026-12-20', until: '2026-12-20' },
    { words: 'I agree to wait, and to a further delay.', shipBy: '2026-12-20', until: '2027-01-03' },
  ]);
});

describe('a keep that no law asked for stays on the page', () => {
  test.each<[string, () => Told]>([
    ['where the market knows of none', () => delayed('2027-02-01', { market: 'GB' })],
    ['where nothing is late', () => delayed('2026-12-10')],
    ['where the date came back into time', () => moved(delayed('2027-02-01'), '2026-12-09', '2026-11-24T15:30:00.000Z').passTo('2026-11-25T18:00:00.000Z')],
  ])('%s', (_where, customer) => {
    const ada = keep(customer(), '2026-11-26T15:00:00.000Z');
    expect(ada.known.lines[0]?.consents).toHaveLength(1);
    expect(ada.known.lines[0]?.consents[0]).not.toHaveProperty('answers');
    expect(receipts(ada)).toEqual([]);
    expect(ada.known.profile.dueAt! > '2026-11-26T15:00:00.000Z').toBe(true);
  });

  test('where a short delay was agreed to before, and the date only came back to it', () => {
    const ada = keep(delayed('2026-12-20'));
    moved(ada, '2026-12-12', '2026-11-25T15:00:00.000Z').passTo('2026-11-26T18:00:00.000Z');
    keep(ada, '2026-11-26T19:00:00.000Z');
    moved(ada, '2026-12-20', '2026-11-27T15:00:00.000Z').passTo('2026-11-27T15:10:00.000Z');
    keep(ada, '2026-11-27T16:00:00.000Z');
    expect(ada.known.lines[0]?.consents.map(({ answers }) => answers)).toEqual(['short', undefined, undefined]);
    expect(receipts(ada)).toHaveLength(1);
  });

  test('where it was kept before this was told apart', () => {
    const ada = delayed('2027-02-01');
    const [line] = ada.known.lines;
    const consents = [{ at: KEPT, shipBy: '2027-02-01', until: '2027-02-01', words: 'I agree to wait.', wordsHash: 'h' }];
    ada.customer = { ...ada.known, lines: [{ ...line!, consents }] };
    expect(attend(ada.known, setting, '2026-11-24T17:00:00.000Z').act).toEqual({ kind: 'none' });
  });
});

test('pressing twice is told once', () => {
  const ada = keep(keep(delayed('2027-02-01')), '2026-11-24T16:01:00.000Z');
  expect(receipts(ada)).toHaveLength(1);
});

test('two items that are kept in one press are told in one mail', () => {
  const ada = new Told();
  for (const lineId of ['l1', 'l2']) ada.fact({ type: 'Backorder Created', event: created({ market: 'US', lineId }) }, '2026-11-23T14:00:00.000Z');
  ada.passTo('2026-11-23T14:01:00.000Z');
  moved(ada, '2027-02-01', '2026-11-24T15:00:00.000Z').passTo('2026-11-24T15:10:00.000Z');
  ada.fact(press('Keep Pressed', KEPT, [l1, { ...l1, lineId: 'l2' }]), KEPT);
  ada.passTo(KEPT);
  expect(kinds(ada)).toEqual(['first', 'later', 'consented']);
  expect(receipts(ada).map(({ lineId }) => lineId)).toEqual(['l1', 'l2']);
});

describe('what happens before it is told', () => {
  /** Kept, while nobody has come by to tell it. */
  function kept(shipBy: string | null = '2027-02-01'): Told {
    const ada = delayed(shipBy);
    ada.fact(press('Keep Pressed', KEPT), KEPT);
    return ada;
  }
  const later = '2026-11-24T16:00:01.000Z';

  test.each<[string, Fact, string]>([
    ['who cancels is told of that alone', press('Cancel Pressed', later), 'cancelled'],
    ['what has shipped is told as shipped', shipped(2, later), 'shipped'],
  ])('%s', (_rule, fact, kind) => {
    const ada = kept();
    ada.fact(fact, later);
    ada.passTo('2026-11-26T18:00:00.000Z');
    expect(kinds(ada)).toEqual(['first', 'later', kind]);
  });

  test('what ships in part is told for the rest', () => {
    const ada = kept();
    ada.fact(shipped(1, later), later);
    expect(ada.passTo(later).mails.at(-1)?.notice.parts).toMatchObject([{ kind: 'consented', quantity: 1, refundable: { amount: 2950, currency: 'USD' } }]);
  });

  test('a date that moves changes nothing of what was agreed to, and is told by its own mail', () => {
    const ada = moved(kept(), '2027-03-01', later).passTo('2026-11-24T16:10:01.000Z');
    expect(ada.said.slice(-2)).toEqual(['consented: 2027-02-01', 'later: 2027-03-01']);
  });

  test('who takes a cancellation back is told of the answer that stands again', () => {
    const ada = kept();
    ada.fact(press('Cancel Pressed', later), later);
    ada.passTo(later);
    ada.fact(press('Undo Pressed', '2026-11-24T16:30:00.000Z'), '2026-11-24T16:30:00.000Z');
    ada.passTo('2026-11-24T16:30:00.000Z');
    expect(kinds(ada)).toEqual(['first', 'later', 'cancelled', 'consented']);
  });

  test('after the day that ends the wait there is nothing left to confirm', () => {
    const ada = delayed('2026-12-11');
    const last = '2026-12-12T04:59:59.000Z';
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'sure', scope: l1, asOf: '2026-12-10T15:00:00.000Z' } }, '2026-12-10T15:00:00.000Z');
    ada.passTo('2026-12-12T04:00:00.000Z');
    ada.fact(press('Keep Pressed', last), last);
    expect(attend(ada.known, setting, last).act).toMatchObject({ kind: 'tell', notice: { kind: 'consented' } });
    expect(attend(ada.known, setting, '2026-12-12T05:00:00.000Z').act).toEqual({ kind: 'none' });
  });

  test('nobody reads of an answer about something of which they have no word yet', () => {
    const ada = new Told();
    ada.fact({ type: 'Backorder Created', event: created({ market: 'US', shipBy: '2026-11-20' }) }, '2026-11-23T14:00:00.000Z');
    ada.fact(press('Keep Pressed', '2026-11-23T14:00:01.000Z'), '2026-11-23T14:00:01.000Z');
    ada.passTo('2026-11-23T14:05:00.000Z');
    expect(kinds(ada)).toEqual(['first', 'consented']);
  });
});

test('a receipt that bounced is told again, as soon as there is an address', () => {
  const ada = keep(delayed('2027-02-01'));
  const lost = ada.mails.at(-1)?.notice.id as string;
  ada.fact(reported(lost, { what: 'bounced', type: 'permanent', reason: 'General' }, '2026-11-24T16:01:00.000Z'), '2026-11-24T16:01:00.000Z');
  expect(ada.record.at(-2)).toMatchObject({ what: 'notice-bounced', lines: [l1] });
  ada.passTo('2026-11-25T12:00:00.000Z');
  expect(receipts(ada)).toHaveLength(1);
  ada.fact({ type: 'Customer Updated', event: { eventId: 'u', customer: { id: 'ada', email: 'ada@new.example' } } }, '2026-11-25T15:00:00.000Z');
  ada.passTo('2026-11-25T15:00:00.000Z');
  expect(receipts(ada)).toHaveLength(2);
  expect(ada.mails.at(-1)?.notice.id).not.toBe(lost);
});
