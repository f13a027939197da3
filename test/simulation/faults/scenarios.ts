import type { Deed, OrderedLine, Plan } from './plan';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday morning in New York. */
const START = Date.UTC(2026, 10, 23, 15);

/** A short story, of which every place where a process can die is tried. */
export interface Scenario {
  name: string;
  plan: Plan;
  /** The part of it in which processes die, epoch ms: what comes before has a scenario of its own. */
  from: number;
  /** Whether two deaths in one run are tried too, in every combination. */
  inPairs: boolean;
}

const ada = { id: 'c1', email: 'c1@example.com', timeZone: 'America/New_York' };
const l1: OrderedLine = { orderId: 'o1', lineId: 'l11', buyer: ada, sku: 'SKU-1', supplierOrder: 'PO-1', quantity: 2 };

type Told = Deed extends infer D ? (D extends Deed ? Omit<D, 'at'> : never) : never;

interface Story extends Pick<Scenario, 'from' | 'inPairs'>, Pick<Plan, 'refund'> {
  deeds: [after: number, deed: Told][];
  lasts: number;
}

/** `after` and `from` in ms from the beginning; a line is opened before all else unless `deeds` do that. */
function scenario(name: string, { deeds = [], from = 0, inPairs = false, lasts = 0, refund = { afterMs: 3 * HOUR, fails: false } }: Partial<Story> = {}): Scenario {
  const opens = deeds.some(([, { do: what }]) => what === 'order') ? [] : [opened(0)];
  const all: Deed[] = [...opens, ...deeds].map(([after, deed]): Deed => ({ ...deed, at: START + after }));
  all.sort((a, b) => a.at - b.at);
  const end = Math.max(START + lasts, ...all.map(({ at }) => at));
  return { name, plan: { start: START, end, buyers: [ada], lines: [l1], deeds: all, surprise: undefined, refund }, from: START + from, inPairs };
}

const opened = (after: number): [number, Told] => [after, { do: 'order', line: l1, market: 'GB', days: 20 }];
const cancel: Told = { do: 'press', press: 'cancel', line: l1, times: 1 };

export const scenarios: readonly Scenario[] = [
  scenario('the first notice', { inPairs: true }),
  scenario('a weekly update', { from: 2 * DAY, lasts: 8 * DAY }),
  scenario('a date that moves', { from: HOUR, deeds: [[HOUR, { do: 'move', line: l1, scope: 'sku', days: 40 }]] }),
  scenario('a cancellation', { from: HOUR, inPairs: true, deeds: [[HOUR, cancel]] }),
  scenario('the money for it', { from: 4 * HOUR, inPairs: true, deeds: [[HOUR, cancel]] }),
  scenario('money that is sent at the second try', { from: 8 * HOUR - 20 * MINUTE, deeds: [[HOUR, cancel]], refund: { afterMs: 3 * HOUR, fails: true, mendedAfterMs: 2 * HOUR } }),
  scenario('an answer that the law asked for', {
    from: 2 * HOUR,
    deeds: [[0, { do: 'order', line: l1, market: 'US', days: 10 }], [HOUR, { do: 'move', line: l1, scope: 'sku', days: 60 }], [2 * HOUR, { do: 'press', press: 'keep', line: l1, times: 1 }]],
  }),
  scenario('a cancellation that is undone', { from: HOUR, deeds: [[HOUR, cancel], [2 * HOUR, { do: 'press', press: 'undo', line: l1, times: 1 }]] }),
  scenario('goods that leave', { from: HOUR, inPairs: true, deeds: [[HOUR, { do: 'ship', line: l1, quantity: 2, agoMs: 0 }]] }),
  scenario('goods that left before their line was known', { deeds: [[0, { do: 'ship', line: l1, quantity: 1, agoMs: 0 }], opened(2000)] }),
  scenario('more goods after the last', { from: HOUR, deeds: [[HOUR, { do: 'ship', line: l1, quantity: 2, agoMs: 0 }], [2 * DAY, { do: 'ship', line: l1, quantity: 1, agoMs: 0 }]] }),
];
