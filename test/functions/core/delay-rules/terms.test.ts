import type { Consent, Line, Offer } from '../../../../functions/core/line';
import { offerOf, reminderDueAt, termsTold } from '../../../../functions/core/delay-rules/offering';
import { bindingDate, isLapsed, isToBeCancelled, lastDay, pendingOffer, standingOffers } from '../../../../functions/core/delay-rules/terms';
import { Policy } from '../../../../functions/core/merchant';
import { momentOf } from '../../../../functions/core/moment';
import { setting, told } from '../customers-told';

/*
 * What offers and answers come to, by hand: the order is of 23 November 2026 and the stated date (T) 10 December.
 */

const T = '2026-12-10';
const day = (date: string, hour = '15') => `${date}T${hour}:00:00.000Z`;
const policy = Policy.parse({});

const offer = (over: Partial<Offer>): Offer => ({ kind: 'long', shipBy: '2027-02-01', answerBy: '2027-01-09', silence: 'cancels', noticeId: 'n1', madeAt: day('2026-11-24'), ...over });
const short = (over: Partial<Offer>): Offer => offer({ kind: 'short', silence: 'agrees', ...over });
const consent = (date: string, until: string | null, over: Partial<Consent> = {}): Consent => ({ at: day(date), shipBy: until, until, words: 'w', wordsHash: 'h', ...over });

function line(offers: Offer[], consents: Consent[] = [], over: Partial<Line> = {}): Line {
  return { ...(told({ market: 'US' }).known.lines[0] as Line), terms: { stated: T, offers }, consents, ...over };
}

describe('the date that binds', () => {
  test.each<[string, Line, string | null | undefined]>([
    ['where no law binds', line([], [], { terms: undefined }), undefined],
    ['the stated one', line([]), T],
    ['a short delay that silence agrees to', line([short({ shipBy: '2026-12-20' })]), '2026-12-20'],
    ['not one that waits for an answer', line([offer({})]), T],
    ['not one that did not arrive', line([short({ shipBy: '2026-12-20', bouncedAt: day('2026-11-25') })]), T],
    ['one that was agreed to', line([offer({})], [consent('2026-11-25', '2027-02-01')]), '2027-02-01'],
    ['the last day of a consent in advance', line([offer({})], [consent('2026-11-25', '2027-02-15', { shipBy: '2027-02-01' })]), '2027-02-15'],
    ['the later, though an earlier was agreed to after it', line([], [consent('2026-11-25', '2027-02-01'), consent('2026-11-26', '2027-01-01')]), '2027-02-01'],
    ['the later, though it came first by silence', line([short({ shipBy: '2027-01-05' })], [consent('2026-11-25', '2026-12-20')]), '2027-01-05'],
    ['none after consent to none', line([], [consent('2026-11-25', null)]), null],
    ['none, though silence agrees to one later', line([short({ shipBy: '2026-12-20', madeAt: day('2026-11-26') })], [consent('2026-11-25', null)]), null],
    ['the stated one, though an earlier is offered', line([short({ shipBy: '2026-12-01' })]), T],
  ])('%s', (_what, of, date) => {
    expect(bindingDate(of)).toBe(date);
  });

  test('is the same whichever of two answers is listed first', () => {
    const agreed = [short({ shipBy: '2027-01-05', madeAt: day('2026-11-27') }), short({ shipBy: '2026-12-20', madeAt: day('2026-11-25') })];
    expect(bindingDate(line(agreed))).toBe('2027-01-05');
    expect(bindingDate(line(agreed.toReversed()))).toBe('2027-01-05');
  });
});

describe('the choice that waits for an answer', () => {
  test.each<[string, Line, string | undefined]>([
    ['none was offered', line([]), undefined],
    ['silence agrees', line([short({})]), undefined],
    ['it waits', line([offer({})]), 'n1'],
    ['the last one', line([offer({}), offer({ noticeId: 'n2' })]), 'n2'],
    ['the one before, when the last did not arrive', line([offer({}), offer({ noticeId: 'n2', bouncedAt: day('2026-11-25') })]), 'n1'],
    ['withdrawn', line([offer({ withdrawnBy: 'n2' })]), undefined],
    ['answered', line([offer({})], [consent('2026-11-25', '2027-02-01')]), undefined],
    ['answered in the very moment', line([offer({})], [consent('2026-11-24', '2027-02-01')]), undefined],
    ['answered before it was made', line([offer({})], [consent('2026-11-23', T)]), 'n1'],
  ])('%s', (_what, of, noticeId) => {
    expect(pendingOffer(of)?.noticeId).toBe(noticeId);
  });

  test('offers that stand are those that arrived', () => {
    expect(standingOffers(line([offer({}), offer({ noticeId: 'n2', bouncedAt: day('2026-11-25') })])).map(({ noticeId }) => noticeId)).toEqual(['n1']);
    expect(standingOffers(line([], [], { terms: undefined }))).toEqual([]);
  });
});

