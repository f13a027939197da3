import { BackorderCreated } from './incoming/backorder-created';
import { OrderCancelled, OrderShipped } from './incoming/closing';
import { CustomerErased, CustomerUpdated } from './incoming/customer';
import { EtaChanged, EtaConfirmed } from './incoming/eta';
import { RefundFailed, RefundSettled } from './incoming/refund';
import { BackInStock, StockAlertRequested } from './incoming/stock';

/*
 * What the store tells us. Unknown fields are dropped; a wrong field refuses the whole event with its path.
 * docs/events.md describes each with an example. A Lambda takes from the folder what it handles and no more: building the others
 * would cost it a part of each cold start.
 */

/** Every event that the store may send, by the `detail-type` it travels under. */
export const incoming = {
  'Backorder Created': BackorderCreated,
  'ETA Changed': EtaChanged,
  'ETA Confirmed': EtaConfirmed,
  'Order Shipped': OrderShipped,
  'Order Cancelled': OrderCancelled,
  'Refund Settled': RefundSettled,
  'Refund Failed': RefundFailed,
  'Customer Updated': CustomerUpdated,
  'Customer Erased': CustomerErased,
  'Stock Alert Requested': StockAlertRequested,
  'Back In Stock': BackInStock,
} as const;
export type IncomingDetailType = keyof typeof incoming;
