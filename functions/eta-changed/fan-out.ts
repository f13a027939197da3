import * as z from 'zod/mini';
import { plusSeconds, type Instant } from '../core/dates';
import { EtaChanged, EtaConfirmed } from '../core/events/incoming/eta';
import { BackInStock, DatedBackInStock } from '../core/events/incoming/stock';
import { readMessage } from '../adapters/queues';
import { parseEvent, refuseFuture } from '../adapters/sqs-records';

const Report = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ETA Changed'), event: EtaChanged }),
  z.object({ type: z.literal('ETA Confirmed'), event: EtaConfirmed }),
  z.object({ type: z.literal('Back In Stock'), event: DatedBackInStock }),
]);
export type Report = z.infer<typeof Report>;

/** Our own message: go on with a report, at a page of the lines or alerts concerned or for one customer. */
const FanOut = z.object({
  fanOut: z.object({
    report: Report,
    /** The index lags behind: everything is swept twice, a minute apart. */
    sweep: z.union([z.literal(1), z.literal(2)]),
    cursor: z.optional(z.string()),
    customerKey: z.optional(z.string()),
  }),
});
export type FanOut = z.infer<typeof FanOut>['fanOut'];

export type Work = { kind: 'news'; report: Report } | { kind: 'go on'; fanOut: FanOut };

/** The bus's times have no fraction: a report without a time is taken to be of the end of its second, in favour of who asks in it. */
const END_OF_SECOND = 0.999;

const isOurs = (body: unknown): boolean => typeof body === 'object' && body !== null && 'fanOut' in body;

/**
 * What the record asks for. Throws InvalidEventError for a report from the future and for anything malformed. Of our own
 * messages: NewerSchemaError for one that later code sent, and ZodError for one that nobody did.
 */
export function parseWork(body: unknown, now: Instant): Work {
  if (isOurs(body)) return { kind: 'go on', fanOut: readMessage('fan-out', FanOut, body).fanOut };
  const report = reportIn(body, now);
  refuseFuture('detail.asOf', report.event.asOf, now);
  return { kind: 'news', report };
}

const taken = { 'ETA Changed': EtaChanged, 'ETA Confirmed': EtaConfirmed, 'Back In Stock': BackInStock };

function reportIn(body: unknown, now: Instant): Report {
  const { detailType, detail, sentAt } = parseEvent(body, taken);
  switch (detailType) {
    case 'ETA Changed':
      return { type: detailType, event: detail };
    case 'ETA Confirmed':
      return { type: detailType, event: detail };
    case 'Back In Stock':
      return { type: detailType, event: { ...detail, asOf: detail.asOf ?? (sentAt === undefined ? now : plusSeconds(sentAt, END_OF_SECOND)) } };
  }
}
