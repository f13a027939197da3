import type { Line } from '../../../../functions/core/line';
import type { Account } from '../account';
import type { BusEvent } from '../bus';
import type { Written } from '../dynamodb/rows';
import type { Findings } from './findings';
import { closedLines, customersIn, openLines, profileIn } from './rows';

/** Follows what is published: only what was committed, all of it, and the money of each cancellation once. */
export class PublicationWitness {
  /** Ids of events that a commit had in its outbox. */
  private readonly committed = new Map<string, string>();
  private readonly published = new Set<string>();
  /** Refund ids by the cancellation that they are for. */
  private readonly refunds = new Map<string, Set<string>>();

  constructor(private readonly account: Account, private readonly findings: Findings) {
    account.house.table.rows.onWrite((written) => this.seeRow(written));
    account.bus.onTaken((event) => this.seeEvent(event));
  }

  private seeRow({ sk, after }: Written): void {
    if (sk !== 'A#PROFILE') return;
    for (const { detailType, detail } of profileIn(after)?.outbox ?? []) this.committed.set(detail.eventId, detailType);
  }

  private seeEvent({ 'detail-type': type, detail }: BusEvent): void {
    const eventId = String(detail.eventId);
    if (!this.committed.has(eventId)) this.findings.breach('never lost', `${type} is published and was never committed`);
    this.published.add(eventId);
    if (type !== 'Refund Requested') return;
    const cancellationId = String(detail.cancellationId);
    const refunds = this.refunds.get(cancellationId) ?? new Set<string>();
    this.refunds.set(cancellationId, refunds.add(String(detail.refundId)));
    for (const [other, ids] of this.refunds) if (other !== cancellationId && ids.has(String(detail.refundId))) this.findings.breach('money once', `cancellations ${other} and ${cancellationId} have the same refund id`);
    if (refunds.size > 1) this.findings.breach('money once', `cancellation ${cancellationId} has ${refunds.size} refund ids`);
    const { now, table: { rows } } = this.account.house;
    const one = customersIn(rows).flatMap((customer) => [...openLines(rows, customer), ...closedLines(rows, customer)]).flatMap(({ cancellations }) => cancellations).find(({ id }) => id === cancellationId);
    if (one === undefined) this.findings.breach('money once', `a refund for a cancellation that is not in the table: ${cancellationId}`);
    else if (one.state === 'held' || one.state === 'withdrawn') this.findings.breach('money once', `a refund is requested for a cancellation that is ${one.state}`);
    else if (Date.parse(one.holdUntil) > now) this.findings.breach('money once', `a refund is requested before its hold is over at ${one.holdUntil}`);
    else if (one.amount.amount !== detail.amount) this.findings.breach('money once', `a refund of ${String(detail.amount)} for a cancellation of ${one.amount.amount}`);
  }

  checkRest(): void {
    const { now, table: { rows } } = this.account.house;
    for (const [eventId, type] of this.committed) if (!this.published.has(eventId)) this.findings.breach('never lost', `${type} was committed and never published`);
    for (const customer of customersIn(rows)) {
      for (const line of [...openLines(rows, customer), ...closedLines(rows, customer)]) {
        this.checkUnits(line);
        for (const one of line.cancellations) {
          const asked = this.refunds.get(one.id)?.size ?? 0;
          if (one.state === 'withdrawn') {
            if (asked > 0) this.findings.breach('money once', `a refund was requested for cancellation ${one.id}, which was undone`);
          } else if (one.state === 'held') {
            if (Date.parse(one.holdUntil) <= now) this.findings.breach('money once', `the hold of ${one.id} was over at ${one.holdUntil}, and nobody asked for its money`);
          } else if (one.state === 'requested' && asked === 0) this.findings.breach('money once', `the money for ${one.id} was never asked for`);
        }
      }
    }
  }

  /** What the merchant cancels is cancelled once, however often it is told. */
  private checkUnits({ orderId, lineId, item, cancellations }: Line): void {
    const asked = new Map(this.account.bus.accepted.flatMap(({ event: { 'detail-type': type, detail } }) => (type === 'Order Cancelled' && detail.orderId === orderId && detail.lineId === lineId ? [[String(detail.eventId), Number(detail.quantity ?? item.quantity)]] : [])));
    const most = [...asked.values()].reduce((sum, units) => sum + units, 0);
    const done = cancellations.reduce((sum, { by, state, quantity }) => (by === 'merchant' && state !== 'withdrawn' ? sum + quantity : sum), 0);
    if (done > most) this.findings.breach('money once', `${done} units of ${orderId}/${lineId} were cancelled for the merchant, who asked for ${most}`);
  }
}
