import fc from 'fast-check';

/*
 * What can happen to a customer who waits, in random order: everything that a store and a customer may do, sensible or not.
 */

const ZONES = ['America/Chicago', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Auckland', 'Asia/Kathmandu', 'America/Sao_Paulo'];
const CURRENCIES = ['USD', 'JPY', 'KWD'];

export const LINES = 8;

export interface History {
  zone: string;
  currency: string;
  shop: Shop;
  /** Day of the beginning, from 1 January 2026. */
  startDay: number;
  steps: Step[];
}

/** What this shop has chosen. */
export interface Shop {
  /** Whether it gives something back for a long wait, and whether the month's budget is soon used up. */
  goodwill: 'none' | 'ample' | 'tight';
  /** Days of a further delay to which it asks consent beforehand. */
  furtherDays: number;
  /** When it sends, at the end, the money that it owes; null for one that is asked for it day after day. */
  paysAfterDays: number | null;
}

export interface Step {
  /** Minutes that pass before it. */
  wait: number;
  line: number;
  action: Action;
  repeat: boolean;
}

type Action =
  | Order
  | { do: 'move'; scope: 'line' | 'sku' | 'supplier'; days: number | null; ageMinutes: number; isTie: boolean }
  | { do: 'confirm'; scope: 'line' | 'sku' | 'supplier' }
  | { do: 'ship'; quantity: number; ageHours: number }
  | { do: 'shop cancels'; quantity: number | undefined; refund: 'needed' | 'done' }
  | { do: 'settle' | 'fail'; which: number }
  | { do: 'cancel' | 'undo' | 'keep'; all: boolean }
  | { do: 'cancel some'; quantity: number }
  | { do: 'keep for longer' }
  | { do: 'weekly'; to: 'on' | 'off' }
  | { do: 'bounce'; which: number; how: 'permanent' | 'transient' | 'left address' | 'rejected' }
  | { do: 'new address' }
  | { do: 'ask about stock' | 'ask again'; sku: number }
  | { do: 'back in stock'; sku: number; ageMinutes: number }
  | { do: 'stop alerts'; sku: number | undefined };

interface Order {
  do: 'order';
  market: 'US' | 'GB';
  kind: 'backorder' | 'pre-order';
  quantity: number;
  paid: number;
  /** Of what was paid, in a hundred. */
  tax: number;
  balanceDue: number | undefined;
  days: number | null;
  ageMinutes: number;
}

const days = fc.option(fc.integer({ min: -3, max: 60 }), { freq: 6 });
const scope = fc.constantFrom('line', 'sku', 'supplier');
const ship: fc.Arbitrary<Action> = fc.record({ do: fc.constant('ship' as const), quantity: fc.integer({ min: 1, max: 4 }), ageHours: fc.integer({ min: 0, max: 30 }) });
const shopCancels: fc.Arbitrary<Action> = fc.record({
  do: fc.constant('shop cancels' as const),
  quantity: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  refund: fc.constantFrom('needed', 'done'),
});
const order: fc.Arbitrary<Order> = fc.record({
  do: fc.constant('order' as const),
  market: fc.constantFrom('US' as const, 'GB' as const),
  kind: fc.constantFrom('backorder' as const, 'backorder' as const, 'pre-order' as const),
  quantity: fc.integer({ min: 1, max: 4 }),
  paid: fc.integer({ min: 0, max: 20_001 }),
  tax: fc.constantFrom(0, 7, 95),
  balanceDue: fc.option(fc.nat(9001), { nil: undefined }),
  days,
  ageMinutes: fc.oneof(fc.constant(0), fc.nat(3000)),
});
const sku = fc.nat(2);
const undo: fc.Arbitrary<Action> = fc.constant({ do: 'undo', all: false });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 7, arbitrary: order },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('move' as const), scope, days, ageMinutes: fc.integer({ min: 0, max: 2000 }), isTie: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), scope }) },
  { weight: 2, arbitrary: ship },
  { weight: 1, arbitrary: shopCancels },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('settle' as const, 'fail' as const), which: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'undo' as const, 'keep' as const), all: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel some' as const), quantity: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('weekly' as const), to: fc.constantFrom('on', 'off') }) },
  { weight: 1, arbitrary: fc.constant({ do: 'keep for longer' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bounce' as const), which: fc.nat(2), how: fc.constantFrom('permanent' as const, 'transient' as const, 'left address' as const, 'rejected' as const) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'new address' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('ask about stock' as const, 'ask again' as const), sku }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('back in stock' as const), sku, ageMinutes: fc.nat(600) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop alerts' as const), sku: fc.option(sku, { nil: undefined }) }) },
);

const wait = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(20) }, { weight: 2, arbitrary: fc.nat(600) }, { weight: 3, arbitrary: fc.integer({ min: 600, max: 12_000 }) });
const step: fc.Arbitrary<Step> = fc.record({ wait, line: fc.nat(LINES - 1), action, repeat: fc.boolean() });

