import { routineAhead, UNKNOWN_PACE, urgencyOf, type Pace } from '../../../../functions/core/pacing/pace';
import { isInTime, nextReadyMs, nextStep, type Step } from '../../../../functions/core/pacing/step';
import { NoticeKind } from '../../../../functions/core/notice-kinds';

const NOW = Date.parse('2026-11-23T15:00:00Z');

/** An account of 98 usable slots a second unless told: 100 a second, asked just now. */
function pace(over: Partial<Pace> = {}, ratePerSecond = 100): Pace {
  return { nextSlotAt: NOW - 60_000, account: { ratePerSecond, sentInDay: 0, maySend: true }, taken: 0, askAt: NOW + 60_000, ...over };
}
const step = (stored: Pace, urgency: 'urgent' | 'routine' = 'urgent', mails = 1): Step => nextStep(stored, { urgency, mails, readyMs: 50 }, NOW);
const slotsOf = (found: Step): readonly number[] => (found.kind === 'slots' ? found.slots.map((slot) => slot - NOW) : []);

test.each([
  ['after a pause the first slot is as soon as a mail can be ready, and nothing of the pause is made up for', -60_000, 3, [50, 60.2, 70.4]],
  ['while slots are taken, the next follow them', 200, 2, [200, 210.2]],
  ['a slot that is nearer than that is not taken', 49, 1, [50]],
])('%s', (_rule, next, mails, expected) => {
  const slots = slotsOf(step(pace({ nextSlotAt: NOW + next }), 'urgent', mails));
  expect(slots.map((slot) => Math.round(slot * 10) / 10)).toEqual(expected);
});

test('slots that were taken are nobody else\'s', () => {
  const first = step(pace(), 'urgent', 10);
  if (first.kind !== 'slots') throw new Error('no slots');
  const second = slotsOf(nextStep(first.pace, { urgency: 'urgent', mails: 10, readyMs: 50 }, NOW));
  expect(Math.round((second[0] ?? 0) - (slotsOf(first).at(-1) ?? 0))).toBe(10);
  expect(first.pace.taken).toBe(10);
});

test.each([
  [1, 10, 1],
  [4, 10, 1],
  [14, 10, 3],
  [14, 2, 2],
  [40, 10, 10],
  [500, 10, 10],
  [500, 30, 10],
  [500, 1, 1],
])('at %s a second a worker with %s mails takes %s slots at once', (rate, mails, expected) => {
  expect(slotsOf(step(pace({}, rate), 'urgent', mails))).toHaveLength(expected);
});

test.each([
  ['routine mail waits while more than half a second is taken', 'routine', 501, { kind: 'later', at: NOW + 1 }],
  ['urgent mail does not', 'urgent', 501, { kind: 'slots' }],
  ['routine mail gets in where half a second is taken', 'routine', 500, { kind: 'slots' }],
  ['urgent mail gets in where a whole one is', 'urgent', 1_000, { kind: 'slots' }],
  ['urgent mail waits where more is', 'urgent', 1_500, { kind: 'later', at: NOW + 500 }],
] as const)('%s', (_rule, urgency, ahead, expected) => {
  expect(step(pace({ nextSlotAt: NOW + ahead }), urgency)).toMatchObject(expected);
});

test('a weekly flood never puts an urgent mail further back than half a second and what one worker takes at once', () => {
  let stored = pace();
  for (;;) {
    const next = nextStep(stored, { urgency: 'routine', mails: 10, readyMs: 50 }, NOW);
    if (next.kind !== 'slots') break;
    stored = next.pace;
  }
  const [urgent = Number.NaN] = slotsOf(nextStep(stored, { urgency: 'urgent', mails: 1, readyMs: 50 }, NOW));
  expect(urgent).toBeGreaterThan(500);
  expect(urgent).toBeLessThanOrEqual(610);
});

test('only weekly updates and stock alerts are routine', () => {
  expect(NoticeKind.options.filter((kind) => urgencyOf(kind) === 'routine')).toEqual(['weekly', 'back-in-stock']);
});

describe('asking SES for the account', () => {
  test('the first worker of all asks, and the others wait for the answer', () => {
    const asks = step(UNKNOWN_PACE);
    expect(asks.kind).toBe('ask');
    if (asks.kind === 'ask') expect(step(asks.pace)).toEqual({ kind: 'later', at: NOW + 100 });
  });

  test('whoever was to answer and died is followed by another', () => {
    expect(nextStep({ ...UNKNOWN_PACE, askAt: NOW + 5_000 }, { urgency: 'urgent', mails: 1, readyMs: 50 }, NOW + 5_000).kind).toBe('ask');
  });

  test('when it is time again one asks, and the others go on with what is known', () => {
    const asks = step(pace({ askAt: NOW }));
    expect(asks.kind).toBe('ask');
    if (asks.kind === 'ask') expect(step(asks.pace).kind).toBe('slots');
  });
});

