import type * as v from 'valibot';
import { isWeekday, plusDays, type Instant, type PlainDate } from '../../functions/core/dates';
import type { incoming, IncomingDetailType } from '../../functions/core/events/incoming';
import { dateIn, instantAt } from '../../functions/core/time-zones';

/*
 * A story is what a small shop might live through with one order: what it puts on the bus, and the days that pass
 * in between. Nothing else: the mails, the weeks and the refunds that follow are Forthright's own doing.
 */

/** An event as a store would send it, before it is parsed. */
export type StoreEvent = { [T in IncomingDetailType]: { detailType: T; detail: v.InferInput<(typeof incoming)[T]> } }[IncomingDetailType];

export type Step =
  /** Put on the bus at once. `says` tells people in a sentence what has just happened in the shop. */
  | { kind: 'put'; says: string; events: readonly StoreEvent[] }
  /** Let time pass until then. */
  | { kind: 'clock'; to: Instant };

export interface Story {
  /** Stands in URLs. */
  id: string;
  title: string;
  summary: string;
  /** How much of the clock it takes. */
  days: number;
  /** The story as it goes when it begins at `start`. The same start gives the same story, ids and all. */
  tell(start: Instant): readonly Step[];
}

/** The days of one telling, in the shop's calendar, and ids that no other telling has. */
export class StoryDays {
  readonly #today: PlainDate;
  readonly #tag: string;

  /** `prefix` keeps apart two stories that begin at the same instant. */
  constructor(
    prefix: string,
    readonly start: Instant,
    private readonly timeZone: string,
  ) {
    this.#today = dateIn(timeZone, start);
    this.#tag = `${prefix}${Math.floor((Date.parse(start) - ORDER_NUMBERS_BEGIN) / 1000).toString(36).toUpperCase()}`;
  }

  /** `time` (`HH:MM`) on the shop's clocks, `day` days after the start; 1 or more, so that it lies ahead. */
  at(day: number, time: string): Instant {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return instantAt(this.timeZone, plusDays(this.#today, day), hours * 60 + minutes);
  }

  /** The first weekday not before `days` days after the start: nobody promises to ship on a Sunday. */
  shipDay(days: number): PlainDate {
    let date = plusDays(this.#today, days);
    while (!isWeekday(date)) date = plusDays(date, 1);
    return date;
  }

  order(number = 1): string {
    return `TT-${this.#tag}-${number}`;
  }

  supplierOrder(supplier: string): string {
    return `PO-${supplier}-${this.#tag}`;
  }

  eventId(what: string): string {
    return `${this.#tag}-${what}`;
  }
}

/** Order numbers count seconds from here, so that they stay short. */
const ORDER_NUMBERS_BEGIN = Date.parse('2025-01-01T00:00:00Z');

/** A step that waits until `time` on the `day`th day. */
export const clockTo = (to: Instant): Step => ({ kind: 'clock', to });

export const put = (says: string, ...events: StoreEvent[]): Step => ({ kind: 'put', says, events });
