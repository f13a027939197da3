import type { Customer } from './customer';
import type { Line } from './line';
import type { RecordEntry } from './record';
import type { Instant, PlainDate } from './dates';
import type { BackorderCreated } from './events/incoming/backorder-created';
import type { OrderCancelled, OrderShipped } from './events/incoming/closing';
import type { CustomerErased, CustomerUpdated } from './events/incoming/customer';
import type { EtaChanged, EtaConfirmed } from './events/incoming/eta';
import type { RefundFailed, RefundSettled } from './events/incoming/refund';
import type { DatedBackInStock, DatedStockAlertRequested } from './events/incoming/stock';
import type { Keyring } from './links';
import type { MailReport } from './mail-report';
import type { Merchant } from './merchant';
import type { Money } from './money';

export interface LineRef {
  orderId: string;
  lineId: string;
}

/** A customer's answer on the page. `lines` are those that the page showed when the button was pressed. */
export interface Click {
  lines: readonly LineRef[];
  at: Instant;
}

/** What the customer cancels of a line; without `quantity`, all that waits. */
export interface CancelledUnits extends LineRef {
  quantity?: number;
}

/** A line that the customer keeps, and the words that they agreed to. */
export interface Agreement extends LineRef {
  words: string;
  /** The day until which they also agree to a further delay, where they were asked and did. */
  further?: PlainDate;
}

/** When the store asked to erase, and the keys under which hashes are kept in the place of what goes. */
export interface Erasure {
  at: Instant;
  keyring: Keyring;
}

/** Everything that can become true about a customer: what the store told, and what the customer answered. */
export type Fact =
  /** `sentAt`: when the bus took it, in repeats too. */
  | { type: 'Backorder Created'; event: BackorderCreated; sentAt?: Instant | undefined }
  | { type: 'ETA Changed'; event: EtaChanged }
  | { type: 'ETA Confirmed'; event: EtaConfirmed }
  | { type: 'Order Shipped'; event: OrderShipped }
  | { type: 'Order Cancelled'; event: OrderCancelled }
  | { type: 'Refund Settled'; event: RefundSettled }
  | { type: 'Refund Failed'; event: RefundFailed }
  /** `sentAt` as with `Backorder Created`. */
  | { type: 'Customer Updated'; event: CustomerUpdated; sentAt?: Instant | undefined }
  | { type: 'Customer Erased'; event: CustomerErased } & Erasure
  /** `guestKey` is whose it is when the store gave no id. */
  | { type: 'Stock Alert Requested'; event: DatedStockAlertRequested; guestKey?: string | undefined }
  | { type: 'Back In Stock'; event: DatedBackInStock }
  | { type: 'Cancel Pressed'; click: { lines: readonly CancelledUnits[]; at: Instant } }
  | { type: 'Undo Pressed'; click: Click }
  | { type: 'Keep Pressed'; click: { lines: readonly Agreement[]; at: Instant } }
  | { type: 'Mail Reported'; report: MailReport }
  | { type: 'Weekly Stopped'; click: { at: Instant } }
  | { type: 'Weekly Resumed'; click: { at: Instant } }
  /** Without `sku`, every alert of the customer. */
  | { type: 'Alert Stopped'; click: { sku?: string | undefined; at: Instant } }
  | { type: 'Alert Asked Again'; click: { sku: string; at: Instant } };

/** What is given within one mail has to fit into what the month still holds. */
export interface Spending extends Money {
  /** `YYYY-MM` in the merchant's zone. */
  month: string;
  /** What the month may cost in all, in minor units. */
  budget: number;
}

/** What deciding needs beyond the customer and the setting. */
export interface Facts {
  /** What this month's goodwill has cost so far, in minor units by currency; without it none is given. */
  goodwillSpent?: Readonly<Record<string, number>>;
}

/** What deciding needs besides the customer: how this merchant treats their customers. */
export type Setting = Pick<Merchant, 'policy' | 'timeZone' | 'market'>;

/** What a decision changes. Committed as a whole, or not at all. */
export interface Change {
  customer: Customer;
  /** New entries of the record, in order. */
  record: readonly RecordEntry[];
  /** Lines about which the last word is said: they leave the open lines and stay as tombstones. */
  closed: readonly Line[];
  /** Goodwill that is given, to be set against the month's budget with the change, or neither is written. */
  spending?: readonly Spending[];
}
