import * as z from 'zod';
import type { Clock } from '../../clock';
import type { Store } from '../../store';
import type { ArchiveWiring } from '../../template/wiring';
import { arnOf } from '../account';
import { AwsError } from '../service';
import { type Delivery, noDeliveries } from './delivery';
import { type BusEvent, envelopeOf } from './event';
import { archived, inReplayOrder, type Replay } from './replay';

const PREFIX = 'replay/';
/** Events that go out in one write. */
const BATCH = 100;

const Name = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/);
const Start = z.object({
  ReplayName: Name,
  Description: z.string().max(512).optional(),
  EventSourceArn: z.string(),
  /** Epoch seconds. */
  EventStartTime: z.number(),
  EventEndTime: z.number(),
  Destination: z.object({ Arn: z.string(), FilterArns: z.array(z.string()).optional() }),
});
const Named = z.object({ ReplayName: Name });
const ArchiveNamed = z.object({ ArchiveName: z.string() });

/**
 * Archives and replays. An archive is what the log of all events holds for it, so it costs nothing to keep. A replay and
 * each step of it go to disk together, so that a process that dies goes on where it was.
 */
export class Replays {
  private readonly archives = new Map<string, ArchiveWiring>();
  private running = 0;

  private constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly delivery: Delivery,
    private readonly log: () => readonly BusEvent[],
    private readonly replays: Map<string, Replay>,
    private readonly failed: (error: unknown) => void,
  ) {}

  static async open(store: Store, clock: Clock, delivery: Delivery, log: () => readonly BusEvent[], failed: (error: unknown) => void): Promise<Replays> {
    const replays = new Map<string, Replay>();
    for await (const [, replay] of store.entries<Replay>(PREFIX)) replays.set(replay.name, replay);
    return new Replays(store, clock, delivery, log, replays, failed);
  }

  defineArchive(archive: ArchiveWiring): void {
    this.archives.set(archive.arn, archive);
  }

  /** Goes on with what an earlier run of the stack left. */
  resume(): void {
    for (const replay of this.replays.values()) if (isGoing(replay)) void this.run(replay);
  }

  isBusy(): boolean {
    return this.running > 0;
  }

  /** The answer of an operation about archives and replays; undefined for any other. Throws AwsError. */
  async answer(operation: string, body: unknown): Promise<unknown> {
    switch (operation) {
      case 'StartReplay':
        return this.start(read(Start, body));
      case 'DescribeReplay':
        return described(this.get(read(Named, body).ReplayName));
      case 'CancelReplay':
        return this.cancel(this.get(read(Named, body).ReplayName));
      case 'ListReplays':
        return { Replays: [...this.replays.values()].map(described) };
      case 'DescribeArchive':
        return this.describeArchive(read(ArchiveNamed, body).ArchiveName);
      case 'ListArchives':
        return { Archives: [...this.archives.values()].map((archive) => this.describeArchive(archive.name)) };
      default:
        return undefined;
    }
  }

  private async start(ask: z.output<typeof Start>): Promise<unknown> {
    const archive = this.archives.get(ask.EventSourceArn);
    if (archive === undefined) throw new AwsError('ResourceNotFoundException', `Archive ${ask.EventSourceArn} does not exist.`);
    if (this.replays.has(ask.ReplayName)) throw new AwsError('ResourceAlreadyExistsException', `Replay ${ask.ReplayName} already exists.`);
    if (ask.EventEndTime <= ask.EventStartTime) throw new AwsError('ValidationException', 'EventEndTime must be greater than EventStartTime.');
    // Events go back to the bus that they came from, and to no other.
    if (ask.Destination.Arn !== arnOf('events', `event-bus/${archive.bus}`)) throw new AwsError('ValidationException', 'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.');
    const replay: Replay = {
      name: ask.ReplayName,
      description: ask.Description,
      archiveArn: archive.arn,
      busArn: ask.Destination.Arn,
      only: ask.Destination.FilterArns,
      from: ask.EventStartTime * 1000,
      to: ask.EventEndTime * 1000,
      state: 'RUNNING',
      startedAt: this.clock.now(),
      replayed: 0,
    };
    this.replays.set(replay.name, replay);
    await this.keep(replay);
    void this.run(replay);
    return { ReplayArn: arnOf('events', `replay/${replay.name}`), State: 'STARTING', ReplayStartTime: replay.startedAt / 1000 };
  }

  private async cancel(replay: Replay): Promise<unknown> {
    if (replay.state !== 'RUNNING') throw new AwsError('IllegalStatusException', `Replay ${replay.name} is not in a valid state for this operation.`);
    replay.state = 'CANCELLING';
    await this.keep(replay);
    return { ReplayArn: arnOf('events', `replay/${replay.name}`), State: replay.state };
  }

  private async run(replay: Replay): Promise<void> {
    this.running += 1;
    try {
      await this.replay(replay);
    } catch (error) {
      this.failed(error);
    } finally {
      this.running -= 1;
    }
  }

  private async replay(replay: Replay): Promise<void> {
    const archive = this.archives.get(replay.archiveArn);
    // What came since is no part of it: the archive as it was when the replay began.
    const held = archive === undefined ? [] : archived(archive, this.log(), replay.startedAt).filter(({ at }) => Date.parse(at) <= replay.startedAt);
    const events = inReplayOrder(replay, held);
    while (replay.state === 'RUNNING' && replay.replayed < events.length) {
      const batch = events.slice(replay.replayed, replay.replayed + BATCH);
      const deliveries = noDeliveries();
      for (const event of batch) this.delivery.add(deliveries, event.bus, { ...envelopeOf(event), 'replay-name': replay.name }, replay.only);
      replay.replayed += batch.length;
      replay.lastAt = Date.parse(batch.at(-1)?.time ?? '');
      await this.keep(replay, deliveries.messages.flatMap(({ ops }) => ops));
      for (const message of deliveries.messages) message.commit();
      for (const invoke of deliveries.invocations) void invoke();
    }
    replay.state = replay.state === 'RUNNING' ? 'COMPLETED' : 'CANCELLED';
    replay.endedAt = this.clock.now();
    await this.keep(replay);
  }

  private keep(replay: Replay, more: Parameters<Store['batch']>[0] = []): Promise<void> {
    return this.store.batch([{ type: 'put', key: PREFIX + replay.name, value: { ...replay } }, ...more]);
  }

  private get(name: string): Replay {
    const replay = this.replays.get(name);
    if (replay === undefined) throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
    return replay;
  }

  private describeArchive(name: string): unknown {
    const archive = [...this.archives.values()].find((one) => one.name === name);
    if (archive === undefined) throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
    const events = archived(archive, this.log(), this.clock.now());
    return {
      ArchiveArn: archive.arn,
      ArchiveName: archive.name,
      EventSourceArn: arnOf('events', `event-bus/${archive.bus}`),
      EventPattern: archive.pattern === undefined ? undefined : JSON.stringify(archive.pattern),
      RetentionDays: archive.retentionDays,
      State: 'ENABLED',
      EventCount: events.length,
      SizeBytes: events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(envelopeOf(event))), 0),
    };
  }
}

const isGoing = ({ state }: Replay): boolean => state === 'RUNNING' || state === 'CANCELLING';

const described = (replay: Replay): unknown => ({
  ReplayName: replay.name,
  ReplayArn: arnOf('events', `replay/${replay.name}`),
  Description: replay.description,
  State: replay.state,
  EventSourceArn: replay.archiveArn,
  Destination: { Arn: replay.busArn, FilterArns: replay.only },
  EventStartTime: replay.from / 1000,
  EventEndTime: replay.to / 1000,
  ...(replay.lastAt !== undefined && { EventLastReplayedTime: replay.lastAt / 1000 }),
  ReplayStartTime: replay.startedAt / 1000,
  ...(replay.endedAt !== undefined && { ReplayEndTime: replay.endedAt / 1000 }),
});

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError('ValidationException', `Parameter ${issue?.path.join('.') ?? ''} is not valid. Reason: ${issue?.message ?? 'malformed'}`);
}
