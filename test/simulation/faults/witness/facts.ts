import type { Account } from '../account';
import type { BusEvent } from '../bus';
import type { Rows } from '../dynamodb/rows';
import { isPoison, type OrderedLine } from '../plan';
import type { Pressed } from '../people';
import type { Findings } from './findings';
import { alertOf, closedLines, customersIn, openLines, plain, profileOf, waiting } from './rows';

/** Whether everything that the store told came to something, and everything that a customer pressed was done. */
export class FactWitness {
  private readonly knownSince = new Map<string, number>();

  constructor(private readonly account: Account, private readonly findings: Findings) {
    account.house.table.rows.onWrite(({ pk, sk }) => {
      if (sk === 'A#PROFILE' && !this.knownSince.has(pk)) this.knownSince.set(pk, account.house.now);
    });
  }

  /** A page that says "done" has done it, and it stays so until somebody undoes it. */
  checkAnswer({ press, line, status, isOvertaken }: Pressed): void {
    const { rows } = this.account.house.table;
    if (status !== 200 && status !== undefined && status !== 500) this.findings.breach('a way out', `a link of a mail answers ${status}`);
    if (status !== 200 || press !== 'cancel' || isOvertaken) return;
    const open = openLines(rows, line.buyer.id).find((one) => one.orderId === line.orderId && one.lineId === line.lineId);
    if (open !== undefined && waiting(open) > 0) this.findings.breach('a way out', `${line.orderId}/${line.lineId} still waits after its cancellation was answered`);
  }

  checkRest(): void {
    const { bus, house, queues } = this.account;
    const { rows } = house.table;
    const dead = new Set([...queues.values()].flatMap(({ dead: letters }) => letters.map(({ body }) => eventIdIn(body))));
    for (const eventId of dead) if (eventId !== undefined && !isPoison(eventId)) this.findings.breach('never lost', `the sound event ${eventId} is left among the dead letters`);
    for (const { at, event } of bus.accepted) {
      const eventId = String(event.detail.eventId);
      if (isPoison(eventId)) {
        if (!dead.has(eventId)) this.findings.breach('never lost', `the malformed event ${eventId} is no dead letter`);
      } else if (!this.isApplied(event, at)) this.findings.breach('never lost', `${event['detail-type']} ${eventId} came to nothing`);
    }
    for (const { name, failures, size } of queues.values()) {
      if (size > 0) this.findings.breach('never lost', `${size} messages are left in the queue of ${name}`);
      for (const { body, faults } of failures) {
        const eventId = eventIdIn(body);
        if (faults.length === 0 && !(eventId !== undefined && isPoison(eventId))) this.findings.breach('never lost', `${name} failed on ${body.slice(0, 200)} although nothing had gone wrong`);
      }
    }
    for (const customer of customersIn(rows)) {
      const profile = profileOf(rows, customer);
      if (profile?.sending !== undefined) this.findings.breach('never lost', `notice ${profile.sending.noticeId} is in sending for ever`);
      if (profile !== undefined && profile.outbox.length > 0) this.findings.breach('never lost', `${profile.outbox.length} events lie in an outbox for ever`);
      if (profile?.dueAt !== undefined && Date.parse(profile.dueAt) < house.now - 5 * 60_000) this.findings.breach('never lost', `${customer} is due since ${profile.dueAt}`);
    }
  }

  /** What was reported last of each waiting line is what is known of it. */
  checkDates(lines: readonly OrderedLine[]): void {
    const { rows } = this.account.house.table;
    for (const ordered of lines) {
      const line = openLines(rows, ordered.buyer.id).find((one) => one.orderId === ordered.orderId && one.lineId === ordered.lineId);
      if (line === undefined || waiting(line) <= 0) continue;
      const reports = this.account.bus.accepted.filter(({ event }) => !isPoison(String(event.detail.eventId)) && isAbout(event, ordered));
      const newest = reports.reduce((last: BusEvent | undefined, { event }) => (last === undefined || asOfIn(event) >= asOfIn(last) ? event : last), undefined);
      if (newest === undefined || asOfIn(newest) < line.placedAt) continue;
      const shipBy = newest['detail-type'] === 'ETA Changed' ? newest.detail.shipBy : undefined;
      if (shipBy !== undefined && shipBy !== line.eta.shipBy) this.findings.breach('never lost', `${ordered.orderId}/${ordered.lineId} is known for ${line.eta.shipBy ?? 'unknown'}, and the last report said ${JSON.stringify(shipBy)}`);
    }
  }

