import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../clock';
import type { Store, StoreOp } from '../../store';
import type { RuleWiring, TargetWiring } from '../../template/wiring';
import { arnOf } from '../account';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, errorAnswer, jsonAnswer } from '../service';
import type { Queues, Staged } from '../sqs/queues';
import { readEntry, refusal } from './entry';
import { type BusEvent, envelopeOf, toTheSecond } from './event';
import { EventLog } from './event-log';
import { matcher } from './pattern';
import { nextTick, periodOf } from './schedule';

const MOST_ENTRIES = 10;

const Body = z.object({ Entries: z.array(z.unknown()) });

/** Where rules lead. */
export interface Targets {
  queues: Pick<Queues, 'stage'>;
  /** An asynchronous invocation; resolves when it is over, and never rejects. */
  invoke(lambdaArn: string, payload: unknown): Promise<void>;
}

/** A schedule of the template. */
export interface Schedule {
  rule: string;
  /** The first time after that one, virtual epoch ms. */
  nextAt(after: number): number;
  /** Resolves when everything that it set off is over. */
  fire(at: number): Promise<void>;
}

interface Rule {
  wiring: RuleWiring;
  matches: (event: unknown) => boolean;
}

/**
 * EventBridge: buses, rules and schedules. An event and all the messages it becomes go to disk in one batch before
 * PutEvents is answered, so that an accepted event is never half delivered.
 */
export class EventBridge implements AwsService {
  readonly name = 'events';
  private readonly buses = new Set(['default']);
  private readonly rules: Rule[] = [];
  private readonly scheduled: Schedule[] = [];

  private constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly targets: Targets,
    private readonly kept: EventLog,
  ) {}

  static async open(store: Store, clock: Clock, targets: Targets): Promise<EventBridge> {
    return new EventBridge(store, clock, targets, await EventLog.open(store));
  }

  defineBus(name: string): void {
    this.buses.add(name);
  }

  /** Throws InvalidPatternError, InvalidScheduleError. */
  defineRule(wiring: RuleWiring): void {
    if (!wiring.enabled) return;
    if (wiring.pattern !== undefined) this.rules.push({ wiring, matches: matcher(wiring.pattern) });
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
    if (target !== 'AWSEvents.PutEvents') throw new AwsError('UnknownOperationException', `The local stack has no operation ${target ?? 'without a name'}`);
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
    const messages: Staged[] = [];
    const invocations: (() => void)[] = [];
    for (const event of events) {
      const envelope = envelopeOf(event);
      for (const { wiring, matches } of this.rules) {
        if (wiring.bus !== event.bus || !matches(envelope)) continue;
        for (const target of wiring.targets) {
          const input = inputOf(target, envelope);
          if (target.arn.startsWith('arn:aws:sqs:')) messages.push(this.targets.queues.stage(target.arn, [{ body: JSON.stringify(input) }]));
          else invocations.push(() => void this.targets.invoke(target.arn, input));
        }
      }
    }
    const logged = this.kept.stage(events);
    await this.store.batch([...ops, ...logged.ops, ...messages.flatMap((message) => message.ops)]);
    logged.commit();
    for (const message of messages) message.commit();
    for (const invoke of invocations) invoke();
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
          resources: [arnOf('events', `rule/${wiring.name}`)],
          time: toTheSecond(at),
        });
        await Promise.all(
          wiring.targets.map(async (target) => {
            const input = inputOf(target, envelope);
            if (!target.arn.startsWith('arn:aws:sqs:')) return this.targets.invoke(target.arn, input);
            const staged = this.targets.queues.stage(target.arn, [{ body: JSON.stringify(input) }]);
            await this.store.batch(staged.ops);
            staged.commit();
          }),
        );
      },
    };
  }
}

function entriesOf(body: Buffer): unknown[] {
  let parsed: z.output<typeof Body>;
  try {
    parsed = Body.parse(JSON.parse(body.toString('utf8')));
  } catch {
    throw new AwsError('SerializationException', 'expected a list of Entries');
  }
  const { length } = parsed.Entries;
  if (length < 1 || length > MOST_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MOST_ENTRIES}`,
    );
  }
  return parsed.Entries;
}

/** What a target gets: the event, a part of it, or a text of the template's own. */
function inputOf({ input, inputPath }: TargetWiring, envelope: Record<string, unknown>): unknown {
  if (input !== undefined) return JSON.parse(input) as unknown;
  if (inputPath === undefined || inputPath === '$') return envelope;
  return inputPath.split('.').slice(1).reduce<unknown>((value, name) => z.record(z.string(), z.unknown()).safeParse(value).data?.[name], envelope);
}
