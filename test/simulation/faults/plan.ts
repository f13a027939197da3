import type { Chance } from './chance';

/*
 * What a store and its customers do, made up from a seed: up to three customers, a few lines, some three weeks.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Buyer {
  id: string;
  email: string;
  timeZone: string;
}

export interface OrderedLine {
  orderId: string;
  lineId: string;
  buyer: Buyer;
  sku: string;
  supplierOrder: string;
  quantity: number;
}

export type Press = 'cancel' | 'undo' | 'keep' | 'stop-weekly';

/** `at` in epoch ms. */
export type Deed =
  | { at: number; do: 'order'; line: OrderedLine; market: 'US' | 'GB'; days: number | null }
  | { at: number; do: 'move'; line: OrderedLine; scope: 'line' | 'sku' | 'supplierOrder'; days: number | null }
  | { at: number; do: 'confirm'; line: OrderedLine; scope: 'line' | 'sku' | 'supplierOrder' }
  | { at: number; do: 'ship'; line: OrderedLine; quantity: number; agoMs: number }
  | { at: number; do: 'shop cancels'; line: OrderedLine; quantity: number | undefined; refund: 'needed' | 'done' }
  | { at: number; do: 'new address'; buyer: Buyer; email: string }
  | { at: number; do: 'erase'; buyer: Buyer }
  | { at: number; do: 'ask about stock'; buyer: Buyer; sku: string }
  | { at: number; do: 'back in stock'; sku: string }
  | { at: number; do: 'poison'; detailType: string; detail: Record<string, unknown> }
  | { at: number; do: 'press'; press: Press; line: OrderedLine; times: number }
  /** So many units, where the page lets them choose; fewer where fewer can be chosen. */
  | { at: number; do: 'cancel some'; line: OrderedLine; units: number; times: number }
  | { at: number; do: 'look'; line: OrderedLine };

export interface Plan {
  start: number;
  /** When the last deed is done. */
  end: number;
  buyers: Buyer[];
  lines: OrderedLine[];
  deeds: Deed[];
  /** What the store hears soon after a weekly update was begun: another date for what it is about. */
  surprise: { afterMs: number; days: number } | undefined;
  /** When the store answers a request for money, and whether it could send it; and, if not, when it could after all. */
  refund: { afterMs: number; fails: boolean; mendedAfterMs?: number | undefined };
}

const ZONES = ['America/Chicago', 'Europe/Berlin', 'Pacific/Auckland', 'America/New_York', 'Asia/Kathmandu'] as const;

export function planFrom(chance: Chance): Plan {
  const start = Date.UTC(2026, 0, 1 + chance.between(0, 700), chance.between(0, 23), chance.between(0, 59), chance.between(0, 59));
  const spanDays = chance.pick([1, 1, 2, 3, 9, 9, 16, 21] as const);
  const buyers = Array.from({ length: chance.pick([1, 1, 1, 2, 3] as const) }, (_none, n): Buyer => ({ id: `c${n + 1}`, email: `c${n + 1}@example.com`, timeZone: chance.pick(ZONES) }));
  const lines = linesOf(buyers, chance);
  const end = start + spanDays * DAY;
  const within = (): number => start + Math.floor(chance.next() ** 1.5 * (end - start));
  const deeds = lines.map((line): Deed => ({ at: chance.happens(0.6) ? start + chance.between(0, 90) * 1000 : within(), do: 'order', line, market: chance.happens(0.5) ? 'US' : 'GB', days: daysFrom(chance) }));
  // What follows on an order at once may overtake it.
  for (const deed of [...deeds]) if (deed.do === 'order' && chance.happens(0.25)) deeds.push({ ...hurried(chance, deed.line), at: deed.at + chance.between(-1500, 2500) });
  const count = chance.between(1, 7);
  for (let number = 0; number < count; number += 1) deeds.push(...sceneOf(chance, lines, buyers, within()));
  for (const deed of deeds) if (deed.do === 'erase') hasten(deed, deeds, chance);
  const surprise = chance.happens(0.8) ? { afterMs: chance.between(16, 90) * MINUTE, days: chance.between(50, 90) } : undefined;
  const refund = { afterMs: chance.between(1, 60) * HOUR, fails: chance.happens(0.2), mendedAfterMs: chance.pick([undefined, undefined, chance.between(0, 20) * MINUTE, chance.between(1, 40) * HOUR]) };
  if (chance.happens(0.2)) deeds.push(...shippedAfterTheEnd(chance, chance.pick(lines)!, within()));
  if (chance.happens(0.2)) for (const sku of ['GONE-3', 'GONE-4', 'GONE-5']) deeds.push(...askedForAndBack(chance, buyers, sku, within()));
  deeds.sort((a, b) => a.at - b.at);
  return { start: Math.min(start, deeds[0]?.at ?? start), end: Math.max(end, deeds.at(-1)?.at ?? 0), buyers, lines, deeds, surprise, refund };
}