  private isApplied({ 'detail-type': type, detail }: BusEvent, at: number): boolean {
    const { rows } = this.account.house.table;
    const eventId = String(detail.eventId);
    switch (type) {
      case 'Backorder Created':
        return orderRow(rows, String(detail.orderId))?.lines[String(detail.lineId)] !== undefined;
      case 'Order Shipped':
      case 'Order Cancelled': {
        const order = orderRow(rows, String(detail.orderId));
        if (order?.early.some(({ event }) => event.eventId === eventId) === true) return true;
        const known = order?.lines[String(detail.lineId)];
        if (known === undefined) return false;
        const line = lineWith(rows, known.customerKey, String(detail.lineId));
        // A line that is over has nothing that the store could still cancel.
        return line?.appliedIds.includes(eventId) === true || (type === 'Order Cancelled' && known.state === 'closed');
      }
      case 'ETA Changed':
      case 'ETA Confirmed':
        return isReported(rows, detail, type);
      case 'Refund Settled':
      case 'Refund Failed': {
        const one = customersIn(rows).flatMap((customer) => [...openLines(rows, customer), ...closedLines(rows, customer)]).flatMap(({ cancellations }) => cancellations).find(({ refundId }) => refundId === detail.refundId);
        // The store may have sent it after all, and its two words may have overtaken each other.
        return one?.state === 'settled' || (type === 'Refund Failed' && one?.state === 'failed');
      }
      case 'Customer Updated': {
        const id = String((detail.customer as { id?: unknown }).id);
        // Of somebody who had not ordered yet there was nothing to update.
        const profile = profileOf(rows, id);
        return profile?.appliedIds.includes(eventId) === true || profile?.erased !== undefined || (this.knownSince.get(`C#${id}`) ?? Number.POSITIVE_INFINITY) > at;
      }
      case 'Customer Erased':
        return profileOf(rows, String((detail.customer as { id?: unknown }).id))?.erased !== undefined;
      case 'Stock Alert Requested': {
        const id = String((detail.customer as { id?: unknown }).id);
        return alertOf(rows, id, String((detail.item as { sku?: unknown }).sku)) !== undefined || profileOf(rows, id)?.erased !== undefined;
      }
      case 'Back In Stock': {
        const item = rows.get(`E#STOCK#${String(detail.sku)}`, 'STOCK');
        return item !== undefined && String(plain(item).asOf) >= asOfIn({ detail });
      }
      default:
        return false;
    }
  }
}

interface OrderRow {
  lines: Record<string, { state: string; customerKey: string }>;
  early: { event: { eventId: string } }[];
}

function orderRow(rows: Rows, orderId: string): OrderRow | undefined {
  const item = rows.get(`O#${orderId}`, 'ORDER');
  return item === undefined ? undefined : (plain(item) as unknown as OrderRow);
}

const lineWith = (rows: Rows, customer: string, lineId: string) => [...openLines(rows, customer), ...closedLines(rows, customer)].find((line) => line.lineId === lineId);

function isReported(rows: Rows, { scope, eventId, asOf }: Record<string, unknown>, type: string): boolean {
  const named = scope as { sku?: string; supplierOrder?: string; orderId?: string; lineId?: string };
  const key = named.sku !== undefined ? `SKU#${named.sku}` : named.supplierOrder !== undefined ? `SUPPLIER#${named.supplierOrder}` : `LINE#${named.orderId ?? ''}#${named.lineId ?? ''}`;
  const item = rows.get(`E#${key}`, 'ETA');
  if (item === undefined) return false;
  const { history, confirmed } = plain(item) as { history: { eventId: string }[]; confirmed?: { asOf: string } };
  return type === 'ETA Changed' ? history.some((report) => report.eventId === eventId) : confirmed !== undefined && confirmed.asOf >= String(asOf);
}

const asOfIn = ({ detail }: Pick<BusEvent, 'detail'>): string => String(detail.asOf);

function isAbout({ 'detail-type': type, detail }: BusEvent, line: OrderedLine): boolean {
  if (type !== 'ETA Changed') return false;
  const scope = detail.scope as Record<string, unknown>;
  return scope.sku === line.sku || scope.supplierOrder === line.supplierOrder || (scope.orderId === line.orderId && scope.lineId === line.lineId);
}

/** Of a message, be it from the bus or one of our own about an event. */
export function eventIdIn(body: string): string | undefined {
  return /"eventId":"([^"]+)"/.exec(body)?.[1];
}
