import { createHash } from 'node:crypto';

/** An id that follows from what it names: the same parts, the same id, on every machine and in every replay. */
export function idOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}

/** A number from 0 up to, not including, `below`, that follows from `key` and spreads evenly over keys. */
export function spread(key: string, below: number): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % below;
}
