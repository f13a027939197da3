import type { ReportedEta } from '../adapters/etas';
import { lineOf, type Order } from '../adapters/orders';
import { applyAll } from '../core/changes';
import type { Customer } from '../core/customer';
import type { Instant } from '../core/dates';
import type { BackorderCreated } from '../core/events/incoming/backorder-created';
import type { Change, Fact, Setting } from '../core/facts';

/**
 * Opens the line and then applies the closes that came before it. Undefined for a line that the order already has,
 * open or closed: a replay changes nothing. `sentAt`: when the bus took the event.
 */
export function openWithEarlyCloses(
  known: Customer | undefined,
  order: Order | undefined,
  event: BackorderCreated,
  setting: Setting,
  now: Instant,
  sentAt?: Instant,
): Change | undefined {
  if (order !== undefined && lineOf(order, event.lineId) !== undefined) return undefined;
  const closes = order?.early.filter((early) => early.event.lineId === event.lineId) ?? [];
  return applyAll(known, [{ type: 'Backorder Created', event, sentAt }, ...closes], setting, now);
}

/** What was reported for the scopes of a line, as facts: whether it is news is for the line to say. */
export const newsOf = (etas: readonly ReportedEta[]): Fact[] =>
  etas.flatMap(({ changed, confirmed }): Fact[] => [
    ...(changed === undefined ? [] : [{ type: 'ETA Changed' as const, event: changed }]),
    ...(confirmed === undefined ? [] : [{ type: 'ETA Confirmed' as const, event: confirmed }]),
  ]);
