import type { Replacement } from './planting';

/*
 * Bugs that somebody could make, each as a piece of the core's text and what would stand there. `npm run planted-bugs`
 * shows that the simulation finds every one.
 */

export interface PlantedBug extends Replacement {
  name: string;
  /** The promise of the design that it breaks. */
  breaks: 'prompt' | 'no silent week' | 'honest' | 'one voice' | 'a way out' | 'nothing after goodbye' | 'money once' | 'never twice, never lost' | 'on the record' | 'the law' | 'forgotten';
}

/** Found by the simulation of faults, where the others are found by that of decisions. */
export type FaultBug = PlantedBug;

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
    file: 'functions/core/told.ts',
    find: '{ ...one, cancelToldBy: noticeId }',
    replace: "{ ...one, cancelToldBy: one.state === 'held' ? undefined : noticeId }",
  },
  {
    name: 'a shipment is told with every mail',
    breaks: 'one voice',
    file: 'functions/core/told.ts',
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
    file: 'functions/core/contacts.ts',
    find: "kind === 'back-in-stock' || (lastContactAt",
    replace: "kind === 'back-in-stock' || kind === 'later' || (lastContactAt",
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
    file: 'functions/core/refunds.ts',
    find: "if (one.state === 'held' && one.holdUntil <= now) {",
    replace: "if (one.state === 'held') {",
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
    file: 'functions/core/refunds.ts',
    find: "if (one.state === 'held' && one.holdUntil <= now) {",
    replace: "if ((one.state === 'held' || one.state === 'withdrawn') && one.holdUntil <= now) {",
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
    file: 'functions/core/refunds.ts',
    find: 'currency: one.amount.currency,\n      cause: one.by,',
    replace: "currency: 'USD',\n      cause: one.by,",
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

  // The rule of the United States.
  {
    name: 'a delay is counted from the last date that was told',
    breaks: 'the law',
    file: 'functions/core/delay-rules/us.ts',
    find: 'const binding = bindingDate(line);\n    if (binding === undefined || binding === null) return undefined;',
    replace: 'const binding = line.terms === undefined ? undefined : (line.promises.at(-1)?.shipBy ?? bindingDate(line));\n    if (binding === undefined || binding === null) return undefined;',
  },
  {
    name: 'a second delay offers as the first one did',
    breaks: 'the law',
    file: 'functions/core/delay-rules/us.ts',
    find: 'return binding === line.terms?.stated ? firstOffer',
    replace: 'return binding !== undefined ? firstOffer',
  },
  {
    name: 'each further slip moves the end of the choice',
    breaks: 'the law',
    file: 'functions/core/delay-rules/us.ts',
    find: 'offer(kindAfter(pending, shipBy), shipBy, pending.answerBy, policy)',
    replace: 'offer(kindAfter(pending, shipBy), shipBy, shipBy ?? pending.answerBy, policy)',
  },
  {
    name: 'silence agrees to a long delay',
    breaks: 'the law',
    file: 'functions/core/delay-rules/us.ts',
    find: "silence: kind === 'short' ? 'agrees' : 'cancels',",
    replace: "silence: kind === 'short' || kind === 'long' ? 'agrees' : 'cancels',",
  },
  {
    name: 'a notice that bounced was an offer all the same',
    breaks: 'the law',
    file: 'functions/core/delay-rules/terms.ts',
    find: 'line.terms?.offers.filter(({ bouncedAt }) => bouncedAt === undefined) ?? [];',
    replace: 'line.terms?.offers ?? [];',
  },
  {
    name: 'consent is forgotten when the date moves again',
    breaks: 'the law',
    file: 'functions/core/delay-rules/terms.ts',
    find: 'const agreed = line.consents.map(({ until }) => until);',
    replace: 'const agreed = line.consents.map(({ until }) => until).filter((until) => until === null || until === line.eta.shipBy);',
  },
  {
    name: 'consent beforehand counts for the date alone',
    breaks: 'the law',
    file: 'functions/core/apply/answer.ts',
    find: 'const until = further === undefined || shipBy === null ? shipBy : further;',
    replace: 'const until = shipBy;',
  },
  {
    name: 'nobody is reminded of the choice',
    breaks: 'the law',
    file: 'functions/core/delay-rules/offering.ts',
    find: 'return at > plusHours(pending.madeAt, 24) ? at : undefined;',
    replace: 'return at > plusHours(pending.madeAt, 24 * 90) ? at : undefined;',
  },
  {
    name: 'the wait ends a day late',
    breaks: 'the law',
    file: 'functions/core/due.ts',
    find: 'return last === undefined || last === null ? undefined : morningAfter(last, at);',
    replace: "return last === undefined || last === null ? undefined : morningAfter(plusDays(last, 1), at);",
  },
  {
    name: 'a date that came back into time leaves the choice standing',
    breaks: 'the law',
    file: 'functions/core/delay-rules/offering.ts',
    find: 'return pending !== undefined && isBackInTime ?',
    replace: 'return pending !== undefined && isBackInTime && pending.shipBy === null ?',
  },

  {
    name: 'an undo brings back what the calendar then cancels',
    breaks: 'a way out',
    file: 'functions/core/apply/cancel.ts',
    find: 'const until = waitEnds < one.holdUntil ? waitEnds : one.holdUntil;',
    replace: "const until = waitEnds < '' ? waitEnds : one.holdUntil;",
  },

  // Goodwill.
  {
    name: 'each step gives its whole percentage',
    breaks: 'money once',
    file: 'functions/core/goodwill.ts',
    find: 'Math.min(inAll - givenFor(line, quantity), most)',
    replace: 'Math.min(inAll, most)',
  },
  {
    name: 'the lines of one mail each have the whole budget',
    breaks: 'money once',
    file: 'functions/core/goodwill.ts',
    find: 'const amount = (spending.get(currency)?.amount ?? 0) + due.amount.amount;',
    replace: 'const amount = due.amount.amount;',
  },
  {
    name: 'goodwill is promoted in a legal notice',
    breaks: 'the law',
    file: 'functions/core/goodwill.ts',
    find: "(kind === 'weekly' || kind === 'earlier') && !parts.some(isLegal);",
    replace: "kind === 'weekly' || kind === 'earlier';",
  },
  {
    name: 'days late are counted from the order',
    breaks: 'honest',
    file: 'functions/core/goodwill.ts',
    find: "promises.find(({ shipBy }) => shipBy !== null)?.shipBy ?? plusDays(dateIn(zone, placedAt), 30);",
    replace: "promises.find(({ shipBy }) => shipBy === '')?.shipBy ?? dateIn(zone, placedAt);",
  },
  {
    name: 'what was given back is refunded again',
    breaks: 'money once',
    file: 'functions/core/standing.ts',
    find: 'const gone = [...line.shipments, ...standingCancellations(line), ...(line.goodwill ?? [])].map',
    replace: 'const gone = [...line.shipments, ...standingCancellations(line)].map',
  },
  {
    name: 'the tax is given away',
    breaks: 'on the record',
    file: 'functions/core/goodwill.ts',
    find: 'const most = paidFor(line, quantity).amount - taxIn(line, quantity);',
    replace: 'const most = paidFor(line, quantity).amount - 0 * taxIn(line, quantity);',
  },

  // The books.
  {
    name: 'an undone cancellation stays in the books',
    breaks: 'on the record',
    file: 'functions/core/ledger.ts',
    find: "posted(amount.currency, [debit('refunds-payable', amount.amount), ...deposits('credit', amount.amount, tax ?? 0)]);",
    replace: "posted(amount.currency, [debit('refunds-payable', amount.amount), ...deposits('credit', amount.amount, tax ?? 0)]).slice(3);",
  },
  {
    name: 'the tax of what shipped is revenue',
    breaks: 'on the record',
    file: 'functions/core/ledger.ts',
    find: "posted(amount.currency, [debit('contract-liability', amount.amount - (tax ?? 0)), credit('revenue', amount.amount - (tax ?? 0))]);",
    replace: "posted(amount.currency, [debit('contract-liability', amount.amount + 0 * (tax ?? 0)), credit('revenue', amount.amount)]);",
  },
  {
    name: 'goodwill is taken from revenue',
    breaks: 'on the record',
    file: 'functions/core/ledger.ts',
    find: "posted(amount.currency, [debit('contract-liability', amount.amount), credit('clearing', amount.amount)]);",
    replace: "posted(amount.currency, [debit('revenue', amount.amount), credit('clearing', amount.amount)]);",
  },

  // Stock alerts.
  {
    name: 'stock that was there before the wish answers it',
    breaks: 'honest',
    file: 'functions/core/apply/stock-alert.ts',
    find: "alert?.state !== 'waiting' || event.asOf < alert.requestedAt",
    replace: "alert?.state !== 'waiting' || event.asOf < ''",
  },
  {
    name: 'an alert is told with every mail',
    breaks: 'never twice, never lost',
    file: 'functions/core/apply/stock-alert.ts',
    find: "draft.putAlert({ ...alert, state: 'told', back: undefined, told: { at, asOf, noticeId } });",
    replace: "draft.putAlert({ ...alert, told: { at, asOf, noticeId } });",
  },
  {
    name: 'stock waits for the weekly mail',
    breaks: 'prompt',
    file: 'functions/core/back-in-stock.ts',
    find: 'return dueAt !== undefined && dueAt <= now;',
    replace: 'return dueAt !== undefined && dueAt <= now && customer.lines.length === 0;',
  },
  {
    name: 'stock is offered in a notice of a delay',
    breaks: 'one voice',
    file: 'functions/core/back-in-stock.ts',
    find: 'if (notice !== undefined && !KEEPS_COMPANY.includes(notice.kind)) return notice;',
    replace: 'if (notice !== undefined && !KEEPS_COMPANY.includes(\'weekly\')) return notice;',
  },
  {
    name: 'a mail about stock restarts the week',
    breaks: 'no silent week',
    file: 'functions/core/contacts.ts',
    find: "kind === 'back-in-stock' || (lastContactAt",
    replace: '(lastContactAt',
  },
  {
    name: 'a stopped alert is told',
    breaks: 'nothing after goodbye',
    file: 'functions/core/apply/stock-alert.ts',
    find: "draft.putAlert({ ...alert, state: 'stopped', stoppedAt: at, back: undefined });",
    replace: 'draft.putAlert({ ...alert, stoppedAt: at });',
  },

  // The rest of what is said.
  {
    name: 'a pre-order is told as a backorder',
    breaks: 'honest',
    file: 'functions/core/compose.ts',
    find: 'orderKind: line.kind,\n    quantity: waitingUnits(line),',
    replace: "orderKind: 'backorder',\n    quantity: waitingUnits(line),",
  },
  {
    name: 'the balance is told for one unit',
    breaks: 'honest',
    file: 'functions/core/balance.ts',
    find: 'return shareOf(balanceDue, units, item.quantity);',
    replace: 'return shareOf(balanceDue, 1, item.quantity);',
  },
  {
    name: 'mail goes to the address of the first order',
    breaks: 'never twice, never lost',
    file: 'functions/core/apply/customer-facts.ts',
    find: '...(email === undefined ? {} : { email, ...NOTHING',
    replace: '...(email === undefined ? {} : { ...NOTHING',
  },
  {
    name: 'a bounced mail has told all the same',
    breaks: 'on the record',
    file: 'functions/core/untold.ts',
    find: 'promises: promisesWithout(line, noticeId, others),',
    replace: '',
  },
  {
    name: 'a bounced mail is a contact all the same',
    breaks: 'no silent week',
    file: 'functions/core/apply/mail-reported.ts',
    find: 'draft.putProfile(withoutContact(draft.customer, noticeId));',
    replace: '',
  },
  {
    name: 'a cancellation whose mail bounced is not told again',
    breaks: 'on the record',
    file: 'functions/core/untold.ts',
    find: 'cancelToldBy: unlessIt(one.cancelToldBy), ',
    replace: '',
  },
  {
    name: 'told again, a notice has the id of the one that bounced',
    breaks: 'never twice, never lost',
    file: 'functions/core/contacts.ts',
    find: 'undelivered.length === 0 ? [] : [String(undelivered.length)]',
    replace: 'undelivered.length === 0 ? [] : []',
  },
  {
    name: 'an address that bounced is written to',
    breaks: 'never twice, never lost',
    file: 'functions/core/apply/mail-reported.ts',
    find: 'draft.putProfile({ refusedAddress: profile.email });',
    replace: '',
  },
  {
    name: 'the bounce of an address that was left ends the new one',
    breaks: 'no silent week',
    file: 'functions/core/apply/mail-reported.ts',
    find: '  if (!isCurrent(draft, report)) return true;\n  if (type',
    replace: '  if (type',
  },
  {
    name: 'a new address does not clear what is known of the old one',
    breaks: 'no silent week',
    file: 'functions/core/apply/customer-facts.ts',
    find: '{ email, ...NOTHING_AGAINST_ADDRESS }',
    replace: '{ email }',
  },
  {
    name: 'a full mailbox is written to again at once',
    breaks: 'never twice, never lost',
    file: 'functions/core/apply/mail-reported.ts',
    find: 'retryAt: plusHours(now, SOFT_BOUNCE_PATIENCE_HOURS)',
    replace: 'retryAt: undefined',
  },
  {
    name: 'stock told in a mail that bounced stays told',
    breaks: 'on the record',
    file: 'functions/core/untold.ts',
    find: "alert.state !== 'told' || ",
    replace: "alert.state === 'told' || ",
  },
  {
    name: 'a weekly update that repeats what bounced counts for nothing',
    breaks: 'one voice',
    file: 'functions/core/untold.ts',
    find: 'at > one.toldAt && (next',
    replace: 'at > one.toldAt && at < one.toldAt && (next',
  },
  {
    name: 'a refund that nobody answers is not asked for again',
    breaks: 'money once',
    file: 'functions/core/refunds.ts',
    find: "one.state === 'requested' && askAgainAt(one) <= now",
    replace: "one.state === 'requested' && askAgainAt(one) < one.at",
  },
  {
    name: 'a refund that was settled is asked for again',
    breaks: 'money once',
    file: 'functions/core/refunds.ts',
    find: "one.state === 'requested' && askAgainAt(one) <= now",
    replace: "(one.state === 'requested' || one.state === 'settled') && askAgainAt(one) <= now",
  },
  {
    name: 'nobody is warned of a refund that is about to be late',
    breaks: 'money once',
    file: 'functions/core/refunds-due.ts',
    find: "if (told !== undefined || (state !== 'requested' && state !== 'failed')) return undefined;",
    replace: "if (told !== undefined || state !== 'failed') return undefined;",
  },
  {
    name: 'two things asked of the merchant for one reason are one entry',
    breaks: 'on the record',
    file: 'functions/core/change.ts',
    find: 'isTaken ? idOf(named, JSON.stringify(facts)) : named',
    replace: 'named',
  },
];
