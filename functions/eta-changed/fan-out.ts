import * as v from 'valibot';
import { plusSeconds, type Instant } from '../core/dates';
import { EtaChanged, EtaConfirmed } from '../core/events/incoming/eta';
import { BackInStock, DatedBackInStock } from '../core/events/incoming/stock';
import { readMessage } from '../adapters/queues';
import { parseEvent, refuseFuture } from '../adapters/sqs-records';
import { object } from '../core/shapes';

const Report = v.variant('type', [
  object({ type: v.literal('ETA Changed'), event: EtaChanged }),
  object({ type: v.literal('ETA Confirmed'), event: EtaConfirmed }),
  object({ type: v.literal('Back In Stock'), event: DatedBackInStock }),
]);
export type Report = v.InferOutput<typeof Report>;

/** Our own message: go on with a report, at a page of the lines or alerts concerned or for one customer. */
const FanOut = object({
  fanOut: object({
    report: Report,
    /** The index lags behind: everything is swept twice, a minute apart. */
    sweep: v.union([v.literal(1), v.literal(2)]),
    cursor: v.optional(v.string()),
    customerKey: v.optional(v.string()),
  }),
});
export type FanOut = v.InferOutput<typeof FanOut>['fanOut'];

export type Work = { kind: 'news'; report: Report } | { kind: 'go on'; fanOut: FanOut };

/** The bus's times have no fraction: a report without a time is taken to be of the end of its second, in favour of who asks in it. */
const END_OF_SECOND = 0.999;

const isOurs = (body: unknown): boolean => typeof body === 'object' && body !== null && 'fanOut' in body;

/**
 * What the record asks for. Throws InvalidEventError for a report from the future and for anything malformed. Of our own
 * messages: NewerSchemaError for one that later code sent, and ValiError for one that nobody did.
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
