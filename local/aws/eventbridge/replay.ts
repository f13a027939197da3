import { createHash } from 'node:crypto';
import type { ArchiveWiring } from '../../template/wiring';
import type { BusEvent } from './event';
import { matcher } from './pattern';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A replay as it is kept: what it is to replay, and how far it has come. Times are epoch ms on the stack's clock. */
export interface Replay {
  name: string;
  description: string | undefined;
  archiveArn: string;
  busArn: string;
  /** ARNs of the rules that get the events; all rules of the bus where it is undefined. */
  only: readonly string[] | undefined;
  from: number;
  to: number;
  state: 'RUNNING' | 'CANCELLING' | 'CANCELLED' | 'COMPLETED';
  startedAt: number;
  endedAt?: number;
  /** How many of its events have gone out. */
  replayed: number;
  /** The time in the last of them. */
  lastAt?: number;
}

/** What an archive holds of a bus's events: those that fit its pattern and are not older than its retention. */
export function archived({ bus, pattern, retentionDays }: ArchiveWiring, log: readonly BusEvent[], now: number): BusEvent[] {
  const matches = pattern === undefined ? () => true : matcher(pattern);
  const oldest = retentionDays === 0 ? Number.NEGATIVE_INFINITY : now - retentionDays * DAY_MS;
  return log.filter((event) => event.bus === bus && Date.parse(event.at) >= oldest && matches({ source: event.source, 'detail-type': event.detailType, detail: event.detail }));
}

/**
 * The events of a replay in the order in which they go out: minute by minute of the time in them ("StartReplay",
 * EventBridge API reference), and within a minute in no order that means anything. The same at every start, so that one
 * that was cut off goes on where it was.
 */
export function inReplayOrder({ name, from, to }: Pick<Replay, 'name' | 'from' | 'to'>, events: readonly BusEvent[]): BusEvent[] {
  const place = (event: BusEvent): [number, string] => [Math.floor(Date.parse(event.time) / MINUTE_MS), createHash('sha256').update(`${name}/${event.id}`).digest('hex')];
  return events
    .filter(({ time }) => Date.parse(time) >= from && Date.parse(time) <= to)
    .map((event) => ({ event, place: place(event) }))
    .sort((a, b) => a.place[0] - b.place[0] || (a.place[1] < b.place[1] ? -1 : 1))
    .map(({ event }) => event);
}
