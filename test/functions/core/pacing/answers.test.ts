import { afterAnswer, afterQuestion, type Outcome } from '../../../../functions/core/pacing/answers';
import type { Account, Pace } from '../../../../functions/core/pacing/pace';

const NOW = Date.parse('2026-11-23T15:00:00Z');
const account: Account = { ratePerSecond: 14, dailyQuota: 50_000, sentInDay: 100, maySend: true };
const pace = (over: Partial<Pace> = {}): Pace => ({ nextSlotAt: NOW + 500, account, taken: 40, askAt: NOW + 60_000, ...over });
const paused = pace({ stopped: { why: 'paused', until: NOW + 60_000 } });

describe('what a mail\'s answer means for all others', () => {
  test.each(['sent', 'rejected', 'bad-address', 'unverified'] as const)('%s: nothing', (outcome) => {
    const known = pace();
    expect(afterAnswer(known, outcome, false, NOW)).toBe(known);
  });

  test.each([
    ['paused', 900_000],
    ['quota', 3_600_000],
  ] as const)('%s: nothing leaves for %s ms', (why, ms) => {
    expect(afterAnswer(pace(), why, false, NOW).stopped).toEqual({ why, until: NOW + ms });
  });

  test('those who were on their way together say it once', () => {
    const stopped = afterAnswer(pace(), 'paused', false, NOW);
    expect(afterAnswer(stopped, 'paused', false, NOW + 200)).toBe(stopped);
  });

  test('a mail that was on its way since before the stop does not end it', () => {
    expect(afterAnswer(paused, 'sent', false, NOW)).toBe(paused);
  });

  test.each([
    ['sent', true],
    ['rejected', true],
    ['bad-address', true],
    ['unverified', false],
    ['throttled', false],
    ['paused', false],
    ['quota', false],
  ] as const)('the one try after a stop that ends as %s ends the stop: %s', (outcome: Outcome, ends) => {
    expect(afterAnswer(paused, outcome, true, NOW).stopped === undefined).toBe(ends);
  });

  test('a try that is refused again stops everybody for as long again', () => {
    expect(afterAnswer(paused, 'paused', true, NOW).stopped).toEqual({ why: 'paused', until: NOW + 900_000 });
  });
});

describe('more than SES takes', () => {
  const after = (known: Pace, seconds: number): Pace => afterAnswer(known, 'throttled', false, NOW + seconds * 1000);

  test('pushes ahead what nobody has taken, by a second', () => {
    expect(after(pace(), 0).nextSlotAt).toBe(NOW + 1_500);
    expect(after(pace({ nextSlotAt: NOW - 9_000 }), 0).nextSlotAt).toBe(NOW + 1_000);
  });

  test('said by many at once counts once', () => {
    const slowed = after(pace(), 0);
    expect(after(slowed, 1)).toBe(slowed);
  });

  test('again and again for twice as long each time, up to 16 seconds', () => {
    let known = pace({ nextSlotAt: NOW });
    const pauses: number[] = [];
    let at = 0;
    for (let times = 0; times < 6; times += 1) {
      known = after(known, at);
      pauses.push((known.nextSlotAt - NOW) / 1000 - at);
      at = (known.nextSlotAt - NOW) / 1000;
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 16]);
  });

  test('after a calm minute it begins anew', () => {
    const slowed = after(after(pace({ nextSlotAt: NOW }), 0), 1);
    expect(slowed.slowed?.times).toBe(2);
    expect(after(slowed, 63).slowed?.times).toBe(1);
  });
});

describe('what SES says of the account', () => {
  test('holds for five minutes, and slots are counted anew', () => {
    expect(afterQuestion(pace(), { ...account, ratePerSecond: 50 }, NOW)).toEqual(pace({ account: { ...account, ratePerSecond: 50 }, taken: 0, askAt: NOW + 300_000 }));
  });

  test('no answer leaves what is known, and it is asked again after a minute', () => {
    expect(afterQuestion(pace(), undefined, NOW)).toEqual(pace({ askAt: NOW + 60_000 }));
  });

  test('an account that was never known is taken for a new one', () => {
    expect(afterQuestion({ nextSlotAt: 0, taken: 0, askAt: 0 }, undefined, NOW).account).toEqual({ ratePerSecond: 1, sentInDay: 0, maySend: true });
  });

  test.each([
    ['an account that may not send stops everybody', { ...account, maySend: false }, { why: 'paused', until: NOW + 900_000 }],
    ['a quota that is used up stops everybody', { ...account, sentInDay: 50_000 }, { why: 'quota', until: NOW + 3_600_000 }],
    ['one mail that is left does not', { ...account, sentInDay: 49_999 }, undefined],
  ])('%s', (_rule, said, expected) => {
    expect(afterQuestion(pace(), said, NOW).stopped).toEqual(expected);
  });

  test('a quota that is free again ends its stop; a pause ends only when a mail was taken', () => {
    expect(afterQuestion(pace({ stopped: { why: 'quota', until: NOW + 60_000 } }), account, NOW).stopped).toBeUndefined();
    expect(afterQuestion(paused, account, NOW).stopped).toEqual(paused.stopped);
  });

  test('after a stop the first slot is now', () => {
    const known = afterQuestion(pace({ nextSlotAt: NOW - 3_600_000, stopped: { why: 'quota', until: NOW } }), account, NOW);
    expect(known.nextSlotAt).toBe(NOW);
  });
});
