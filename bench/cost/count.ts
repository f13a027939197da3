import type { Counts, MailKind, Part } from '../../infra/cost/counts';
import { NOTHING, plus, rounded, times } from '../../infra/cost/usage';
import type { LocalStack } from '../../local/stack';
import type { Shop } from '../../test/flows/shop';
import { begin, type Taken } from './measuring';

export type Counted = Pick<Counts, 'customers' | 'sesMilliseconds' | 'mails' | 'scheduleRun'>;

/** SES tells of a mail seconds after it, when its sender has long noted it: else the two would race for the customer, and cost more. */
const TELLS = [
  { eventType: 'Send' as const, afterSeconds: [5] },
  { eventType: 'Delivery' as const, afterSeconds: [8] },
];

/** The mails of a story are not those that it is about: it can't be counted. */
export class UnexpectedMailsError extends Error {
  override readonly name = 'UnexpectedMailsError';
}

/**
 * Lives through the life of `customers` orders and counts what each kind of mail takes. Orders and shipments come one by one, as
 * they do in a shop, so no batch is shared; one date moves for all of them, and the weekly updates go out in one morning.
 */
export async function count(stack: LocalStack, shop: Shop, customers: number, sesMilliseconds: number): Promise<Counted> {
  await shop.ses({ account: { latencyMs: sesMilliseconds }, events: { rules: TELLS } });
  // So that nothing is counted that happens once.
  await shop.order({ orderId: 'warm' });
  await shop.advance('PT2M');
  await shop.put('Order Shipped', shipment('warm', await shop.now()));
  await shop.advance('P2D');
  const orders = Array.from({ length: customers }, (_none, n) => `o${n}`);

  const first = await told(stack, 'first', customers, async () => {
    for (const orderId of orders) {
      await shop.order({ orderId, item: { sku: 'STOOL', name: 'Oak stool', quantity: 1 } });
      await shop.settle();
      await shop.advance('PT1M');
    }
  });
  // Amid a minute, as nearly always: on the minute, the message that tells of it would meet the schedule that looks after it.
  await shop.advance('P2DT30S');
  const moved = await told(stack, 'moved', customers, async () => {
    await shop.put('ETA Changed', { eventId: 'moved', scope: { sku: 'STOOL' }, shipBy: await shop.day(30), asOf: await shop.now() });
    await shop.settle();
    await shop.advance('P1D');
  });
  const weekly = await told(stack, 'weekly', customers, () => shop.advance('P7D'));
  await shop.advance('P1D');
  const shipped = await told(stack, 'shipped', customers, async () => {
    for (const orderId of orders) {
      await shop.put('Order Shipped', shipment(orderId, await shop.now()));
      await shop.settle();
      await shop.advance('PT11M');
    }
    await shop.advance('P1D');
  });
  // The clock of the stack skips minutes in which nobody is due, but a run reads as much for none as for many.
  const runs = [first, moved, weekly, shipped].map(({ schedule }) => schedule);
  const all = runs.reduce((sum, { usage, runs: count }) => ({ usage: plus(sum.usage, usage), runs: sum.runs + count }), { usage: NOTHING, runs: 0 });
  const mails = { first: first.mail, moved: moved.mail, weekly: weekly.mail, shipped: shipped.mail };
  return { customers, sesMilliseconds, mails, scheduleRun: rounded(times(all.usage, 1 / all.runs)) };
}

const shipment = (orderId: string, shippedAt: string) => ({ eventId: `shipped-${orderId}`, orderId, lineId: 'l1', shipmentId: `s-${orderId}`, quantity: 1, shippedAt });

async function told(stack: LocalStack, kind: MailKind, expected: number, live: () => Promise<unknown>): Promise<{ mail: Counts['mails'][MailKind]; schedule: Taken['schedule'] }> {
  const end = begin(stack);
  await live();
  // Until SES has told of the last one.
  await stack.timeline.advanceTo(stack.clock.now() + 60_000);
  const taken: Taken = end();
  const { mails } = taken.usage;
  if (mails !== expected) throw new UnexpectedMailsError(`${kind}: expected ${expected} mails, found ${mails}`);
  const parts = taken.parts.map(({ lambda, operation, calls, readUnits, writeUnits }): Part => ({ lambda, operation, calls: calls / mails, readUnits: readUnits / mails, writeUnits: writeUnits / mails }));
  return { schedule: taken.schedule, mail: { usage: rounded(times(taken.usage, 1 / mails)), parts } };
}