/** What was over leaves the warehouse all the same: the merchant is told once, however often the store says so. */
const shippedAfterTheEnd = (chance: Chance, line: OrderedLine, at: number): Deed[] => [
  { at, do: 'shop cancels', line, quantity: chance.pick([undefined, undefined, 1]), refund: 'done' },
  { at: at + chance.between(1, 120) * MINUTE, do: 'ship', line, quantity: line.quantity, agoMs: 0 },
];

const askedForAndBack = (chance: Chance, buyers: readonly Buyer[], sku: string, at: number): Deed[] => [
  { at, do: 'ask about stock', buyer: chance.pick(buyers)!, sku },
  { at: at + chance.between(1, 300) * 1000, do: 'back in stock', sku },
];

function linesOf(buyers: readonly Buyer[], chance: Chance): OrderedLine[] {
  return buyers.flatMap((buyer, number) =>
    Array.from({ length: chance.pick([1, 1, 1, 2, 3] as const) }, (_none, place): OrderedLine => ({
      orderId: `o${number + 1}${chance.happens(0.7) ? 'a' : 'b'}`,
      lineId: `l${number + 1}${place + 1}`,
      buyer,
      sku: `SKU-${chance.between(1, 2)}`,
      supplierOrder: `PO-${chance.between(1, 2)}`,
      quantity: chance.between(1, 3),
    })),
  );
}

/** Much is on its way when somebody is erased: an order, or its first mail. */
function hasten(deed: Deed & { do: 'erase' }, deeds: readonly Deed[], chance: Chance): void {
  const order = chance.pick(deeds.filter((one) => one.do === 'order' && one.line.buyer === deed.buyer));
  if (order === undefined) return;
  const after = chance.pick([undefined, chance.between(200, 2500), chance.between(44_400, 46_000), chance.between(44_400, 46_000)] as const);
  if (after !== undefined) deed.at = order.at + after;
}

const hurried = (chance: Chance, line: OrderedLine): Deed =>
  chance.pick<Deed>([
    { at: 0, do: 'ship', line, quantity: 1, agoMs: 0 },
    { at: 0, do: 'ship', line, quantity: line.quantity, agoMs: 0 },
    { at: 0, do: 'shop cancels', line, quantity: undefined, refund: 'needed' },
    { at: 0, do: 'move', line, scope: 'sku', days: chance.between(3, 40) },
    { at: 0, do: 'move', line, scope: 'supplierOrder', days: chance.between(3, 40) },
    { at: 0, do: 'move', line, scope: 'line', days: chance.between(3, 40) },
  ]);

const daysFrom = (chance: Chance): number | null => (chance.happens(0.15) ? null : chance.between(-1, 45));