describe('the end of the wait', () => {
  const at = (instant: string) => momentOf(setting, instant);

  test.each<[string, Line, string | null | undefined]>([
    ['the date that binds', line([]), T],
    ['the last day of the choice', line([offer({})]), '2027-01-09'],
    ['none after consent to none', line([], [consent('2026-11-25', null)]), null],
    ['none where no law binds', line([], [], { terms: undefined }), undefined],
  ])('is %s', (_what, of, date) => {
    expect(lastDay(of)).toBe(date);
  });

  // The last day in New York ends at 5 in the morning of the 11th, UTC; the wait is acted on from 9 there.
  test.each([
    ['2026-12-11T04:59:59.999Z', false, false],
    ['2026-12-11T05:00:00.000Z', true, false],
    ['2026-12-11T13:59:59.999Z', true, false],
    ['2026-12-11T14:00:00.000Z', true, true],
    ['2026-12-12T05:00:00.000Z', true, true],
  ])('at %s it is over: %s, and acted on: %s', (instant, lapsed, acted) => {
    expect([isLapsed(line([]), at(instant)), isToBeCancelled(line([]), at(instant))]).toEqual([lapsed, acted]);
  });

  test.each([['no date binds', line([], [consent('2026-11-25', null)])], ['no law binds', line([], [], { terms: undefined })]])('never comes when %s', (_when, of) => {
    expect([isLapsed(of, at('2030-01-01T15:00:00.000Z')), isToBeCancelled(of, at('2030-01-01T15:00:00.000Z'))]).toEqual([false, false]);
  });
});

describe('what a mail offers', () => {
  test.each<[string, Line, string | null, object | undefined]>([
    ['in time', line([]), T, undefined],
    ['a day late', line([]), '2026-12-11', { kind: 'short', answerBy: '2026-12-11' }],
    ['thirty days late', line([]), '2027-01-09', { kind: 'short', answerBy: '2027-01-09' }],
    ['a day more', line([]), '2027-01-10', { kind: 'long', answerBy: '2027-01-09' }],
    ['no date', line([]), null, { kind: 'indefinite', answerBy: '2027-01-09' }],
    ['a second delay', line([short({ shipBy: '2026-12-20' })]), '2026-12-21', { kind: 'renewed', shipBy: '2026-12-21', answerBy: '2026-12-20', silence: 'cancels' }],
    ['a second one without a date', line([short({ shipBy: '2026-12-20' })]), null, { kind: 'renewed', shipBy: null, answerBy: '2026-12-20' }],
    ['what was agreed to', line([short({ shipBy: '2026-12-20' })]), '2026-12-20', undefined],
    ['while an answer is awaited, the same', line([offer({})]), '2027-02-01', { kind: 'long', answerBy: '2027-01-09' }],
    ['nearer', line([offer({})]), '2027-01-20', { kind: 'long', shipBy: '2027-01-20', answerBy: '2027-01-09' }],
    ['further', line([offer({})]), '2027-02-02', { kind: 'renewed', shipBy: '2027-02-02', answerBy: '2027-01-09' }],
    ['no date any more', line([offer({})]), null, { kind: 'renewed', shipBy: null }],
    ['a date where there was none', line([offer({ kind: 'indefinite', shipBy: null })]), '2027-02-01', { kind: 'long', shipBy: '2027-02-01' }],
    ['still none', line([offer({ kind: 'indefinite', shipBy: null })]), null, { kind: 'indefinite', shipBy: null }],
    ['a nearer date after a renewed one', line([offer({ kind: 'renewed' })]), '2027-01-20', { kind: 'renewed', shipBy: '2027-01-20' }],
    ['after consent to none', line([], [consent('2026-11-25', null)]), null, undefined],
    ['where no law binds', line([], [], { market: 'GB', terms: undefined }), null, undefined],
    ['where the pack asks and the line has no terms', line([], [], { terms: undefined }), null, undefined],
  ])('%s', (_what, of, shipBy, expected) => {
    const offered = offerOf(of, shipBy, policy);
    if (expected === undefined) expect(offered).toBeUndefined();
    else expect(offered).toMatchObject({ ...expected, stated: T });
  });

  test('consent to a further delay is asked for only with a date, and only where the shop does', () => {
    const asks = Policy.parse({ consent: { furtherDays: 14 } });
    expect(offerOf(line([]), '2027-02-01', asks)).toMatchObject({ furtherUntil: '2027-02-15' });
    expect(offerOf(line([]), null, asks)).not.toHaveProperty('furtherUntil');
    expect(offerOf(line([]), '2027-02-01', policy)).not.toHaveProperty('furtherUntil');
  });
});

