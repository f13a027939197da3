import * as z from 'zod/mini';
import { InstantFromOutside, type Instant } from '../../dates';
import { Buyer } from './buyer';
import { Id, Market } from './fields';
import { Goods } from './goods';

/** Somebody wants to be told when it is back; nothing is ordered. Without `requestedAt` it was when the bus took the event. */
export const StockAlertRequested = z.object({
  eventId: Id,
  customer: Buyer,
  item: Goods,
  market: z.optional(Market),
  requestedAt: z.optional(InstantFromOutside),
});
export type StockAlertRequested = z.infer<typeof StockAlertRequested>;
export type DatedStockAlertRequested = StockAlertRequested & { requestedAt: Instant };

/** It can be bought again. Without `asOf` that was known when the bus took the event. How many there are is not told to anyone. */
export const BackInStock = z.object({ eventId: Id, sku: Id, asOf: z.optional(InstantFromOutside) });
export const DatedBackInStock = z.required(BackInStock, { asOf: true });
export type DatedBackInStock = z.infer<typeof DatedBackInStock>;
