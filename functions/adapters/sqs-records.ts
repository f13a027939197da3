import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import { problemsOf } from '../core/english';
import type { incoming, IncomingDetailType } from '../core/events/incoming';
import { InstantFromOutside, plusSeconds, type Instant } from '../core/dates';
import { EVENT_SCHEMA, upgradedEvent, Version } from '../core/schema';
import { log, safely } from './log';
import { looseObject, object } from '../core/shapes';

/** An event that does not say what it should. Its path and reason go to the log and it ends as a dead letter. */
export class InvalidEventError extends Error {
  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`the event cannot be used: ${problems.join('; ')}`, options);
    this.name = 'InvalidEventError';
  }
}

/**
 * Handles each record of a batch by itself: a poison one fails alone, comes back alone and ends as a dead letter.
 *
 * Records that `about` gives the same key are handled in the order in which they lie in the batch, since they would only
 * get in each other's way; all others at the same time, since each mostly waits for its neighbours.
 */
export function eachRecord(handle: (body: unknown) => Promise<void>, about: (body: unknown) => string): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records: records }) => {
    const failed: string[] = [];
    const one = async (record: SQSRecord): Promise<void> => {
      try {
        await handle(parseJson(record.body));
      } catch (error) {
        failed.push(record.messageId);
        log.error('record failed', describe(error, record));
      }
    };
    await Promise.all([...grouped(records, about).values()].map(async (group) => {
      for (const record of group) await one(record);
    }));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function grouped(records: readonly SQSRecord[], about: (body: unknown) => string): Map<string, SQSRecord[]> {
  const groups = new Map<string, SQSRecord[]>();
  for (const record of records) {
    const key = keyOf(record, about);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
}

/** What can't be read fails by itself, later. */
function keyOf(record: SQSRecord, about: (body: unknown) => string): string {
  try {
    return about(parseJson(record.body));
  } catch {
    return record.messageId;
  }
}

const Envelope = object({ id: v.string(), 'detail-type': v.string(), detail: v.optional(v.unknown()), time: v.fallback(v.optional(InstantFromOutside), undefined) });

/** Schemas of events, by their detail-type. */
type Taken<T extends IncomingDetailType> = Pick<typeof incoming, T>;

/** A store may say in which version it speaks, and need not as long as there is only one. A later one is refused like any wrong field. */
const Detail = looseObject({ schema: v.optional(v.pipe(Version, v.maxValue(EVENT_SCHEMA, `expected at most ${EVENT_SCHEMA}, the version that is read`)), 1) });

/** `sentAt` is when the bus took it or when the sender says that it happened, to the second: the same in every repeat. */
export type IncomingEvent = { [T in IncomingDetailType]: { detailType: T; detail: v.InferOutput<(typeof incoming)[T]>; sentAt?: Instant | undefined } }[IncomingDetailType];

/**
 * The store's event in an EventBridge envelope, where it is one of those that are `taken`. Throws InvalidEventError with every path
 * that is wrong.
 */
export function parseEvent<T extends IncomingDetailType>(body: unknown, taken: Taken<T>): Extract<IncomingEvent, { detailType: T }> {
  const envelope = v.safeParse(Envelope, body);
  if (!envelope.success) throw new InvalidEventError(problemsOf([], envelope.issues));
  const { 'detail-type': detailType, detail, time: sentAt } = envelope.output;
  if (!isTaken(detailType, taken)) throw new InvalidEventError([`detail-type: expected one of ${Object.keys(taken).join(', ')}`]);
  const versioned = v.safeParse(Detail, detail);
  if (!versioned.success) throw new InvalidEventError(problemsOf(['detail'], versioned.issues));
  const parsed = v.safeParse(taken[detailType], upgradedEvent(detailType, versioned.output.schema, versioned.output));
  if (!parsed.success) throw new InvalidEventError(problemsOf(['detail'], parsed.issues));
  return { detailType, detail: parsed.output, sentAt } as Extract<IncomingEvent, { detailType: T }>;
}

/** A clock of a shop may be a little ahead of ours, but not more. */
const TOLERATED_SECONDS = 300;

/** Throws InvalidEventError for a moment of which nobody can know yet. */
export function refuseFuture(path: string, at: Instant, now: Instant): void {
  if (at > plusSeconds(now, TOLERATED_SECONDS)) throw new InvalidEventError([`${path}: expected a time at most 5 minutes ahead`]);
}

const isTaken = <T extends IncomingDetailType>(detailType: string, taken: Taken<T>): detailType is T => Object.hasOwn(taken, detailType);

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new InvalidEventError(['body: expected JSON'], { cause: error });
  }
}

function describe(error: unknown, record: SQSRecord): Record<string, string> {
  return {
    messageId: record.messageId,
    receiveCount: record.attributes.ApproximateReceiveCount,
    ...safely(error),
    // Paths and expectations, made by us.
    ...(error instanceof InvalidEventError && { problems: error.problems.join('; ') }),
  };
}
