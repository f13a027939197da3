import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../clock';
import type { Store, StoreOp } from '../../store';
import type { ArchiveWiring, RuleWiring } from '../../template/wiring';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, errorAnswer, jsonAnswer } from '../service';
import { Delivery, noDeliveries, type Targets } from './delivery';
import { readEntry, refusal } from './entry';
import { type BusEvent, envelopeOf, ruleArn, toTheSecond } from './event';
import { EventLog } from './event-log';
import { Replays } from './replays';
import { Rules } from './rules';
import { nextTick, periodOf } from './schedule';

const MOST_ENTRIES = 10;

const Body = z.object({ Entries: z.array(z.unknown()) });

/** A schedule of the template. */
export interface Schedule {
  rule: string;
  /** The first time after that one, virtual epoch ms. */
  nextAt(after: number): number;
  /** Resolves when everything that it set off is over. */
  fire(at: number): Promise<void>;
}

/**
 * EventBridge: buses, rules, schedules, archives and replays. An event and all the messages it becomes go to disk in one batch before
 * PutEvents is answered, so that an accepted event is never half delivered.
 */
export class EventBridge implements AwsService {
  readonly name = 'events';
  private readonly buses = new Set(['default']);
  private readonly scheduled: Schedule[] = [];
  private readonly rules = new Rules();

  private constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly delivery: Delivery,
    private readonly kept: EventLog,
    private readonly replays: Replays,
  ) {}

  /** `failed` is told of a replay that could not go on. */
  static async open(store: Store, clock: Clock, targets: Targets, failed: (error: unknown) => void): Promise<EventBridge> {
    const kept = await EventLog.open(store);
    const delivery = new Delivery(targets);
    return new EventBridge(store, clock, delivery, kept, await Replays.open(store, clock, delivery, () => kept.all(), failed));
  }

  /** Goes on with the replays that an earlier run left. Only once all rules and archives are defined. */
  start(): void {
    this.replays.resume();
  }

  isReplaying(): boolean {
    return this.replays.isBusy();
  }

  /** From now on a target refuses what rules send it, or takes it again. */
  refuse(targetArn: string, answer: { code: string; message: string } | undefined): void {
    if (answer === undefined) this.delivery.refusing.delete(targetArn);
    else this.delivery.refusing.set(targetArn, answer);
  }

  defineArchive(archive: ArchiveWiring): void {
    this.replays.defineArchive(archive);
  }

  defineBus(name: string): void {
    this.buses.add(name);
  }

  /** Throws InvalidPatternError, InvalidScheduleError. */
  defineRule(wiring: RuleWiring): void {
    this.rules.define(wiring);
    if (!wiring.enabled) return;
    if (wiring.pattern !== undefined) this.delivery.defineRule(wiring);
    if (wiring.schedule !== undefined) this.scheduled.push(this.scheduleOf(wiring, periodOf(wiring.schedule)));
  }

  schedules(): readonly Schedule[] {
    return this.scheduled;
  }

  /** Every event of all buses, oldest first. */
  log(): readonly BusEvent[] {
    return this.kept.all();
  }

  /** Events of an AWS service, which go to the default bus. What `ops` write is on disk with them. */
  async publish(events: readonly Pick<BusEvent, 'source' | 'detailType' | 'resources' | 'detail'>[], ops: readonly StoreOp[] = []): Promise<void> {
    const now = this.clock.now();
    await this.take(
      events.map((event) => ({ ...event, id: randomUUID(), at: new Date(now).toISOString(), bus: 'default', time: toTheSecond(now) })),
      ops,
    );
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      return jsonAnswer(await this.answer(request), '1.1');
    } catch (error) {
      if (error instanceof AwsError) return errorAnswer(error, '1.1');
      throw error;
    }
  }

  private async answer({ target, body }: AwsRequest): Promise<unknown> {
    const operation = target?.replace(/^AWSEvents\./, '') ?? '';
    const answer = operation === 'PutEvents' ? await this.putEvents(body) : (this.rules.answer(operation, jsonIn(body)) ?? (await this.replays.answer(operation, jsonIn(body))));
    if (answer === undefined) throw new AwsError('UnknownOperationException', `The local stack has no operation ${target ?? 'without a name'}`);
    return answer;
  }

  private async putEvents(body: Buffer): Promise<unknown> {
    const entries = entriesOf(body);
    const now = this.clock.now();
    const read = entries.map((entry) => {
      const one = readEntry(entry, now);
      if ('event' in one && !this.buses.has(one.event.bus)) return refusal('InvalidArgument', `Event bus ${one.event.bus} does not exist.`);
      return one;
    });
    await this.take(read.flatMap((one) => ('event' in one ? [one.event] : [])));
    return {
      FailedEntryCount: read.filter((one) => 'refusal' in one).length,
      Entries: read.map((one) => ('event' in one ? { EventId: one.event.id } : one.refusal)),
    };
  }

  private async take(events: readonly BusEvent[], ops: readonly StoreOp[] = []): Promise<void> {
    const deliveries = noDeliveries();
    for (const event of events) this.delivery.add(deliveries, event.bus, envelopeOf(event));
    const logged = this.kept.stage(events);
    await this.store.batch([...ops, ...logged.ops, ...deliveries.messages.flatMap((message) => message.ops)]);
    logged.commit();
    for (const message of deliveries.messages) message.commit();
    for (const invoke of deliveries.invocations) void invoke();
  }

  private scheduleOf(wiring: RuleWiring, periodMs: number): Schedule {
    return {
      rule: wiring.name,
      nextAt: (after) => nextTick(periodMs, after),
      fire: async (at) => {
        const envelope = envelopeOf({
          id: randomUUID(),
          at: new Date(at).toISOString(),
          bus: wiring.bus,
          source: 'aws.events',
          detailType: 'Scheduled Event',
          detail: {},
          resources: [ruleArn(wiring)],
          time: toTheSecond(at),
        });
        const deliveries = noDeliveries();
        for (const target of wiring.targets) this.delivery.deliver(deliveries, wiring, target, envelope);
        await this.store.batch(deliveries.messages.flatMap((message) => message.ops));
        for (const message of deliveries.messages) message.commit();
        await Promise.all(deliveries.invocations.map((invoke) => invoke()));
      },
    };
  }
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'expected JSON');
  }
}

function entriesOf(body: Buffer): unknown[] {
  const parsed = Body.safeParse(jsonIn(body));
  if (!parsed.success) throw new AwsError('SerializationException', 'expected a list of Entries');
  const { length } = parsed.data.Entries;
  if (length < 1 || length > MOST_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MOST_ENTRIES}`,
    );
  }
  return parsed.data.Entries;
}
