import * as v from 'valibot';
import { HttpsUrl, Id } from './fields';
import { Words } from './words';
import { object } from '../../shapes';

/** What is bought, or asked for. */
export const Goods = object({
  sku: Id,
  name: v.pipe(Words(500), v.minLength(1)),
  imageUrl: v.optional(HttpsUrl),
  productUrl: v.optional(HttpsUrl),
});
