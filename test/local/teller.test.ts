import { Teller, type Stage } from '../../local/stories/teller';
import { clockTo, put, type StoreEvent, type Story } from '../../local/stories/story';

const START = Date.parse('2026-10-06T14:20:00.000Z');
const confirmed: StoreEvent = { detailType: 'ETA Confirmed', detail: { eventId: 'e1', scope: { sku: 'LANTERN' }, asOf: '2026-10-06T14:20:00Z' } };

function stageWith(overrides: Partial<Stage> = {}): { stage: Stage; did: string[] } {
  const did: string[] = [];
  let now = START;
  const stage: Stage = {
    now: () => now,
    advanceTo: async (to) => {
      now = to;
      did.push(`clock ${new Date(to).toISOString()}`);
    },
    settle: async () => void did.push('settle'),
    put: async (events) => void did.push(`put ${events.length}`),
    ...overrides,
  };
  return { stage, did };
}

const story = (...to: string[]): Story => ({
  id: 'short',
  title: 'Short',
  summary: 'A short one.',
  days: 1,
  tell: () => [put('Something is confirmed.', confirmed), ...to.map(clockTo)],
});

describe('telling a story', () => {
  it('puts events, lets them be dealt with, and then moves the clock', async () => {
    const { stage, did } = stageWith();
    const teller = new Teller(stage);
    teller.begin(story('2026-10-07T10:00:00.000Z'));
    await teller.ended();
    expect(did).toEqual(['put 1', 'settle', 'clock 2026-10-07T10:00:00.000Z']);
    expect(teller.current()).toEqual({
      id: 'short',
      title: 'Short',
      state: 'done',
      startedAt: '2026-10-06T14:20:00.000Z',
      endsAt: '2026-10-07T10:00:00.000Z',
      progress: 1,
      told: [{ at: '2026-10-06T14:20:00.000Z', says: 'Something is confirmed.' }],
    });
  });

  it('leaves out a move to where the clock already is', async () => {
    const { stage, did } = stageWith();
    const teller = new Teller(stage);
    teller.begin(story('2026-10-06T14:20:00.000Z', '2026-10-06T14:19:00.000Z'));
    await teller.ended();
    expect(did).toEqual(['put 1', 'settle']);
  });

  it('waits for the one before it', async () => {
    const { stage } = stageWith();
    const teller = new Teller(stage);
    expect(teller.begin(story()).kind).toBe('begun');
    expect(teller.begin(story()).kind).toBe('busy');
    await teller.ended();
    expect(teller.begin(story()).kind).toBe('begun');
    await teller.ended();
  });

  it('says why it could not go on', async () => {
    const { stage } = stageWith({ put: () => Promise.reject(new Error('the bus is closed')) });
    const teller = new Teller(stage);
    teller.begin(story('2026-10-07T10:00:00.000Z'));
    await teller.ended();
    expect(teller.current()).toMatchObject({ state: 'failed', reason: 'the bus is closed' });
    expect(teller.running()).toBeUndefined();
  });
});
