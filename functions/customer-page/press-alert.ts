import type { AlertView } from '../core/alert-view';
import { apply } from '../core/apply';
import type { Customer } from '../core/customer';
import type { Instant } from '../core/dates';
import type { Change, Setting } from '../core/facts';
import type { AlertScope } from '../core/links';
import type { AlertForm, Form } from './request';

export interface PressedAlert {
  change: Change | undefined;
  outcome: NonNullable<AlertView['outcome']>;
}

/**
 * Leaving is one press, and so is asking again. Pressing twice does it once and says the same twice. Undefined for the button
 * of an order, and for an alert that is not there.
 */
export function pressAlert(customer: Customer, scope: AlertScope, { press }: Form | AlertForm, setting: Setting, now: Instant): PressedAlert | undefined {
  const sku = scope.kind === 'alert' ? scope.sku : undefined;
  if (sku !== undefined && customer.alerts.every(({ item }) => item.sku !== sku)) return undefined;
  if (press === 'stop-alert') return { change: apply(customer, { type: 'Alert Stopped', click: { sku, at: now } }, setting, now), outcome: 'alert-stopped' };
  if (press !== 'ask-again' || sku === undefined) return undefined;
  return { change: apply(customer, { type: 'Alert Asked Again', click: { sku, at: now } }, setting, now), outcome: 'alert-asked' };
}
