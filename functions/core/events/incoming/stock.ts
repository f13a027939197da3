import * as v from 'valibot';
import { InstantFromOutside, type Instant } from '../../dates';
import { Buyer } from './buyer';
import { Id, Market } from './fields';
import { Goods } from './goods';
import { object } from '../../shapes';

/** Somebody wants to be told when it is back; nothing is ordered. Without `requestedAt` it was when the bus took the event. */
export const StockAlertRequested = object({
  eventId: Id,
  customer: Buyer,
  item: Goods,
  market: v.optional(Market),
  requestedAt: v.optional(InstantFromOutside),
});
export type StockAlertRequested = v.InferOutput<typeof StockAlertRequested>;
export type DatedStockAlertRequested = StockAlertRequested & { requestedAt: Instant };

/** It can be bought again. Without `asOf` that was known when the bus took the event. How many there are is not told to anyone. */
export const BackInStock = object({ eventId: Id, sku: Id, asOf: v.optional(InstantFromOutside) });
export const DatedBackInStock = object({ ...BackInStock.entries, asOf: InstantFromOutside });
export type DatedBackInStock = v.InferOutput<typeof DatedBackInStock>;
