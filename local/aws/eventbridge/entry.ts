import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type BusEvent, toTheSecond } from './event';

/** "Amazon EventBridge quotas": the size of one entry, and of one request. */
const LARGEST_BYTES = 1024 * 1024;

const Entry = z.object({
  Source: z.string().default(''),
  DetailType: z.string().default(''),
  Detail: z.string().default(''),
  EventBusName: z.string().default('default'),
  Resources: z.array(z.string()).default([]),
  /** Epoch seconds. */
  Time: z.number().optional(),
});

export type ReadEntry = { event: BusEvent } | { refusal: { ErrorCode: string; ErrorMessage: string } };

/** One entry of PutEvents, or the answer that EventBridge gives for it while it goes on with the others. */
export function readEntry(raw: unknown, now: number): ReadEntry {
  const parsed = Entry.safeParse(raw);
  if (!parsed.success) return refusal('InvalidArgument', `Parameter ${parsed.error.issues[0]?.path.join('.') ?? ''} is not valid.`);
  const { Source, DetailType, Detail, EventBusName, Resources, Time } = parsed.data;
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (value === '') return refusal('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  // Nobody but AWS speaks in its name.
  if (Source.startsWith('aws.')) return refusal('NotAuthorizedForSourceException', 'Not authorized for the source.');
  if (sizeOf(parsed.data) > LARGEST_BYTES) return refusal('InvalidArgument', 'Total size of the entry exceeded the limit.');
  const detail = objectOf(Detail);
  if (detail === undefined) return refusal('MalformedDetail', 'Detail is malformed.');
  const at = Time === undefined ? now : Time * 1000;
  return {
    event: {
      id: randomUUID(),
      at: new Date(now).toISOString(),
      bus: EventBusName.replace(/^arn:.*:event-bus\//, ''),
      source: Source,
      detailType: DetailType,
      detail,
      resources: Resources,
      time: toTheSecond(at),
    },
  };
}

export const refusal = (ErrorCode: string, ErrorMessage: string): { refusal: { ErrorCode: string; ErrorMessage: string } } => ({ refusal: { ErrorCode, ErrorMessage } });

/** "Calculating PutEvents event entry size": 14 bytes for a time, and the UTF-8 bytes of the texts. */
function sizeOf({ Source, DetailType, Detail, Resources, Time }: z.output<typeof Entry>): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

const Fields = z.record(z.string(), z.unknown());

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    return Fields.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
