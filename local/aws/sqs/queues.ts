import { Alarm } from '../../alarm';
import type { Clock } from '../../clock';
import type { Store, StoreOp } from '../../store';
import { arnOf } from '../account';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, errorAnswer, jsonAnswer } from '../service';
import { deadLetterOf, newMessage } from './held-message';
import type { OutgoingMessage, QueueMessage } from './message';
import { MoveTasks } from './move-tasks';
import { callSqs } from './protocol';
import { type Depth, type HeldMessage, Queue, type QueueSettings } from './queue';
import { dropMessage, putMessage, putReceipt, readShelf } from './shelf';

interface Kept {
  settings: QueueSettings;
  arn: string;
  url: string;
  queue: Queue;
  listeners: (() => void)[];
}

/** Messages that are written together with something else: `ops` for one batch, then `commit` once it is on disk. */
export interface Staged {
  ids: string[];
  ops: StoreOp[];
  commit(): void;
}

export interface Received {
  receiptHandle: string;
  message: QueueMessage;
}

/**
 * SQS on the stack's clock. A message that was answered for is on disk; what is in flight is known in memory only, so
 * that after a crash it is visible at once, as SQS's at-least-once allows.
 */
export class Queues implements AwsService {
  readonly name = 'sqs';
  private readonly byArn = new Map<string, Kept>();
  private readonly alarm: Alarm;
  private readonly moves = new MoveTasks(this);
  private origin = 'http://127.0.0.1';

