import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Disk } from './disk';
import { TOKENS, under } from './layout';
import { dynamoError } from './refusals';

/** A token is good for ten minutes after the transaction is done. */
const SPAN_MS = 10 * 60_000;

const Done = z.object({ hash: z.string(), at: z.number() });

/**
 * Which transactions were done under which client request token. Written in the transaction's own batch: a client whose
 * answer was lost in a crash asks again with the same token, and nothing is done twice.
 *
 * Tokens lie in spans of ten minutes, so the forgotten ones go away a whole span at a time. Time is the machine's own:
 * clients repeat themselves in real time, whatever the stack's clock shows.
 */
export class Tokens {
  private purgedBefore = 0;

  constructor(private readonly disk: Disk, private readonly now: () => number = Date.now) {}

  /** Whether this very transaction was done. Throws IdempotentParameterMismatchException where another one was. */
  wasDone(token: string, hash: string): boolean {
    const now = this.now();
    const span = Math.floor(now / SPAN_MS);
    for (const key of [keyOf(span, token), keyOf(span - 1, token)]) {
      const text = this.disk.newest(key);
      if (text === undefined) continue;
      const done = Done.parse(JSON.parse(text));
      if (now - done.at >= SPAN_MS) continue;
      if (done.hash === hash) return true;
      throw dynamoError('IdempotentParameterMismatchException', 'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.');
    }
    return false;
  }

  /** What is to be written together with the transaction. */
  entry(token: string, hash: string): [key: string, value: string] {
    const now = this.now();
    return [keyOf(Math.floor(now / SPAN_MS), token), JSON.stringify({ hash, at: now })];
  }

  /** Forgets the spans that are over. Costs nothing in between. */
  async purge(): Promise<void> {
    const oldest = Math.floor(this.now() / SPAN_MS) - 1;
    if (oldest <= this.purgedBefore) return;
    this.purgedBefore = oldest;
    await this.disk.clear({ ...under(TOKENS), lt: spanPrefix(oldest) });
  }
}

/** Of the items of a transaction as they came. */
export function hashOf(items: unknown): string {
  return createHash('sha256').update(JSON.stringify(items)).digest('base64');
}

function keyOf(span: number, token: string): string {
  return spanPrefix(span) + token;
}

/** Spans are counted from 1970 and have seven digits until the year 2160, so they sort as text. */
function spanPrefix(span: number): string {
  return `${TOKENS}${span}~`;
}
