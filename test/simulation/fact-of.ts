import type { Fact } from '../../functions/core/facts';
import { LINES, type History, type Step } from './actions';
import type { World } from './world';

const DAY = 86_400_000;

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
          paid: { amount: action.paid, currency, tax: Math.floor((action.paid * action.tax) / 100) },
          ...(line % 2 === 0 && { paidWith: { last4: `000${line}` } }),
          ...(action.balanceDue !== undefined && { balanceDue: { amount: action.balanceDue, currency } }),
          promise: { shipBy: day(action.days) },
          kind: action.kind,
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
      const lines = action.all ? Array.from({ length: LINES }, (_none, n) => ({ orderId: `o${n % 3}`, lineId: `l${n}` })) : [ref];
      if (action.do === 'keep') return { type: 'Keep Pressed', click: { lines: lines.map((one) => ({ ...one, words: 'I agree to wait.' })), at } };
      return { type: action.do === 'cancel' ? 'Cancel Pressed' : 'Undo Pressed', click: { lines, at } };
    }
    case 'cancel some':
      return { type: 'Cancel Pressed', click: { lines: [{ ...ref, quantity: action.quantity }], at } };
    case 'keep for longer': {
      // Who agrees beforehand does so to the date that the last mail gave.
      const further = world.offeredFurther(ref);
      return further === undefined ? undefined : { type: 'Keep Pressed', click: { lines: [{ ...ref, words: 'I agree to wait, and to a further delay.', further }], at } };
    }
    case 'bounce': {
      const noticeId = world.notices.at(-1 - action.which);
      const address = action.how === 'left address' ? 'ada@left.example' : world.address;
      if (noticeId === undefined || address === undefined) return undefined;
      const reason = 'General';
      const bounced = { what: 'bounced' as const, type: action.how === 'transient' ? ('transient' as const) : ('permanent' as const), reason };
      return { type: 'Mail Reported', report: { noticeId, attempt: 1, messageId: 'm', address, at, outcome: action.how === 'rejected' ? { what: 'rejected', reason } : bounced } };
    }
    case 'new address':
      return { type: 'Customer Updated', event: { eventId, customer: { id: 'ada', email: `ada.${number}@example.com` } } };
    case 'ask about stock':
      return { type: 'Stock Alert Requested', event: { eventId, customer: { id: 'ada', email: 'ada@example.com', timeZone: zone }, item: { sku: `sku${action.sku}`, name: `Item ${action.sku}` }, requestedAt: at } };
    case 'ask again':
      return { type: 'Alert Asked Again', click: { sku: `sku${action.sku}`, at } };
    case 'back in stock':
      return { type: 'Back In Stock', event: { eventId, sku: `sku${action.sku}`, asOf: new Date(world.time - action.ageMinutes * 60_000).toISOString() } };
    case 'stop alerts':
      return { type: 'Alert Stopped', click: { ...(action.sku !== undefined && { sku: `sku${action.sku}` }), at } };
    case 'weekly':
      return { type: action.to === 'on' ? 'Weekly Resumed' : 'Weekly Stopped', click: { at } };
  }
}
