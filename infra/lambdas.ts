import type { IncomingDetailType } from '../functions/core/events/incoming';

/** Every Lambda of the service, by its folder in functions/. */
export const lambdas = [
  'backorder-created',
  'eta-changed',
  'order-closed',
  'weekly-updates',
  'attend-customer',
  'customer-page',
  'email-feedback',
  'rotate-keyring',
] as const;
export type LambdaName = (typeof lambdas)[number];

/** Which Lambda takes which of the store's events. A new event type does not compile until it stands here. */
export const takenBy: Readonly<Record<IncomingDetailType, LambdaName>> = {
  'Backorder Created': 'backorder-created',
  'ETA Changed': 'eta-changed',
  'ETA Confirmed': 'eta-changed',
  'Order Shipped': 'order-closed',
  'Order Cancelled': 'order-closed',
  'Refund Settled': 'order-closed',
  'Refund Failed': 'order-closed',
  'Customer Updated': 'order-closed',
  'Customer Erased': 'order-closed',
  'Stock Alert Requested': 'backorder-created',
  'Back In Stock': 'eta-changed',
};

/** What SES says of a mail that email-feedback takes: all but what customers do with it. */
export const mailDetailTypes = [
  'Email Sent',
  'Email Delivered',
  'Email Delivery Delayed',
  'Email Bounced',
  'Email Complaint Received',
  'Email Rejected',
  'Email Rendering Failed',
] as const;

export const knownDetailTypes: readonly string[] = Object.keys(takenBy);

export function detailTypesOf(name: LambdaName): string[] {
  return Object.entries(takenBy).flatMap(([detailType, taker]) => (taker === name ? [detailType] : []));
}
