import * as z from 'zod/mini';
import { HttpsUrl, Id } from './fields';
import { Words } from './words';

/** What is bought, or asked for. */
export const Goods = z.object({
  sku: Id,
  name: z.pipe(Words(500), z.string().check(z.minLength(1))),
  imageUrl: z.optional(HttpsUrl),
  productUrl: z.optional(HttpsUrl),
});
