import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { incoming, type IncomingDetailType } from '../core/events/incoming';
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
 * Records of a batch are handled one after the other, since neighbours often are about the same customer.
 */
export function eachRecord(handle: (body: unknown, record: SQSRecord) => Promise<void>): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async (event) => {
    const failed: string[] = [];
    for (const record of event.Records) {
      try {
        await handle(parseJson(record.body), record);
      } catch (error) {
        failed.push(record.messageId);
        log.error('record failed', describe(error, record));
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

const Envelope = z.object({ id: z.string(), 'detail-type': z.string(), detail: z.unknown() });

export type IncomingEvent = { [T in IncomingDetailType]: { detailType: T; detail: z.infer<(typeof incoming)[T]> } }[IncomingDetailType];

/** The store's event in an EventBridge envelope. Throws InvalidEventError with every path that is wrong. */
export function parseEvent(body: unknown): IncomingEvent {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) throw new InvalidEventError(problemsOf(envelope.error));
  const { 'detail-type': detailType, detail } = envelope.data;
  if (!isKnown(detailType)) throw new InvalidEventError([`detail-type: expected one of ${Object.keys(incoming).join(', ')}`]);
  const parsed = incoming[detailType].safeParse(detail);
  if (!parsed.success) throw new InvalidEventError(problemsOf(parsed.error));
  return { detailType, detail: parsed.data } as IncomingEvent;
}

const isKnown = (detailType: string): detailType is IncomingDetailType => Object.hasOwn(incoming, detailType);

/** Paths and expectations, never the values: they may be somebody's name or address. */
const problemsOf = (error: z.ZodError): string[] => error.issues.map(({ path, message }) => `detail${path.map((part) => `.${String(part)}`).join('')}: ${message}`);

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