/** A cancellation, something that happens to the line while it can be taken back, and then its undoing or its end. */
const secondThoughts: fc.Arbitrary<Step[]> = fc
  .record({ first: wait, line: fc.nat(LINES - 1), waits: fc.tuple(fc.nat(150), fc.nat(150)), between: action, end: fc.oneof(undo, ship, shopCancels), repeat: fc.boolean() })
  .map(({ first, line, waits, between, end, repeat }) => [
    { wait: first, line, action: { do: 'cancel', all: false }, repeat },
    { wait: waits[0], line, action: between, repeat: false },
    { wait: waits[1], line, action: end, repeat },
  ]);

/** An order that the law ends at midnight, and a cancellation before it that is taken back before or after. */
const lastHours: fc.Arbitrary<Step[]> = fc
  .record({ first: wait, line: fc.nat(LINES - 1), promised: order, waits: fc.tuple(fc.nat(1440), fc.nat(240)), end: fc.oneof(undo, ship) })
  .map(({ first, line, promised, waits, end }) => [
    { wait: first, line, action: { ...promised, market: 'US', days: 0, ageMinutes: 0 }, repeat: false },
    { wait: waits[0], line, action: { do: 'cancel', all: false }, repeat: false },
    { wait: waits[1], line, action: end, repeat: false },
  ]);

/** A date that slips where the law asks for an answer, what the customer says to it, and how it goes on. */
const slips: fc.Arbitrary<Step[]> = fc
  .record({ first: wait, line: fc.nat(LINES - 1), promised: order, answer: fc.constantFrom('keep', 'keep for longer', 'bounce', 'nothing'), moves: fc.array(fc.record({ wait, days }), { minLength: 1, maxLength: 3 }) })
  .map(({ first, line, promised, answer, moves }) => {
    const answers: Record<typeof answer, Action[]> = { keep: [{ do: 'keep', all: false }], 'keep for longer': [{ do: 'keep for longer' }], bounce: [{ do: 'bounce', which: 0, how: 'left address' }], nothing: [] };
    const slip = moves.flatMap(({ wait, days }): Step[] => [
      { wait, line, action: { do: 'move', scope: 'line', days, ageMinutes: 0, isTie: false }, repeat: false },
      ...answers[answer].map((action) => ({ wait: 30, line, action, repeat: false })),
    ]);
    return [{ wait: first, line, action: { ...promised, market: 'US' }, repeat: false }, ...slip];
  });

/** An answer to a slipped date, of which no mail arrives: neither the one that confirms it, nor those before it. Then the line goes on, and there is a new address. */
const unheard: fc.Arbitrary<Step[]> = fc
  .record({ first: wait, line: fc.nat(LINES - 1), promised: order, days: fc.integer({ min: 35, max: 60 }), lost: fc.integer({ min: 1, max: 3 }), end: fc.option(fc.oneof(ship, shopCancels, fc.constant<Action>({ do: 'cancel', all: false })), { nil: undefined }) })
  .map(({ first, line, promised, days, lost, end }) => [
    { wait: first, line, action: { ...promised, market: 'US', days: 10, ageMinutes: 0 }, repeat: false },
    { wait: 5, line, action: { do: 'move', scope: 'line', days, ageMinutes: 0, isTie: false }, repeat: false },
    { wait: 30, line, action: { do: 'keep', all: false }, repeat: false },
    ...Array.from({ length: lost }, (_none, which): Step => ({ wait: 5, line, action: { do: 'bounce', which, how: 'permanent' }, repeat: false })),
    ...(end === undefined ? [] : [{ wait: 5, line, action: end, repeat: false }]),
    { wait: 5, line, action: { do: 'new address' }, repeat: false },
  ]);

/** Stock that comes back while a date that moved waits to be told. */
const newsTogether: fc.Arbitrary<Step[]> = fc
  .record({ first: wait, line: fc.nat(LINES - 1), sku, promised: order, days: fc.integer({ min: 12, max: 60 }), ageMinutes: fc.nat(4) })
  .map(({ first, line, sku, promised, days, ageMinutes }) => [
    { wait: first, line, action: { ...promised, days: 10, ageMinutes: 0 }, repeat: false },
    { wait: 5, line, action: { do: 'ask about stock', sku }, repeat: false },
    { wait: 5, line, action: { do: 'move', scope: 'line', days, ageMinutes: 0, isTie: false }, repeat: false },
    { wait: 5, line, action: { do: 'back in stock', sku, ageMinutes }, repeat: false },
  ]);

export const history: fc.Arbitrary<History> = fc.record({
  zone: fc.constantFrom(...ZONES),
  currency: fc.constantFrom(...CURRENCIES),
  shop: fc.record({ goodwill: fc.constantFrom('none' as const, 'ample' as const, 'tight' as const), furtherDays: fc.constantFrom(0, 14), paysAfterDays: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(1, 3, 10) }, { weight: 1, arbitrary: fc.constant(null) }) }),
  startDay: fc.nat(700),
  steps: fc
    .array(fc.oneof({ weight: 10, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: secondThoughts }, { weight: 1, arbitrary: slips }, { weight: 1, arbitrary: lastHours }, { weight: 1, arbitrary: unheard }, { weight: 1, arbitrary: newsTogether }), { minLength: 6, maxLength: 26 })
    .map((scenes) => scenes.flat()),
});