  private constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly shelved: Map<string, HeldMessage[]>,
    private lastSeq: number,
  ) {
    this.alarm = new Alarm(clock, () => this.wake());
    clock.onMoved(() => this.wake());
  }

  static async open(store: Store, clock: Clock): Promise<Queues> {
    const { messages, lastSeq } = await readShelf(store);
    return new Queues(store, clock, messages, lastSeq);
  }

  servedAt(origin: string): void {
    this.origin = origin;
  }

  /** Makes the queue with what is on disk of it. Again with the same name only the settings change. */
  define(settings: QueueSettings): { arn: string; url: string } {
    const arn = arnOf('sqs', settings.name);
    const known = this.byArn.get(arn);
    if (known) known.settings = settings;
    else {
      const queue = new Queue();
      for (const message of this.shelved.get(settings.name) ?? []) queue.put(message, this.clock.now());
      this.shelved.delete(settings.name);
      this.byArn.set(arn, { settings, arn, url: '', queue, listeners: [] });
    }
    this.setAlarm();
    return { arn, url: this.urlOf(settings.name) };
  }

  urlOf(name: string): string {
    return `${this.origin}/${arnOf('sqs', name).split(':')[4] ?? ''}/${name}`;
  }

  async send(arn: string, messages: readonly OutgoingMessage[]): Promise<{ messageId: string }[]> {
    const staged = this.stage(arn, messages);
    await this.store.batch(staged.ops);
    staged.commit();
    return staged.ids.map((messageId) => ({ messageId }));
  }

  stage(arn: string, messages: readonly OutgoingMessage[]): Staged {
    const kept = this.get(arn);
    return this.staged(kept, messages.map((message) => newMessage(kept.settings, message, this.nextSeq(), this.clock.now())));
  }

  /** Up to `max` messages, hidden for the visibility timeout. Who was handed out too often becomes a dead letter instead. */
  async receive(arn: string, max: number, visibilitySeconds?: number): Promise<Received[]> {
    const kept = this.get(arn);
    const now = this.clock.now();
    const until = now + (visibilitySeconds ?? kept.settings.visibilityTimeoutSeconds) * 1000;
    const ops: StoreOp[] = [];
    const buried: Staged[] = [];
    const received: Received[] = [];
    for (let message = kept.queue.next(); message !== undefined; message = kept.queue.next()) {
      const { redrive, retentionSeconds } = kept.settings;
      const isStale = message.sentAt + retentionSeconds * 1000 < now;
      const isPoison = redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount;
      if (isStale || isPoison) {
        kept.queue.remove(message);
        ops.push(...dropMessage(kept.settings.name, message));
        if (isPoison) buried.push(this.bury(kept, redrive.deadLetterArn, message));
        continue;
      }
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.attributes = {
        ...message.attributes,
        ApproximateReceiveCount: String(message.receiveCount),
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      };
      kept.queue.hide(message, until);
      ops.push(putReceipt(kept.settings.name, message));
      received.push({ receiptHandle: handleOf(message), message });
      if (received.length === max) break;
    }
    await this.store.batch([...ops, ...buried.flatMap((one) => one.ops)]);
    for (const one of buried) one.commit();
    this.setAlarm();
    return received;
  }

  async delete(arn: string, receiptHandles: readonly string[]): Promise<void> {
    const kept = this.get(arn);
    const ops: StoreOp[] = [];
    for (const handle of receiptHandles) {
      const message = this.handedOut(kept, handle);
      if (message === undefined) continue;
      kept.queue.remove(message);
      ops.push(...dropMessage(kept.settings.name, message));
    }
    await this.store.batch(ops);
  }

  /** Visible again after that long; at once by default. A handle that was used since is left alone. */
  release(arn: string, receiptHandle: string, afterSeconds = 0): void {
    const kept = this.get(arn);
    const message = this.handedOut(kept, receiptHandle);
    if (message === undefined || !kept.queue.isInFlight(message)) return;
    if (afterSeconds > 0) kept.queue.hide(message, this.clock.now() + afterSeconds * 1000);
    else kept.queue.show(message);
    this.announce(kept);
  }

  onArrival(arn: string, listener: () => void): void {
    this.get(arn).listeners.push(listener);
  }

  depth(arn: string): Depth {
    return this.get(arn).queue.depth();
  }

  /** Whether a queue that somebody listens to has anything to hand out. */
  hasReady(): boolean {
    for (const { listeners, queue } of this.byArn.values()) if (listeners.length > 0 && queue.depth().ready > 0) return true;
    return false;
  }

  /** When the next delayed or hidden message of a queue that somebody listens to becomes visible, virtual epoch ms. */
  nextVisibleAt(): number | undefined {
    const times = [...this.byArn.values()].filter(({ listeners }) => listeners.length > 0).flatMap(({ queue }) => queue.nextVisibleAt() ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** In order of arrival, without handing anything out. */
  peek(arn: string, limit = Number.POSITIVE_INFINITY): QueueMessage[] {
    return [...this.get(arn).queue.messages()].slice(0, limit);
  }

  list(): { arn: string; name: string; url: string; isDeadLetterOf: string[] }[] {
    const all = [...this.byArn.values()];
    return all.map(({ arn, settings }) => ({
      arn,
      name: settings.name,
      url: this.urlOf(settings.name),
      isDeadLetterOf: all.filter((other) => other.settings.redrive?.deadLetterArn === arn).map((other) => other.settings.name),
    }));
  }

  settingsOf(arn: string): QueueSettings {
    return this.get(arn).settings;
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      const answer = jsonAnswer(await callSqs(this, this.moves, request), '1.0');
      // SQS says what time it is with it, as every service does: whoever tells how old a message is goes by that.
      return { ...answer, headers: { ...answer.headers, date: new Date(this.clock.now()).toUTCString() } };
    } catch (error) {
      if (error instanceof AwsError) return errorAnswer(error);
      throw error;
    }
  }

  /**
   * Puts up to `max` ready messages of one queue on others, in one write, so that a crash leaves each in one of them. They are
   * new messages there. Throws what `target` throws before anything is moved.
   */
  async move(arn: string, max: number, target: (message: QueueMessage) => string): Promise<number> {
    const kept = this.get(arn);
    const moved: { message: HeldMessage; to: string }[] = [];
    for (const message of kept.queue.messages()) {
      if (moved.length === max) break;
      if (kept.queue.isReady(message)) moved.push({ message, to: target(message) });
    }
    const staged = moved.map(({ message, to }) => this.stage(to, [{ body: message.body, messageAttributes: message.messageAttributes, senderId: message.attributes.SenderId, delaySeconds: 0 }]));
    for (const { message } of moved) kept.queue.remove(message);
    await this.store.batch([...moved.flatMap(({ message }) => dropMessage(kept.settings.name, message)), ...staged.flatMap(({ ops }) => ops)]);
    for (const one of staged) one.commit();
    return moved.length;
  }

  private bury(kept: Kept, deadLetterArn: string, message: HeldMessage): Staged {
    return this.staged(this.get(deadLetterArn), [deadLetterOf(message, kept.arn, this.nextSeq(), this.clock.now())]);
  }

  private staged(kept: Kept, held: readonly HeldMessage[]): Staged {
    return {
      ids: held.map(({ messageId }) => messageId),
      ops: held.map((message) => putMessage(kept.settings.name, message)),
      commit: () => {
        for (const message of held) kept.queue.put(message, this.clock.now());
        this.announce(kept);
      },
    };
  }

  private nextSeq(): number {
    this.lastSeq += 1;
    return this.lastSeq;
  }

  private handedOut(kept: Kept, receiptHandle: string): HeldMessage | undefined {
    const [seq, count] = Buffer.from(receiptHandle, 'base64url').toString('utf8').split('.').map(Number);
    const message = seq === undefined ? undefined : kept.queue.find(seq);
    return message?.receiveCount === count ? message : undefined;
  }

  private get(arn: string): Kept {
    const found = this.byArn.get(arn);
    if (!found) throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
    return found;
  }

  private wake(): void {
    const now = this.clock.now();
    for (const kept of this.byArn.values()) if (kept.queue.wake(now)) this.announce(kept);
    this.setAlarm();
  }

  private announce(kept: Kept): void {
    this.setAlarm();
    if (kept.queue.depth().ready > 0) for (const listener of kept.listeners) listener();
  }

  private setAlarm(): void {
    const times = [...this.byArn.values()].flatMap(({ queue }) => queue.nextVisibleAt() ?? []);
    this.alarm.set(times.length === 0 ? undefined : Math.min(...times));
  }
}

/** A handle names the message and the receive, so that an older receive can no longer delete it. */
const handleOf = (message: HeldMessage): string => Buffer.from(`${message.seq}.${message.receiveCount}`).toString('base64url');
