import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';
import { Timeline } from '../../local/timeline';

let dir: string;
let store: Store;
let clock: Clock;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'timeline-'));
  store = await Store.open(dir);
  clock = await Clock.open(store);
});
afterEach(async () => {
  await store.close();
  await rm(dir, { recursive: true });
});

const MINUTE = 60_000;
/** Rounded down: the machine's own time passes while a test runs. */
const minuteOf = (epochMs: number): number => Math.floor(epochMs / MINUTE) * MINUTE;

/** A stack in miniature: customers who are due, a schedule that wakes at most `atOnce` of them, messages that wait. */
class Miniature {
  due: number[] = [];
  messages: number[] = [];
  /** Whom the first tick leaves as they are. */
  readonly left = new Set<number>();
  readonly ticks: number[] = [];
  readonly woken: { due: number; at: number }[] = [];
  readonly timeline: Timeline;

  constructor(atOnce = Number.POSITIVE_INFINITY, stuck: readonly number[] = []) {
    this.timeline = new Timeline({
      clock,
      isBusy: () => {
        this.messages = this.messages.filter((at) => at > clock.now());
        return false;
      },
      queues: { nextVisibleAt: () => (this.messages.length === 0 ? undefined : Math.min(...this.messages)) },
      schedules: [
        {
          nextAt: (after) => minuteOf(after) + MINUTE,
          fire: (at) => {
            this.ticks.push(minuteOf(at));
            const ready = this.due.filter((due) => due <= at && !stuck.includes(due) && !this.left.delete(due)).slice(0, atOnce);
            this.woken.push(...ready.map((due) => ({ due, at: minuteOf(at) })));
            this.due = this.due.filter((due) => !ready.includes(due));
            return Promise.resolve();
          },
        },
      ],
      due: {
        at: (now) => {
          const later = this.due.filter((at) => at > now);
          return Promise.resolve({ overdue: this.due.length - later.length, next: later.length === 0 ? undefined : Math.min(...later) });
        },
      },
      failed: (error) => {
        throw error;
      },
    });
  }
}

test('a move visits the minute in which each customer is due, and no other', async () => {
  const start = minuteOf(clock.now()) + MINUTE;
  const mini = new Miniature();
  const [first, second] = [start + 90_000, start + 40 * 86_400_000];
  mini.due = [second, first];
  await mini.timeline.advanceTo(start + 56 * 86_400_000);
  expect(mini.woken).toEqual([
    { due: first, at: start + 2 * MINUTE },
    { due: second, at: second },
  ]);
  expect(mini.ticks).toHaveLength(2);
  expect(minuteOf(clock.now())).toBe(start + 56 * 86_400_000);
});

test('whoever is due by the end of a move has been woken, even before the minute is full', async () => {
  const start = minuteOf(clock.now()) + MINUTE;
  const mini = new Miniature();
  mini.due = [start + 90_000];
  await mini.timeline.advanceTo(start + 95_000);
  expect(mini.woken.map(({ due }) => due)).toEqual([start + 90_000]);
});

test('customers whom one tick leaves behind are woken by the next minutes', async () => {
  const start = minuteOf(clock.now()) + MINUTE;
  const mini = new Miniature(2);
  mini.due = [1, 2, 3, 4, 5].map((second) => start + second);
  await mini.timeline.advanceTo(start + 86_400_000);
  expect(mini.woken.map(({ at }) => at)).toEqual([1, 1, 2, 2, 3].map((minute) => start + minute * MINUTE));
});

test.each([30_000, -1])('a customer whom one tick leaves as they are is woken by the next one, due %i ms after a minute begins', async (after) => {
  const start = minuteOf(clock.now()) + MINUTE;
  await clock.moveTo(start);
  const mini = new Miniature();
  const due = start + after;
  mini.due = [due];
  mini.left.add(due);
  await mini.timeline.advanceTo(start + 86_400_000);
  expect(mini.woken).toEqual([{ due, at: start + 2 * MINUTE }]);
});

test('a customer who stays due does not hold up those who are due later, nor make a move go through every minute', async () => {
  const start = minuteOf(clock.now()) + MINUTE;
  const later = start + 7 * 86_400_000;
  const mini = new Miniature(1, [start]);
  mini.due = [start, later];
  await mini.timeline.advanceTo(start + 8 * 86_400_000);
  expect(mini.woken).toEqual([{ due: later, at: later }]);
  expect(mini.ticks.length).toBeLessThan(8);
});

test('a delayed message is visited within the second after it becomes visible', async () => {
  const start = clock.now();
  const mini = new Miniature();
  mini.messages = [start + 45_250];
  let visited = 0;
  clock.onMoved(() => (visited ||= clock.now()));
  await mini.timeline.advanceTo(start + 3_600_000);
  expect(visited).toBeGreaterThanOrEqual(start + 45_250);
  expect(visited).toBeLessThan(start + 45_250 + 1_100);
});

test('of two moves at once the second begins where the first ended', async () => {
  const mini = new Miniature();
  const start = clock.now();
  const order: string[] = [];
  await Promise.all([
    mini.timeline.advanceTo(start + 10 * MINUTE).then(() => order.push('first')),
    mini.timeline.advanceTo(start + 5 * MINUTE).then(() => order.push('second')),
  ]);
  expect(order).toEqual(['first', 'second']);
  expect(clock.now()).toBeGreaterThanOrEqual(start + 10 * MINUTE);
});
