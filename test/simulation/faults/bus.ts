import type { House } from './house';
import type { SimulatedQueue } from './queue';

/** An event as its taker gets it. */
export interface BusEvent {
  id: string;
  source: string;
  'detail-type': string;
  detail: Record<string, unknown>;
  time: string;
}

const OURS = 'forthright';

/** The bus with the stack's rules: anything but our own goes to the queue of whoever takes its type, at least once and in any order. */
export class SimulatedBus {
  /** What the store sent and the bus has taken, in order. */
  readonly accepted: { at: number; event: BusEvent }[] = [];
  private readonly listeners: ((event: BusEvent) => void)[] = [];
  private readonly hearers: ((event: BusEvent) => void)[] = [];
  private count = 0;

  constructor(
    private readonly house: House,
    private readonly queueOf: (detailType: string) => SimulatedQueue | undefined,
  ) {}

  /** The store listens to what Forthright publishes: each delivery, so some come more than once. */
  onDelivery(listener: (event: BusEvent) => void): void {
    this.listeners.push(listener);
  }

  /** Called for each of Forthright's events that the bus takes, in the instant in which it does. */
  onTaken(hearer: (event: BusEvent) => void): void {
    this.hearers.push(hearer);
  }

  take(source: string, detailType: string, detail: Record<string, unknown>): string {
    const { house } = this;
    this.count += 1;
    const event: BusEvent = { id: `event-${this.count}`, source, 'detail-type': detailType, detail, time: `${new Date(house.now).toISOString().slice(0, 19)}Z` };
    if (source === OURS) for (const hear of this.hearers) hear(event);
    else this.accepted.push({ at: house.now, event });
    for (const ms of house.weather.deliveries('event')) house.after(ms, `delivery of ${event.id}`, () => this.deliver(event));
    return event.id;
  }

  private deliver(event: BusEvent): void {
    if (event.source === OURS) {
      for (const listen of this.listeners) listen(event);
      return;
    }
    this.queueOf(event['detail-type'])?.send(JSON.stringify({ version: '0', account: '000000000000', region: 'us-east-1', resources: [], ...event }));
  }
}
