import fc from 'fast-check';
import type { Fact } from '../../functions/core/facts';
import type { World } from './world';

/*
 * What can happen to a customer who waits, in random order: everything that a store and a customer may do, sensible or not.
 */

const DAY = 86_400_000;
const ZONES = ['America/Chicago', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Auckland', 'Asia/Kathmandu', 'America/Sao_Paulo'];
const CURRENCIES = ['USD', 'JPY', 'KWD'];

export interface History {
  zone: string;
  currency: string;
  /** Day of the beginning, from 1 January 2026. */
  startDay: number;
  steps: Step[];
}

export interface Step {
  /** Minutes that pass before it. */
  wait: number;
  line: number;
  action: Action;
  repeat: boolean;
}

type Action =
  | { do: 'order'; market: 'US' | 'GB'; quantity: number; paid: number; days: number | null; ageMinutes: number }
  | { do: 'move'; scope: 'line' | 'sku' | 'supplier'; days: number | null; ageMinutes: number; isTie: boolean }
  | { do: 'confirm'; scope: 'line' | 'sku' | 'supplier' }
  | { do: 'ship'; quantity: number; ageHours: number }
  | { do: 'shop cancels'; quantity: number | undefined; refund: 'needed' | 'done' }
  | { do: 'settle' | 'fail'; which: number }
  | { do: 'cancel' | 'undo' | 'keep'; all: boolean }
  | { do: 'weekly'; to: 'on' | 'off' };

const days = fc.option(fc.integer({ min: -3, max: 60 }), { freq: 6 });
const scope = fc.constantFrom('line', 'sku', 'supplier');
const ship: fc.Arbitrary<Action> = fc.record({ do: fc.constant('ship' as const), quantity: fc.integer({ min: 1, max: 4 }), ageHours: fc.integer({ min: 0, max: 30 }) });
const shopCancels: fc.Arbitrary<Action> = fc.record({
  do: fc.constant('shop cancels' as const),
  quantity: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  refund: fc.constantFrom('needed', 'done'),
});
const undo: fc.Arbitrary<Action> = fc.constant({ do: 'undo', all: false });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('order' as const), market: fc.constantFrom('US' as const, 'GB' as const), quantity: fc.integer({ min: 1, max: 4 }), paid: fc.integer({ min: 0, max: 20_001 }), days, ageMinutes: fc.oneof(fc.constant(0), fc.nat(3000)) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('move' as const), scope, days, ageMinutes: fc.integer({ min: 0, max: 2000 }), isTie: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), scope }) },
  { weight: 2, arbitrary: ship },
  { weight: 1, arbitrary: shopCancels },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('settle' as const, 'fail' as const), which: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'undo' as const, 'keep' as const), all: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('weekly' as const), to: fc.constantFrom('on', 'off') }) },
);

const wait = fc.oneof({ weight: 2, arbitrary: fc.nat(20) }, { weight: 2, arbitrary: fc.nat(600) }, { weight: 3, arbitrary: fc.integer({ min: 600, max: 12_000 }) });
const step: fc.Arbitrary<Step> = fc.record({ wait, line: fc.nat(5), action, repeat: fc.boolean() });

/** A cancellation, something that happens to the line while it can be taken back, and then its undoing or its end. */
const secondThoughts: fc.Arbitrary<Step[]> = fc
  .record({ first: wait, line: fc.nat(5), waits: fc.tuple(fc.nat(150), fc.nat(150)), between: action, end: fc.oneof(undo, ship, shopCancels), repeat: fc.boolean() })
  .map(({ first, line, waits, between, end, repeat }) => [
    { wait: first, line, action: { do: 'cancel', all: false }, repeat },
    { wait: waits[0], line, action: between, repeat: false },
    { wait: waits[1], line, action: end, repeat },
  ]);

export const history: fc.Arbitrary<History> = fc.record({
  zone: fc.constantFrom(...ZONES),
  currency: fc.constantFrom(...CURRENCIES),
  startDay: fc.nat(700),
  steps: fc
    .array(fc.oneof({ weight: 10, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: secondThoughts }), { minLength: 6, maxLength: 26 })
    .map((scenes) => scenes.flat()),
});

/** The fact of a step, as it is on the day; undefined where there is nothing to do it to. */
export function factOf({ line, action }: Step, number: number, world: World, { zone, currency }: History): Fact | undefined {
  const at = new Date(world.time).toISOString();
  const day = (offset: number | null): string | null => (offset === null ? null : new Date(world.time + offset * DAY).toISOString().slice(0, 10));
  const eventId = `e${number}`;
  const ref = { orderId: `o${line % 3}`, lineId: `l${line}` };
  const scopeOf = (of: 'line' | 'sku' | 'supplier') => (of === 'line' ? ref : of === 'sku' ? { sku: `sku${line % 2}` } : { supplierOrder: `po${line % 3}` });
  switch (action.do) {
    case 'order':
      return {
        type: 'Backorder Created',
        event: {
          eventId,
          ...ref,
          placedAt: new Date(world.time - action.ageMinutes * 60_000).toISOString(),
          market: action.market,
          customer: { id: 'ada', email: 'ada@example.com', timeZone: zone },
          item: { sku: `sku${line % 2}`, name: `Item ${line}`, quantity: action.quantity },
          paid: { amount: action.paid, currency },
          promise: { shipBy: day(action.days) },
          kind: 'backorder',
          supplierOrder: `po${line % 3}`,
        },
      };
    case 'move': {
      const asOf = (action.isTie ? world.lastAsOf : undefined) ?? new Date(world.time - action.ageMinutes * 60_000).toISOString();
      return { type: 'ETA Changed', event: { eventId, scope: scopeOf(action.scope), shipBy: day(action.days), asOf } };
    }
    case 'confirm':
      return { type: 'ETA Confirmed', event: { eventId, scope: scopeOf(action.scope), asOf: at } };
    case 'ship':
      return { type: 'Order Shipped', event: { eventId, ...ref, shipmentId: `s${number}`, quantity: action.quantity, shippedAt: new Date(world.time - action.ageHours * 3_600_000).toISOString() } };
    case 'shop cancels':
      return { type: 'Order Cancelled', event: { eventId, ...ref, refund: action.refund, ...(action.quantity !== undefined && { quantity: action.quantity }) } };
    case 'settle':
    case 'fail': {
      const asked = world.refundsAsked;
      const refund = asked[action.which % Math.max(1, asked.length)];
      if (refund === undefined) return undefined;
      const { refundId, amount } = refund;
      return action.do === 'settle'
        ? { type: 'Refund Settled', event: { eventId, refundId, amount, currency, settledAt: at } }
        : { type: 'Refund Failed', event: { eventId, refundId, reason: 'The card was closed' } };
    }
    case 'cancel':
    case 'undo':
    case 'keep': {
      const lines = action.all ? Array.from({ length: 6 }, (_none, n) => ({ orderId: `o${n % 3}`, lineId: `l${n}` })) : [ref];
      if (action.do === 'keep') return { type: 'Keep Pressed', click: { lines: lines.map((one) => ({ ...one, words: 'I agree to wait.' })), at } };
      return { type: action.do === 'cancel' ? 'Cancel Pressed' : 'Undo Pressed', click: { lines, at } };
    }
    case 'weekly':
      return { type: action.to === 'on' ? 'Weekly Resumed' : 'Weekly Stopped', click: { at } };
  }
}
