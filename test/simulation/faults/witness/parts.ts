import type { Account } from '../account';
import type { People } from '../people';
import type { OrderedLine } from '../plan';
import type { Findings } from './findings';
import { closedLines, openLines } from './rows';

/** Who sets out to cancel once cancels once, however often the form arrives. */
export function checkCancelledOnce({ bus, house }: Account, people: People, lines: readonly OrderedLine[], findings: Findings): void {
  for (const { orderId, lineId, buyer } of lines) {
    // What the store ships or cancels may take a cancellation apart.
    if (bus.accepted.some(({ event: { 'detail-type': type, detail } }) => (type === 'Order Shipped' || type === 'Order Cancelled') && detail.lineId === lineId)) continue;
    const line = [...openLines(house.table.rows, buyer.id), ...closedLines(house.table.rows, buyer.id)].find((one) => one.orderId === orderId && one.lineId === lineId);
    const done = line?.cancellations.filter(({ by }) => by === 'customer').length ?? 0;
    const meant = people.cancelsOf.get(lineId) ?? 0;
    if (done > meant) findings.breach('money once', `${orderId}/${lineId} was cancelled ${done} times by a customer who set out to ${meant} times`);
  }
}
