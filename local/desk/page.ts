import { badInput } from './refusal';

/** Which part of a list is asked for. */
export interface Page {
  offset: number;
  limit: number;
  newestFirst: boolean;
}

/** `?offset=&limit=&order=`; without a limit, everything. Throws RefusedError. */
export function pageOf(query: URLSearchParams, everything = Number.MAX_SAFE_INTEGER): Page {
  const order = query.get('order') ?? 'oldest';
  if (order !== 'oldest' && order !== 'newest') throw badInput(`order "${order}"`, 'query order', 'oldest or newest');
  return { offset: wholeNumber(query, 'offset', 0), limit: wholeNumber(query, 'limit', everything), newestFirst: order === 'newest' };
}

/** The part of a list that is oldest first. */
export function cut<T>(list: readonly T[], { offset, limit, newestFirst }: Page): T[] {
  if (!newestFirst) return list.slice(offset, offset + limit);
  const end = Math.max(0, list.length - offset);
  return list.slice(Math.max(0, end - limit), end).reverse();
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw badInput(`${name} "${text}"`, `query ${name}`, 'a whole number, 0 or more');
  return Number(text);
}
