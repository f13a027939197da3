import type { Eta, Line } from '../line';
import type { Instant } from '../dates';
import type { Draft } from '../change';
import type { EtaChanged, EtaConfirmed, Scope } from '../events/incoming/eta';
import type { Setting } from '../facts';
import { momentOf } from '../moment';
import { changeToTell, mayWait, shipmentsToTell } from '../standing';
import { warnOfFarDate } from './ask-merchant';

/** Scopes from wide to narrow: of two reports of the same moment the narrower is meant for this line. */
const scopes: readonly Eta['scope'][] = ['created', 'sku', 'supplierOrder', 'line'];

export const scopeName = (scope: Scope): Exclude<Eta['scope'], 'created'> =>
  'sku' in scope ? 'sku' : 'supplierOrder' in scope ? 'supplierOrder' : 'line';

export function isInScope(line: Line, scope: Scope): boolean {
  if ('sku' in scope) return line.item.sku === scope.sku;
  if ('supplierOrder' in scope) return line.supplierOrder === scope.supplierOrder;
  return line.orderId === scope.orderId && line.lineId === scope.lineId;
}

/** Takes over the new date for every open line that it concerns. False when no line is changed. */
export function moveDate(draft: Draft, event: EtaChanged, setting: Setting, now: Instant): boolean {
  const concerned = draft.customer.lines.filter((line) => isInScope(line, event.scope) && mayWait(line) && isNews(line, event));
  for (const before of concerned) {
    const eta: Eta = {
      shipBy: event.shipBy,
      deliverBy: event.deliverBy,
      cause: event.cause ?? before.eta.cause,
      asOf: event.asOf,
      scope: scopeName(event.scope),
      confirmedAt: event.asOf > before.eta.confirmedAt ? event.asOf : before.eta.confirmedAt,
    };
    const line = draft.putLine(markChange({ ...before, eta, appliedIds: [...before.appliedIds, event.eventId] }, setting, now));
    draft.note('eta-changed', [line], event.eventId, { from: before.eta.shipBy, to: event.shipBy, asOf: event.asOf, cause: event.cause?.code ?? null });
    if (event.shipBy !== before.eta.shipBy) warnOfFarDate(draft, line, setting, now);
  }
  return concerned.length > 0;
}

/** The merchant says that the date on record still holds. */
export function confirmDate(draft: Draft, event: EtaConfirmed, setting: Setting, now: Instant): boolean {
  const concerned = draft.customer.lines.filter(
    (line) =>
      isInScope(line, event.scope) && mayWait(line) && !line.appliedIds.includes(event.eventId) && event.asOf > line.eta.confirmedAt,
  );
  for (const before of concerned) {
    // Word that comes after the customer was told that there is none makes the date news again.
    const eta: Eta = { ...before.eta, confirmedAt: event.asOf };
    const line = draft.putLine(markChange({ ...before, eta, appliedIds: [...before.appliedIds, event.eventId] }, setting, now));
    draft.note('eta-confirmed', [line], event.eventId, { shipBy: line.eta.shipBy, asOf: event.asOf });
  }
  return concerned.length > 0;
}

/**
 * Starts the settle window at the first difference from what was told, keeps it while there is one, and forgets it
 * when a change is taken back before it was told.
 */
export function markChange(line: Line, setting: Setting, now: Instant): Line {
  const change = changeToTell(line, momentOf(setting, now), setting.policy);
  if (change === undefined && shipmentsToTell(line).length === 0) return { ...line, changedAt: undefined };
  return { ...line, changedAt: line.changedAt ?? now };
}

function isNews(line: Line, event: EtaChanged): boolean {
  if (line.appliedIds.includes(event.eventId)) return false;
  if (event.asOf !== line.eta.asOf) return event.asOf > line.eta.asOf;
  return scopes.indexOf(scopeName(event.scope)) > scopes.indexOf(line.eta.scope);
}
