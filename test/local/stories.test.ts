import * as v from 'valibot';
import { isWeekday, plusHours } from '../../functions/core/dates';
import { incoming } from '../../functions/core/events/incoming';
import { dateIn } from '../../functions/core/time-zones';
import { eightWeeks, stories } from '../../local/stories/eight-weeks';
import { SHOP_TIME_ZONE } from '../../local/stories/shop';
import type { StoreEvent, Story } from '../../local/stories/story';

const START = '2026-10-06T14:20:00.000Z';
const all: readonly Story[] = [...stories, eightWeeks];
const named = all.map((story) => [story.id, story] as const);

const eventsOf = (story: Story, start = START): StoreEvent[] =>
  story.tell(start).flatMap((step) => (step.kind === 'put' ? [...step.events] : []));

/** Each event with what the clock shows when it is put on the bus. */
function timed(story: Story, start = START): { at: string; event: StoreEvent }[] {
  let at = start;
  return story.tell(start).flatMap((step) => {
    if (step.kind === 'clock') {
      at = step.to;
      return [];
    }
    const put = at;
    return step.events.map((event) => ({ at: put, event }));
  });
}

const datesOf = ({ event }: { event: StoreEvent }): string[] => {
  if (event.detailType === 'Backorder Created') return event.detail.promise.shipBy === null ? [] : [event.detail.promise.shipBy];
  if (event.detailType === 'ETA Changed') return event.detail.shipBy === null ? [] : [event.detail.shipBy];
  return [];
};

describe('the stories', () => {
  it('are the six that people ask for first, and more', () => {
    expect(stories.map((story) => story.id)).toEqual([
      'supplier-slips',
      'supplier-slips-again',
      'arrives-early',
      'unknown-date',
      'three-items',
      'ships',
      'no-word',
      'shop-gives-up',
      'pre-order',
      'sold-out',
    ]);
  });

  it.each(named)('%s sends only events that a store may send', (_id, story) => {
    const events = eventsOf(story);
    expect(events.length).toBeGreaterThan(0);
    for (const { detailType, detail } of events) {
      const { success, issues } = v.safeParse(incoming[detailType], detail);
      expect({ detailType, success, issues }).toEqual({ detailType, success: true, issues: undefined });
    }
  });

  it.each(named)('%s never moves the clock back, and takes the days it says', (_id, story) => {
    const moves = story.tell(START).flatMap((step) => (step.kind === 'clock' ? [step.to] : []));
    expect(moves).toEqual([...moves].sort());
    const days = (Date.parse(moves.at(-1)!) - Date.parse(START)) / 86_400_000;
    expect(Math.abs(days - story.days)).toBeLessThan(1);
  });

  it.each(named)('%s tells of things when they happen, not before', (_id, story) => {
    for (const { at, event } of timed(story)) {
      if (event.detailType === 'ETA Changed' || event.detailType === 'Back In Stock') expect(event.detail.asOf).toBe(at);
      if (event.detailType === 'Stock Alert Requested') expect(event.detail.requestedAt).toBe(at);
      if (event.detailType === 'Order Shipped') expect(event.detail.shippedAt).toBe(at);
      if (event.detailType === 'Backorder Created') expect(event.detail.placedAt).toBe(new Date(Date.parse(at) - 60_000).toISOString());
    }
  });

  it.each(named)('%s promises weekdays that lie ahead of the clock', (_id, story) => {
    for (const entry of timed(story)) {
      for (const date of datesOf(entry)) {
        expect(date > dateIn(SHOP_TIME_ZONE, entry.at)).toBe(true);
        expect(isWeekday(date)).toBe(true);
      }
    }
  });

  it.each(named)('%s gives every event and order ids that another telling has not', (_id, story) => {
    const ids = (start: string): string[] => eventsOf(story, start).map((event) => event.detail.eventId);
    expect(new Set(ids(START)).size).toBe(ids(START).length);
    const next = new Set(ids('2026-10-06T14:20:01.000Z'));
    expect(ids(START).filter((id) => next.has(id))).toEqual([]);
    expect(ids(START)).toEqual(ids(START));
  });

  it('are told from the day on which they begin', () => {
    const first = (start: string) => datesOf(timed(stories[0]!, start)[0]!)[0];
    expect(first('2026-10-06T14:20:00.000Z')).toBe('2026-10-19');
    expect(first('2027-02-01T14:20:00.000Z')).toBe('2027-02-12');
    // Late in the evening it is the next day in UTC, but not yet in the shop.
    expect(first('2026-10-07T02:00:00.000Z')).toBe('2026-10-19');
  });

  it('are all part of the eight weeks, each with its own ids', () => {
    const told = eventsOf(eightWeeks);
    expect(told.length).toBe(stories.reduce((sum, story) => sum + eventsOf(story).length, 0));
    expect(new Set(told.map((event) => event.detail.eventId)).size).toBe(told.length);
    expect(eightWeeks.tell(START).at(-1)).toEqual({ kind: 'clock', to: plusHours(START, 56 * 24) });
  });

  it('leave nobody’s address at a domain that belongs to someone', () => {
    for (const event of all.flatMap((story) => eventsOf(story))) {
      if (event.detailType === 'Backorder Created' || event.detailType === 'Stock Alert Requested') expect(event.detail.customer.email).toMatch(/@example\.com$/);
    }
  });
});