describe('the day\'s quota', () => {
  const day = (sentInDay: number, taken: number): Pace => pace({ taken, account: { ratePerSecond: 14, dailyQuota: 1_000, sentInDay, maySend: true } });

  test.each([
    ['routine mail leaves a tenth to what may not wait', 'routine', day(900, 0), { kind: 'stopped', why: 'quota', until: NOW + 3_600_000 }],
    ['slots taken since SES was asked count', 'routine', day(800, 100), { kind: 'stopped', why: 'quota' }],
    ['below it routine mail leaves', 'routine', day(800, 99), { kind: 'slots' }],
    ['urgent mail goes on', 'urgent', day(900, 99), { kind: 'slots' }],
  ] as const)('%s', (_rule, urgency, stored, expected) => {
    expect(step(stored, urgency)).toMatchObject(expected);
  });

  test('an account without a quota knows no share', () => {
    expect(step(pace({ taken: 10_000_000 }), 'routine').kind).toBe('slots');
  });
});

describe('a stop', () => {
  const stopped = pace({ stopped: { why: 'paused', until: NOW + 1 } });

  test('holds for everybody until its time is over', () => {
    expect(step(stopped)).toEqual({ kind: 'stopped', why: 'paused', until: NOW + 1 });
  });

  test('then one worker tries, and for the others it goes on', () => {
    const probe = nextStep(stopped, { urgency: 'routine', mails: 5, readyMs: 50 }, NOW + 1);
    expect(probe.kind).toBe('probe');
    if (probe.kind === 'probe') expect(nextStep(probe.pace, { urgency: 'urgent', mails: 1, readyMs: 50 }, NOW + 2)).toEqual({ kind: 'stopped', why: 'paused', until: NOW + 60_001 });
  });

  test('a try that died is followed by another after a minute', () => {
    const probe = nextStep(stopped, { urgency: 'urgent', mails: 1, readyMs: 50 }, NOW + 1);
    if (probe.kind === 'probe') expect(nextStep(probe.pace, { urgency: 'urgent', mails: 1, readyMs: 50 }, NOW + 60_001).kind).toBe('probe');
    expect(probe.kind).toBe('probe');
  });
});

describe('a clock that was wrong', () => {
  test.each([
    ['a slot in two minutes is none that anybody took', pace({ nextSlotAt: NOW + 120_000 }), 'slots'],
    ['a question that is far ahead is due', pace({ askAt: NOW + 3_600_000 }), 'ask'],
    ['a stop for a week is over', pace({ stopped: { why: 'quota', until: NOW + 604_800_000 } }), 'probe'],
    ['a clock that was moved on by weeks finds everything in the past', pace({ nextSlotAt: NOW - 1e9, askAt: NOW - 1e9, stopped: { why: 'quota', until: NOW - 1e9 } }), 'probe'],
  ])('%s', (_rule, stored, expected) => {
    expect(step(stored).kind).toBe(expected);
  });
});

test.each([
  ['at 14 a second a mail may be as late as the next slot', 14, 71, true],
  ['and no later', 14, 74, false],
  ['at 100 a second a twentieth of a second', 100, 50, true],
  ['and no later', 100, 51, false],
  ['early is in time', 100, -5, true],
])('%s', (_rule, rate, late, expected) => {
  expect(isInTime(NOW, pace({}, rate), NOW + late)).toBe(expected);
});

test.each([
  ['a slow commit makes the next begin as early', 50, 200, 300],
  ['a quick one lets it begin a little later', 300, 10, 285],
  ['never later than that', 51, 10, 50],
  ['never earlier than that', 300, 9_000, 500],
])('%s', (_rule, ready, took, expected) => {
  expect(nextReadyMs(ready, took)).toBe(expected);
});

describe('routine work that is queued ahead', () => {
  test.each([
    ['a minute and a half of it', pace({}, 14), 1_260],
    ['of an account that was never asked as little as a new one may send', UNKNOWN_PACE, 90],
    ['none while nothing leaves', pace({ stopped: { why: 'paused', until: NOW + 1 } }), 0],
    ['a few when it is time to try', pace({ stopped: { why: 'paused', until: NOW } }), 10],
    ['none while its share of the quota is used up', pace({ taken: 901, account: { ratePerSecond: 14, dailyQuota: 1_000, sentInDay: 0, maySend: true } }), 0],
    ['a few when SES is to be asked again', pace({ taken: 901, askAt: NOW, account: { ratePerSecond: 14, dailyQuota: 1_000, sentInDay: 0, maySend: true } }), 10],
  ])('%s', (_rule, stored, expected) => {
    expect(routineAhead(stored, NOW)).toBe(expected);
  });
});