/** One thing that happens, or several that belong together. */
function sceneOf(chance: Chance, lines: readonly OrderedLine[], buyers: readonly Buyer[], at: number): Deed[] {
  const line = chance.pick(lines)!;
  const soon = (): number => at + chance.between(1, chance.happens(0.5) ? 300 : 14_000) * 1000;
  const scope = chance.pick(['line', 'sku', 'supplierOrder'] as const);
  switch (chance.pick(['move', 'move', 'move', 'confirm', 'ship', 'ship', 'shop cancels', 'new address', 'poison', 'cancel', 'cancel some', 'cancel some', 'cancel and undo', 'answer', 'answer', 'answer', 'change of mind', 'change of mind', 'keep', 'stop-weekly', 'look', 'twice', 'overtaken', 'erase', 'erase', 'stock', 'stock'] as const)) {
    case 'move':
      return [{ at, do: 'move', line, scope, days: daysFrom(chance) }];
    case 'twice':
      return [{ at, do: 'move', line, scope, days: daysFrom(chance) }, { at: soon(), do: 'move', line, scope, days: daysFrom(chance) }];
    case 'confirm':
      return [{ at, do: 'confirm', line, scope }];
    case 'ship':
      return [{ at, do: 'ship', line, quantity: chance.happens(0.7) ? line.quantity : chance.between(1, 3), agoMs: chance.between(0, 6) * HOUR }];
    case 'shop cancels':
      return [{ at, do: 'shop cancels', line, quantity: chance.happens(0.5) ? undefined : 1, refund: chance.happens(0.7) ? 'needed' : 'done' }];
    case 'new address':
      return [{ at, do: 'new address', buyer: chance.pick(buyers)!, email: `new-${chance.between(1, 999)}@example.com` }];
    case 'poison':
      // Close to something that is sound, so that they lie in the same batch.
      return [{ at, do: 'poison', ...chance.pick(poisons)! }, ...(chance.happens(0.7) ? [{ ...hurried(chance, line), at: at + chance.between(-400, 400) }] : [])];
    case 'cancel':
      return [{ at, do: 'press', press: 'cancel', line, times: chance.between(1, 2) }];
    case 'cancel some':
      return [{ at, do: 'cancel some', line, units: chance.between(1, 3), times: chance.between(1, 2) }, ...(chance.happens(0.3) ? [{ at: soon(), do: 'press', press: 'undo', line, times: 1 } as const] : [])];
    case 'cancel and undo':
      return [{ at, do: 'press', press: 'cancel', line, times: 1 }, { at: soon(), do: 'press', press: 'undo', line, times: chance.between(1, 2) }];
    case 'overtaken':
      return [{ at, do: 'press', press: 'cancel', line, times: 1 }, { at: soon(), do: 'ship', line, quantity: line.quantity, agoMs: 2 * HOUR }];
    case 'keep':
    case 'stop-weekly':
      return [{ at, do: 'move', line, scope: 'line', days: chance.between(20, 60) }, { at: at + chance.between(15, 300) * MINUTE, do: 'press', press: chance.happens(0.7) ? 'keep' : 'stop-weekly', line, times: 1 }];
    case 'answer':
      return [{ at, do: 'move', line, scope: 'line', days: chance.between(40, 80) }, { at: at + chance.between(12, 60) * MINUTE, do: 'press', press: 'keep', line, times: chance.between(1, 2) }];
    case 'change of mind': {
      // What SES tells of the first mail comes while the second is on its way.
      const kept = at + chance.between(12, 60) * MINUTE;
      return [{ at, do: 'move', line, scope: 'line', days: chance.between(40, 80) }, { at: kept, do: 'press', press: 'keep', line, times: 1 }, { at: kept + chance.between(300, 20_000), do: 'press', press: 'cancel', line, times: 1 }];
    }
    case 'look':
      return [{ at, do: 'look', line }];
    case 'erase':
      return [...(chance.happens(0.4) ? [{ at: at - chance.between(0, 900), do: 'new address', buyer: line.buyer, email: `last-${chance.between(1, 999)}@example.com` } as const] : []), { at, do: 'erase', buyer: line.buyer }];
    case 'stock': {
      const sku = `GONE-${chance.between(1, 2)}`;
      const back = soon();
      return [
        ...buyers.filter(() => chance.happens(0.6)).map((buyer): Deed => ({ at: at + chance.between(0, 20) * 1000, do: 'ask about stock', buyer, sku })),
        { at: back, do: 'back in stock', sku },
        ...(chance.happens(0.3) ? [{ at: back + chance.between(0, 100) * 1000, do: 'back in stock', sku } as const] : []),
      ];
    }
  }
}

/** Events that nobody can use: each ends as a dead letter, and nothing else does because of it. */
const poisons: readonly { detailType: string; detail: Record<string, unknown> }[] = [
  { detailType: 'Backorder Created', detail: { eventId: 'poison-1', orderId: 'o1a' } },
  { detailType: 'ETA Changed', detail: { eventId: 'poison-2', scope: { sku: 'SKU-1' }, shipBy: 'soon', asOf: '2026-01-01T00:00:00Z' } },
  { detailType: 'Order Shipped', detail: { eventId: 'poison-3', orderId: 'o1a', lineId: 'l11', quantity: -1 } },
  { detailType: 'Refund Settled', detail: { eventId: 'poison-4', refundId: 'none', amount: 1, currency: 'USD', settledAt: '2026-01-01T00:00:00Z' } },
];

export const isPoison = (eventId: string): boolean => eventId.startsWith('poison');
