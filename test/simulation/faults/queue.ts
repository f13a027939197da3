import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { House, Invocation } from './house';
import type { Ended } from './lambdas';

interface Message {
  id: string;
  body: string;
  visibleAt: number;
  receives: number;
  sentAt: number;
  /** When it became a dead letter. */
  diedAt?: number;
}

/** A message that the Lambda said it could not handle, or that died with it. */
export interface Failure {
  body: string;
  faults: readonly string[];
}

/** As the stack has them; wiring.test.ts holds them against the template. */
export const VISIBILITY_SECONDS = 120;
export const MAX_RECEIVES = 5;
export const BATCH = 10;
const LONGEST_DELAY_SECONDS = 900;

const CONCURRENCY: Readonly<Record<string, number>> = { 'eta-changed': 5 };
export const concurrencyOf = (queue: string): number => CONCURRENCY[queue] ?? 10;

/** What a queue hands its batches to. */
export type Consumer = (event: SQSEvent, ended: (end: Ended, by: Invocation) => void) => void;

/**
 * A standard queue with dead letters and the mapping that feeds a Lambda from it: at least once, in any order; what fails or
 * dies comes back when its visibility is over.
 */
export class SimulatedQueue {
  readonly dead: Message[] = [];
  readonly failures: Failure[] = [];
  private messages: Message[] = [];
  private count = 0;
  /** The most messages of the same words that there ever were at once. */
  mostAlike = 0;
  /** Batches that are being handled. */
  private running = 0;
  private wakesAt = Number.POSITIVE_INFINITY;

  constructor(
    readonly name: string,
    private readonly house: House,
    private readonly consume: Consumer,
  ) {}

  /** Messages that could be handed out now. */
  get depth(): number {
    return this.messages.filter(({ visibleAt }) => visibleAt <= this.house.now).length;
  }

  /** Messages that are waiting, on their way or being handled. */
  get size(): number {
    return this.messages.length;
  }

  send(body: string, delaySeconds = 0): string {
    if (delaySeconds > LONGEST_DELAY_SECONDS || delaySeconds < 0) throw new Error(`a delay of ${delaySeconds} s, which SQS does not take`);
    this.count += 1;
    const id = `${this.name}-${this.count}`;
    for (const ms of this.house.weather.deliveries('message')) this.put({ id, body, visibleAt: this.house.now + delaySeconds * 1000 + ms, receives: 0, sentAt: this.house.now });
    return id;
  }

  /** Takes everything out of the dead letters for another round of tries. */
  redrive(isWanted: (body: string) => boolean): number {
    const back = this.dead.filter(({ body }) => isWanted(body));
    for (const message of back) {
      this.dead.splice(this.dead.indexOf(message), 1);
      // It was given up after its tries, and lay there since.
      const since = (message.diedAt ?? this.house.now) - MAX_RECEIVES * VISIBILITY_SECONDS * 1000;
      this.house.disturbances.add(since, 'redriven', this.house.now - since);
      this.put({ ...message, receives: 0, visibleAt: this.house.now });
    }
    return back.length;
  }

  private put(message: Message): void {
    this.messages.push(message);
    this.mostAlike = Math.max(this.mostAlike, this.messages.filter(({ body }) => body === message.body).length);
    this.wakeAt(message.visibleAt);
  }

  private wakeAt(visibleAt: number): void {
    if (visibleAt >= this.wakesAt) return;
    const at = visibleAt + this.house.weather.pollMs();
    if (at >= this.wakesAt) return;
    this.wakesAt = at;
    this.house.timeline.plan(at, `${this.name} polls`, () => {
      if (this.wakesAt === at) this.wakesAt = Number.POSITIVE_INFINITY;
      this.poll();
    });
  }

  private poll(): void {
    const { house } = this;
    if (this.running >= concurrencyOf(this.name)) {
      // Every instance that it may have is busy: a little later.
      this.wakeAt(house.now + 250);
      return;
    }
    const visible = house.chance.shuffled(this.messages.filter(({ visibleAt }) => visibleAt <= house.now));
    const batch = visible.slice(0, Math.min(BATCH, house.weather.batchSize()));
    const handed: Message[] = [];
    for (const message of batch) {
      if (message.receives >= MAX_RECEIVES) {
        this.remove(message);
        this.dead.push({ ...message, diedAt: house.now });
        house.note(`${this.name}: ${message.id} is a dead letter`);
      } else handed.push(message);
    }
    if (handed.length > 0) this.hand(handed);
    const next = this.messages.reduce((least, { visibleAt }) => Math.min(least, visibleAt), Number.POSITIVE_INFINITY);
    if (next < Number.POSITIVE_INFINITY) this.wakeAt(Math.max(next, house.now + 20));
  }

  private hand(batch: Message[]): void {
    const { house } = this;
    const receipts = new Map(batch.map((message) => [message, message.receives + 1]));
    const records = batch.map((message) => recordOf(message, message.receives + 1));
    for (const message of batch) {
      message.receives += 1;
      message.visibleAt = house.now + VISIBILITY_SECONDS * 1000;
    }
    this.running += 1;
    this.consume({ Records: records }, (end, by) => {
      this.running -= 1;
      if (end.how === 'died') return;
      if (end.how === 'threw') house.note(`${by.name} threw ${String(end.error)}`);
      const failed = end.how === 'threw' ? new Set(records.map(({ messageId }) => messageId)) : failedOf(end.answer, records);
      if (failed.size > 0 && by.faults.length > 0) house.disturb(`${this.name} failed`, house.delay());
      for (const message of batch) {
        if (failed.has(message.id)) this.failures.push({ body: message.body, faults: by.faults });
        // Handed out again meanwhile: its receipt is no longer good. SQS may also forget a deletion.
        else if (message.receives === receipts.get(message) && !house.weather.keepsHandled()) this.remove(message);
      }
    });
  }

  private remove(message: Message): void {
    const place = this.messages.indexOf(message);
    if (place >= 0) this.messages.splice(place, 1);
  }
}

const recordOf = ({ id, body, sentAt }: Message, receives: number): SQSRecord => ({
  messageId: id,
  receiptHandle: id,
  body,
  attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt), SenderId: 'simulation', ApproximateFirstReceiveTimestamp: String(sentAt) },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
  awsRegion: 'us-east-1',
});

/** With partial batch failures on: whatever is no such answer, or names a record that is none, fails the whole batch. */
function failedOf(answer: unknown, records: readonly SQSRecord[]): Set<string> {
  const all = new Set(records.map(({ messageId }) => messageId));
  if (answer === undefined || answer === null) return new Set();
  if (typeof answer !== 'object' || !('batchItemFailures' in answer) || !Array.isArray(answer.batchItemFailures)) return all;
  const failed = new Set(answer.batchItemFailures.map((one: { itemIdentifier?: unknown }) => String(one.itemIdentifier)));
  return [...failed].every((id) => all.has(id)) ? failed : all;
}
