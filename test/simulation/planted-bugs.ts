import type { Replacement } from './planting';

/*
 * Bugs that somebody could make, each as a piece of the core's text and what would stand there. `npm run planted-bugs`
 * shows that the simulation finds every one.
 */

export interface PlantedBug extends Replacement {
  name: string;
  /** The promise of the design that it breaks. */
  breaks: 'prompt' | 'no silent week' | 'honest' | 'one voice' | 'a way out' | 'nothing after goodbye' | 'money once' | 'never twice, never lost' | 'on the record' | 'the law';
}

export const plantedBugs: readonly PlantedBug[] = [
  // Prompt.
  {
    name: 'a new line waits as long as a moved date',
    breaks: 'prompt',
    file: 'functions/core/due.ts',
    find: 'return settled(policy.settle.newLinesSeconds);',
    replace: 'return settled(policy.settle.etaChangesSeconds);',
  },
  {
    name: 'each change starts the settle window anew',
    breaks: 'prompt',
    file: 'functions/core/apply/move-date.ts',
    find: 'changedAt: line.changedAt ?? now',
    replace: 'changedAt: now',
  },
  {
    name: 'a worse date waits for a day without mail',
    breaks: 'prompt',
    file: 'functions/core/due.ts',
    find: 'return settled(policy.settle.etaChangesSeconds);\n    case \'unknown\'',
    replace: 'return notTwiceADay(settled(policy.settle.etaChangesSeconds), contact, at);\n    case \'unknown\'',
  },
  {
    name: 'who stops the weekly update stops all mail',
    breaks: 'prompt',
    file: 'functions/core/attend.ts',
    find: 'if (profile.sending !== undefined || !isReachable(customer)) return undefined;',
    replace: "if (profile.sending !== undefined || !isReachable(customer) || profile.weekly === 'off') return undefined;",
  },
  {
    name: 'a date that moves while all is cancelled is lost',
    breaks: 'honest',
    file: 'functions/core/apply/move-date.ts',
    find: 'isInScope(line, event.scope) && mayWait(line) && isNews(line, event)',
    replace: 'isInScope(line, event.scope) && line.cancellations.every(({ state }) => state !== \'held\') && isNews(line, event)',
  },

  // No silent week.
  {
    name: 'the week has nine days',
    breaks: 'no silent week',
    file: 'functions/core/weekly.ts',
    find: 'const WEEK_SECONDS = 7 *',
    replace: 'const WEEK_SECONDS = 9 *',
  },
  {
    name: 'no weekly update for dates that are unknown',
    breaks: 'no silent week',
    file: 'functions/core/due.ts',
    find: 'line.promises.length > 0 && !isLapsed(line, at)',
    replace: 'line.promises.length > 0 && line.eta.shipBy !== null && !isLapsed(line, at)',
  },

  // Honest.
  {
    name: 'a date that has passed still holds',
    breaks: 'honest',
    file: 'functions/core/standing.ts',
    find: 'if (eta.shipBy === null || eta.shipBy < at.today) return null;',
    replace: 'if (eta.shipBy === null) return null;',
  },
  {
    name: 'a date that became unknown is told as on track',
    breaks: 'honest',
    file: 'functions/core/standing.ts',
    find: "if (stands === null) return 'unknown';",
    replace: 'if (stands === null) return undefined;',
  },
  {
    name: 'the older report wins',
    breaks: 'honest',
    file: 'functions/core/apply/move-date.ts',
    find: 'return event.asOf > line.eta.asOf;',
    replace: 'return event.asOf < line.eta.asOf;',
  },
  {
    name: 'of two reports of one moment the last to arrive wins',
    breaks: 'honest',
    file: 'functions/core/apply/move-date.ts',
    find: 'return scopes.indexOf(scopeName(event.scope)) > scopes.indexOf(line.eta.scope);',
    replace: 'return true;',
  },
  {
    name: 'of two reports of one moment the wider wins',
    breaks: 'honest',
    file: 'functions/core/apply/move-date.ts',
    find: 'scopes.indexOf(scopeName(event.scope)) > scopes.indexOf(line.eta.scope)',
    replace: 'scopes.indexOf(scopeName(event.scope)) < scopes.indexOf(line.eta.scope)',
  },
  {
    name: 'today is the day in Greenwich',
    breaks: 'honest',
    file: 'functions/core/time-zones.ts',
    find: 'return dateOfDay(Math.floor((ms + zoneOffset(zone, ms)) / DAY));',
    replace: 'return dateOfDay(Math.floor((ms + 0 * zoneOffset(zone, ms)) / DAY));',
  },
  {
    name: 'the clocks of the zone are read the wrong way round',
    breaks: 'honest',
    file: 'functions/core/zone-offset.ts',
    find: "return sign === '-' ? -ahead : ahead;",
    replace: "return sign === '-' ? ahead : -ahead;",
  },
  {
    name: 'what was reported before a line opens is lost',
    breaks: 'honest',
    file: 'functions/backorder-created/opening.ts',
    find: "...(changed === undefined ? [] : [{ type: 'ETA Changed' as const, event: changed }]),",
    replace: '...(changed === undefined ? [] : []),',
  },
  {
    name: 'all units of the order are said to wait',
    breaks: 'honest',
    file: 'functions/core/compose.ts',
    find: 'orderKind: line.kind,\n    quantity: waitingUnits(line),',
    replace: 'orderKind: line.kind,\n    quantity: line.item.quantity,',
  },

  // One voice.
  {
    name: 'a change that was taken back is told',
    breaks: 'one voice',
    file: 'functions/core/standing.ts',
    find: 'if (stands === told) return undefined;',
    replace: 'if (stands === told && line.changedAt === undefined) return undefined;',
  },
  {
    name: 'a cancellation is told again with its refund',
    breaks: 'one voice',
    file: 'functions/core/sending.ts',
    find: '{ ...one, cancelToldBy: noticeId }',
    replace: "{ ...one, cancelToldBy: one.state === 'held' ? undefined : noticeId }",
  },
  {
    name: 'a shipment is told with every mail',
    breaks: 'one voice',
    file: 'functions/core/sending.ts',
    find: 'one.shipmentId === told.about ? { ...one, toldBy: noticeId } : one',
    replace: 'one.shipmentId === told.orderId ? { ...one, toldBy: noticeId } : one',
  },
  {
    name: 'good news does not mind a second mail on a day',
    breaks: 'one voice',
    file: 'functions/core/due.ts',
    find: "case 'earlier':\n      return notTwiceADay(plusSeconds(since, policy.settle.etaChangesSeconds), contact, at);",
    replace: "case 'earlier':\n      return plusSeconds(since, policy.settle.etaChangesSeconds);",
  },
  {
    name: 'a notice does not restart the week',
    breaks: 'one voice',
    file: 'functions/core/sending.ts',
    find: "=> (kind === 'back-in-stock' ? {} : { lastContactAt: at });",
    replace: "=> (kind === 'back-in-stock' || kind === 'later' ? {} : { lastContactAt: at });",
  },
  {
    name: 'a stopped weekly update still comes',
    breaks: 'one voice',
    file: 'functions/core/due.ts',
    find: "if (!waits || profile.weekly === 'off' || profile.lastContactAt === undefined) return undefined;",
    replace: 'if (!waits || profile.lastContactAt === undefined) return undefined;',
  },

  // A way out, and nothing after goodbye.
  {
    name: 'cancelling cancels the first line of the order',
    breaks: 'a way out',
    file: 'functions/core/apply/cancel.ts',
    find: 'const waiting = click.lines.flatMap((ref) => draft.line(ref) ?? []).filter((line) => waitingUnits(line) > 0);',
    replace: 'const waiting = click.lines.flatMap((ref) => draft.customer.lines.find(({ orderId }) => orderId === ref.orderId) ?? []).filter((line, at, all) => waitingUnits(line) > 0 && all.indexOf(line) === at);',
  },
  {
    name: 'cancelling leaves one unit',
    breaks: 'a way out',
    file: 'functions/core/apply/cancel.ts',
    find: "addCancellation(draft, line, { by: 'customer', quantity: waitingUnits(line), at: click.at, holdUntil }, setting);",
    replace: "addCancellation(draft, line, { by: 'customer', quantity: Math.max(1, waitingUnits(line) - 1), at: click.at, holdUntil }, setting);",
  },
  {
    name: 'the hold is half as long as promised',
    breaks: 'a way out',
    file: 'functions/core/apply/cancel.ts',
    find: 'plusHours(click.at, setting.policy.hold.customerHours)',
    replace: 'plusHours(click.at, setting.policy.hold.customerHours / 2)',
  },
  {
    name: 'the hold is not waited for',
    breaks: 'money once',
    file: 'functions/core/attend.ts',
    find: "if (one.state !== 'held' || one.holdUntil > now) continue;",
    replace: "if (one.state !== 'held') continue;",
  },
  {
    name: 'undo is offered for what the shop has cancelled too',
    breaks: 'a way out',
    file: 'functions/core/apply/cancel.ts',
    find: 'acknowledgedBy: event.eventId, holdUntil: one.holdUntil < now ? one.holdUntil : now };',
    replace: 'acknowledgedBy: event.eventId };',
  },
  {
    name: 'the weekly update speaks of cancelled lines',
    breaks: 'nothing after goodbye',
    file: 'functions/core/due.ts',
    find: '=> waitingUnits(line) > 0 && line.promises.length > 0 &&',
    replace: '=> line.item.quantity > 0 && line.promises.length > 0 &&',
  },
  {
    name: 'shipped units still wait',
    breaks: 'nothing after goodbye',
    file: 'functions/core/standing.ts',
    find: 'line.item.quantity - shippedUnits(line) - unitsOf(standingCancellations(line));',
    replace: 'line.item.quantity - unitsOf(standingCancellations(line));',
  },
  {
    name: 'a close that came before its order is forgotten',
    breaks: 'nothing after goodbye',
    file: 'functions/backorder-created/opening.ts',
    find: "[{ type: 'Backorder Created', event }, ...closes]",
    replace: "[{ type: 'Backorder Created', event }, ...closes.slice(1)]",
  },

  // Money once.
  {
    name: 'all cancellations of a line have one refund id',
    breaks: 'money once',
    file: 'functions/core/apply/cancel.ts',
    find: "idOf('refund', line.orderId, line.lineId, id)",
    replace: "idOf('refund', line.orderId, line.lineId)",
  },
  {
    name: 'an undone cancellation is refunded',
    breaks: 'money once',
    file: 'functions/core/attend.ts',
    find: "if (one.state !== 'held' || one.holdUntil > now) continue;",
    replace: "if ((one.state !== 'held' && one.state !== 'withdrawn') || one.holdUntil > now) continue;",
  },
  {
    name: 'shares are rounded up',
    breaks: 'money once',
    file: 'functions/core/money.ts',
    find: 'Number((BigInt(left.amount) * BigInt(units)) / BigInt(ofUnits))',
    replace: 'Math.ceil((left.amount * units) / ofUnits)',
  },
  {
    name: 'what shipped units have paid is given back too',
    breaks: 'money once',
    file: 'functions/core/standing.ts',
    find: 'return shareOf(less(line.paid, gone), units, waitingUnits(line));',
    replace: 'return shareOf(gone.length > 9 ? less(line.paid, gone) : line.paid, units, waitingUnits(line));',
  },
  {
    name: 'refunds are in dollars',
    breaks: 'money once',
    file: 'functions/core/attend.ts',
    find: 'currency: one.amount.currency,\n          cause: one.by,',
    replace: "currency: 'USD',\n          cause: one.by,",
  },
  {
    name: 'what the shop has paid back is refunded again',
    breaks: 'money once',
    file: 'functions/core/apply/cancel.ts',
    find: "const done = event.refund === 'done' && one.state === 'held';",
    replace: 'const done = false;',
  },
  {
    name: 'a repeated cancellation by the shop counts twice',
    breaks: 'money once',
    file: 'functions/core/apply/cancel.ts',
    find: 'if (!known || known.appliedIds.includes(event.eventId)) return false;',
    replace: 'if (!known) return false;',
  },
  {
    name: 'a repeated shipment counts twice',
    breaks: 'never twice, never lost',
    file: 'functions/core/apply/ship.ts',
    find: 'if (!known || known.appliedIds.includes(event.eventId) || known.shipments.some(({ shipmentId }) => shipmentId === event.shipmentId)) return false;',
    replace: 'if (!known) return false;',
  },
  {
    name: 'goods that left before they were cancelled are refunded',
    breaks: 'money once',
    file: 'functions/core/apply/cancel.ts',
    find: 'isHeld(one, now) && shippedAt < one.at',
    replace: 'isHeld(one, now) && shippedAt < line.placedAt',
  },
  {
    name: 'a failed refund is told as sent',
    breaks: 'honest',
    file: 'functions/core/apply/refund.ts',
    find: "{ ...cancellation, state: 'failed' }",
    replace: "{ ...cancellation, state: 'settled', settledAt: line.openedAt }",
  },

  // On the record, and the law.
  {
    name: 'what the customer said no to goes unrecorded',
    breaks: 'on the record',
    file: 'functions/core/sending.ts',
    find: "draft.note('notice-sent', sending.telling,",
    replace: "draft.note(sending.kind === 'cancelled' ? 'shipped' : 'notice-sent', sending.telling,",
  },
  {
    name: 'thirty days are counted from the notice',
    breaks: 'the law',
    file: 'functions/core/delay-rules/us.ts',
    find: 'const thirty = plusDays(terms.stated, THIRTY_DAYS);',
    replace: "const thirty = plusDays(shipBy ?? terms.stated, THIRTY_DAYS);",
  },
  {
    name: 'silence keeps every order',
    breaks: 'the law',
    file: 'functions/core/delay-rules/terms.ts',
    find: "if (last?.silence !== 'cancels' || last.withdrawnBy !== undefined) return undefined;",
    replace: 'if (last === undefined || last.withdrawnBy !== undefined || last.silence !== \'agrees\') return undefined;',
  },
];
