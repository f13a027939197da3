import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import '../core/english';
import type { incoming, IncomingDetailType } from '../core/events/incoming';
import { InstantFromOutside, plusSeconds, type Instant } from '../core/dates';
import { EVENT_SCHEMA, upgradedEvent, Version } from '../core/schema';
import { log, safely } from './log';

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

const Envelope = z.object({ id: z.string(), 'detail-type': z.string(), detail: z.unknown(), time: z.catch(z.optional(InstantFromOutside), undefined) });

/** Schemas of events, by their detail-type. */
type Taken<T extends IncomingDetailType> = Pick<typeof incoming, T>;

/** A store may say in which version it speaks, and need not as long as there is only one. A later one is refused like any wrong field. */
const Detail = z.looseObject({ schema: z._default(Version.check(z.maximum(EVENT_SCHEMA, `expected at most ${EVENT_SCHEMA}, the version that is read`)), 1) });

/** `sentAt` is when the bus took it or when the sender says that it happened, to the second: the same in every repeat. */
export type IncomingEvent = { [T in IncomingDetailType]: { detailType: T; detail: z.infer<(typeof incoming)[T]>; sentAt?: Instant | undefined } }[IncomingDetailType];

/**
 * The store's event in an EventBridge envelope, where it is one of those that are `taken`. Throws InvalidEventError with every path
 * that is wrong.
 */
export function parseEvent<T extends IncomingDetailType>(body: unknown, taken: Taken<T>): Extract<IncomingEvent, { detailType: T }> {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) throw new InvalidEventError(problemsOf([], envelope.error));
  const { 'detail-type': detailType, detail, time: sentAt } = envelope.data;
  if (!isTaken(detailType, taken)) throw new InvalidEventError([`detail-type: expected one of ${Object.keys(taken).join(', ')}`]);
  const versioned = Detail.safeParse(detail);
  if (!versioned.success) throw new InvalidEventError(problemsOf(['detail'], versioned.error));
  const parsed = taken[detailType].safeParse(upgradedEvent(detailType, versioned.data.schema, versioned.data));
  if (!parsed.success) throw new InvalidEventError(problemsOf(['detail'], parsed.error));
  return { detailType, detail: parsed.data, sentAt } as Extract<IncomingEvent, { detailType: T }>;
}

/** A clock of a shop may be a little ahead of ours, but not more. */
const TOLERATED_SECONDS = 300;

/** Throws InvalidEventError for a moment of which nobody can know yet. */
export function refuseFuture(path: string, at: Instant, now: Instant): void {
  if (at > plusSeconds(now, TOLERATED_SECONDS)) throw new InvalidEventError([`${path}: expected a time at most 5 minutes ahead`]);
}

const isTaken = <T extends IncomingDetailType>(detailType: string, taken: Taken<T>): detailType is T => Object.hasOwn(taken, detailType);

/** Paths and expectations, never the values: they may be somebody's name or address. */
export const problemsOf = (within: readonly string[], error: z.core.$ZodError): string[] => error.issues.map(({ path, message }) => `${[...within, ...path.map(String)].join('.')}: ${message}`);

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
