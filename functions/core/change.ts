import type { Customer } from './customer';
import { isSameLine, type Line } from './line';
import type { Profile } from './profile';
import type { RecordEntry } from './record';
import type { Instant } from './dates';
import { dueByUrgency, firstOf } from './due-by-urgency';
import type { OutgoingEvent } from './events/outgoing';
import type { Change, LineRef, Setting } from './facts';
import { idOf } from './ids';
import { isFinished, isReachable } from './standing';
import type { StockAlert } from './stock-alert';

interface NoteOptions extends Pick<RecordEntry, 'words' | 'postings'> {
  at?: Instant;
  isNamedByWhy?: boolean;
}

/**
 * A change in the making: takes new values of lines and profile, entries of the record and events to publish, and at
 * the end sees to what every change owes: finished lines leave, and the customer is due when something is next to do.
 */
export class Draft {
  #customer: Customer;
  /** Where in `#customer.lines` a line stands; made by the first change of a line, which takes a copy of them. */
  #places: Map<string, number> | undefined;
  readonly #record: RecordEntry[] = [];

  constructor(
    private readonly before: Customer,
    private readonly setting: Setting,
    private readonly now: Instant,
  ) {
    this.#customer = before;
  }

  get customer(): Customer {
    return this.#customer;
  }

  /** Whether there is nothing to commit but, perhaps, when the customer is due. */
  get isUntouched(): boolean {
    return this.#customer === this.before && this.#record.length === 0 && !this.#customer.lines.some((line) => this.#isFinished(line));
  }

  line(ref: LineRef): Line | undefined {
    if (this.#places === undefined) return this.#customer.lines.find((line) => isSameLine(line, ref));
    const place = this.#places.get(keyOf(ref));
    return place === undefined ? undefined : this.#customer.lines[place];
  }

  /** Replaces or adds the line; its sequence number grows. */
  putLine(line: Line): Line {
    const next = { ...line, sequence: line.sequence + 1 };
    const place = this.#places?.get(keyOf(line));
    if (place === undefined) this.#takeLines([...this.#customer.lines.filter((other) => !isSameLine(other, line)), next]);
    else this.#customer.lines[place] = next;
    return next;
  }

  #takeLines(lines: Line[]): void {
    lines.sort(byOrderAndLine);
    this.#customer = { ...this.#customer, lines };
    this.#places = new Map(lines.map((line, place) => [keyOf(line), place]));
  }

  alert(sku: string): StockAlert | undefined {
    return this.#customer.alerts.find(({ item }) => item.sku === sku);
  }

  /** Replaces or adds the alert of its SKU. */
  putAlert(alert: StockAlert): void {
    const others = this.#customer.alerts.filter(({ item }) => item.sku !== alert.item.sku);
    this.#customer = { ...this.#customer, alerts: [...others, alert].sort((a, b) => compare(a.item.sku, b.item.sku)) };
  }

  removeAlerts(): void {
    this.#customer = { ...this.#customer, alerts: [] };
  }

  putProfile(profile: Partial<Profile>): void {
    this.#customer = { ...this.#customer, profile: { ...this.#customer.profile, ...profile } };
  }

  /** Publishes once this change is committed; an event that is still to be published is not added again. */
  publish(event: OutgoingEvent): void {
    const { outbox } = this.#customer.profile;
    if (outbox.some(({ detail }) => detail.eventId === event.detail.eventId)) return;
    this.putProfile({ outbox: [...outbox, event] });
  }

  /**
   * `why` tells apart entries of the same kind about the same lines: an event's or a notice's id. `at` is when it happened,
   * where that is not now; `isNamedByWhy` where `why` alone says which entry it is, whatever lines it is about by then: what
   * took place once and is told twice leaves one entry.
   */
  note(what: RecordEntry['what'], lines: readonly LineRef[], why: string, facts: RecordEntry['facts'], { words, postings = [], at = this.now, isNamedByWhy = false }: NoteOptions = {}): void {
    const named = idOf(what, why, ...(isNamedByWhy ? [] : lines.flatMap(({ orderId, lineId }) => [orderId, lineId])));
    const isTaken = this.#record.some((other) => other.at === at && other.id === named);
    this.#record.push({
      at,
      // One reason can ask two things of the merchant. Both are kept, and one commit can't write one entry twice.
      id: isTaken ? idOf(named, JSON.stringify(facts)) : named,
      what,
      lines: lines.map(({ orderId, lineId }) => ({ orderId, lineId })),
      facts,
      ...(words === undefined ? {} : { words }),
      ...(postings.length === 0 ? {} : { postings }),
    });
  }

  #isFinished(line: Line): boolean {
    return isFinished(line, isReachable(this.#customer));
  }

  finish(): Change {
    const open: Line[] = [];
    const closed: Line[] = [];
    for (const line of this.#customer.lines) (this.#isFinished(line) ? closed : open).push(line);
    for (const line of closed) this.note('line-closed', [line], line.openedAt, {});
    const customer = { ...this.#customer, lines: open };
    const due = dueByUrgency(customer, this.setting, this.now);
    return {
      customer: { ...customer, profile: { ...customer.profile, dueAt: firstOf(due), due } },
      record: this.#record,
      closed,
    };
  }
}

const keyOf = ({ orderId, lineId }: LineRef): string => JSON.stringify([orderId, lineId]);
const byOrderAndLine = (a: Line, b: Line): number => compare(a.orderId, b.orderId) || compare(a.lineId, b.lineId);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