describe('what a mail leaves of the terms', () => {
  const at = day('2026-11-26');
  const terms = { kind: 'long', shipBy: '2027-02-01', answerBy: '2027-01-09', silence: 'cancels' } as const;

  test('a new offer is added', () => {
    expect(termsTold(line([]), '2027-02-01', terms, 'n9', at)?.offers).toEqual([{ ...terms, noticeId: 'n9', madeAt: at }]);
    expect(termsTold(line([offer({})]), '2027-03-01', { ...terms, kind: 'renewed', shipBy: '2027-03-01' }, 'n9', at)?.offers.map(({ noticeId }) => noticeId)).toEqual(['n1', 'n9']);
  });

  test.each([
    ['the same kind for another date', { ...terms, shipBy: '2027-01-20' }],
    ['another kind for the same date', { ...terms, kind: 'renewed' as const }],
  ])('%s is a new one', (_what, other) => {
    expect(termsTold(line([offer({})]), other.shipBy, other, 'n9', at)?.offers).toHaveLength(2);
  });

  test('the same offer again is no new one', () => {
    const of = line([offer({})]);
    expect(termsTold(of, '2027-02-01', terms, 'n9', at)).toBe(of.terms);
  });

  test('a date that binds anyway withdraws what waited, and nothing else', () => {
    const withdrawn = termsTold(line([short({ noticeId: 'n0', shipBy: '2026-12-20' }), offer({}), offer({ noticeId: 'n2', withdrawnBy: 'n3' }), offer({ noticeId: 'n4' })]), '2026-12-20', undefined, 'n9', at);
    expect(withdrawn?.offers.map(({ noticeId, withdrawnBy }) => [noticeId, withdrawnBy])).toEqual([['n0', undefined], ['n1', 'n9'], ['n2', 'n3'], ['n4', 'n9']]);
  });

  test.each<[string, Line, string | null]>([
    ['nothing waits', line([]), T],
    ['it tells no date', line([offer({})]), null],
    ['it tells a date after the one that binds', line([offer({})]), '2026-12-11'],
    ['no date binds', line([offer({ madeAt: day('2026-11-26') })], [consent('2026-11-25', null)]), T],
  ])('stays as it was when %s', (_when, of, shipBy) => {
    expect(termsTold(of, shipBy, undefined, 'n9', at)).toBe(of.terms);
  });

  test('there is none where no law binds', () => {
    expect(termsTold(line([], [], { terms: undefined }), T, undefined, 'n9', at)).toBeUndefined();
  });
});

describe('the reminder', () => {
  test.each<[string, Line, string | undefined]>([
    // Three days before 9 January, at 9 in New York.
    ['of a choice that waits', line([offer({})]), '2027-01-06T14:00:00.000Z'],
    ['of one that was made a day and a moment before', line([offer({ madeAt: '2027-01-05T13:59:59.999Z' })]), '2027-01-06T14:00:00.000Z'],
    ['of one that was made exactly a day before', line([offer({ madeAt: '2027-01-05T14:00:00.000Z' })]), undefined],
    ['when there was one', line([offer({ remindedBy: 'n2' })]), undefined],
    ['when there was one of the same day', line([offer({ remindedBy: 'n2', bouncedAt: day('2027-01-06') }), offer({ noticeId: 'n3' })]), undefined],
    ['when there was one of another day', line([offer({ remindedBy: 'n2', answerBy: '2026-12-20' }), offer({ noticeId: 'n3' })]), '2027-01-06T14:00:00.000Z'],
    ['when nothing waits', line([]), undefined],
  ])('%s', (_what, of, due) => {
    expect(reminderDueAt(of, 'America/New_York', policy)).toBe(due);
  });
});
