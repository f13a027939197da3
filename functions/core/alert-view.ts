import type { Customer } from './customer';
import type { Instant } from './dates';
import type { Setting } from './facts';
import type { AlertScope } from './links';
import { zoneOf } from './standing';
import type { StockAlert } from './stock-alert';

/** What the page shows of a stock alert: facts, no words. */
export interface AlertView {
  /** What the link named: `leave` is the one in mails. */
  intent: 'view' | 'leave';
  /** What a press just did. */
  outcome?: 'alert-stopped' | 'alert-asked' | undefined;
  state: StockAlert['state'];
  sku: string;
  name: string;
  imageUrl?: string | undefined;
  productUrl?: string | undefined;
  requestedAt: Instant;
  /** When the last mail said that it is back. */
  toldAt?: Instant | undefined;
  stoppedAt?: Instant | undefined;
  locale?: string | undefined;
  timeZone: string;
}

/** Undefined where there is no such alert, or none any more. A link to all alerts is for mail programs and shows none. */
export function alertViewFor(customer: Customer | undefined, scope: AlertScope, intent: AlertView['intent'], setting: Setting): AlertView | undefined {
  const alert = scope.kind === 'alert' ? customer?.alerts.find(({ item }) => item.sku === scope.sku) : undefined;
  if (customer === undefined || alert === undefined) return undefined;
  const { item, state, requestedAt, told, stoppedAt } = alert;
  return { intent, state, ...item, requestedAt, toldAt: told?.at, stoppedAt, locale: customer.profile.locale, timeZone: zoneOf(customer, setting.timeZone) };
}
