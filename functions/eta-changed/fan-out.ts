import * as z from 'zod';
import { plusSeconds, type Instant } from '../core/dates';
import { EtaChanged, EtaConfirmed } from '../core/events/incoming';
import { InvalidEventError, parseEvent } from '../adapters/sqs-records';

const Report = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ETA Changed'), event: EtaChanged }),
  z.object({ type: z.literal('ETA Confirmed'), event: EtaConfirmed }),
]);
export type Report = z.infer<typeof Report>;

/** Our own message: go on with a report, at a page of the lines concerned or for one customer. */
const FanOut = z.object({
  fanOut: z.object({
    report: Report,
    /** The index lags behind: everything is swept twice, a minute apart. */
    sweep: z.union([z.literal(1), z.literal(2)]),
    cursor: z.string().optional(),
    customerKey: z.string().optional(),
  }),
});
export type FanOut = z.infer<typeof FanOut>['fanOut'];

export type Work = { kind: 'news'; report: Report } | { kind: 'go on'; fanOut: FanOut };

/** A clock of a shop may be a little ahead of ours, but not more. */
const TOLERATED_SECONDS = 300;

/** What the record asks for. Throws InvalidEventError for a report from the future and for anything malformed. */
export function parseWork(body: unknown, now: Instant): Work {
  const own = FanOut.safeParse(body);
  if (own.success) return { kind: 'go on', fanOut: own.data.fanOut };
  const { detailType, detail } = parseEvent(body);
  if (detailType !== 'ETA Changed' && detailType !== 'ETA Confirmed') {
    throw new InvalidEventError([`detail-type: expected ETA Changed or ETA Confirmed, found ${detailType}`]);
  }
  if (detail.asOf > plusSeconds(now, TOLERATED_SECONDS)) throw new InvalidEventError(['detail.asOf: expected a time at most 5 minutes ahead']);
  return { kind: 'news', report: Report.parse({ type: detailType, event: detail }) };
}
