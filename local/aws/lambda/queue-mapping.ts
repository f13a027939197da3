import { setTimeout as elapsed } from 'node:timers/promises';
import { REGION } from '../account';
import { type MessageAttribute, md5 } from '../sqs/message';
import { failedMessages } from './batch-response';
import type { LambdaFunction } from './lambda-function';

/** As much of a queue as a mapping needs. */
export interface MappedQueue {
  receive(arn: string, max: number): Promise<ReceivedMessage[]>;
  delete(arn: string, receiptHandles: string[]): Promise<void>;
  release(arn: string, receiptHandle: string): void;
  onArrival(arn: string, listener: () => void): void;
}

interface ReceivedMessage {
  receiptHandle: string;
  message: { messageId: string; body: string; attributes: Record<string, string>; messageAttributes: Record<string, MessageAttribute>; receiveCount: number };
}

export interface MappingSettings {
  batchSize: number;
  batchingWindowSeconds: number;
  concurrency: number;
  reportsBatchItemFailures: boolean;
}

/** A window only saves invocations, which cost nothing here; whoever waits for the stack to settle waits it out. */
const LONGEST_WINDOW_MS = 20;
/**
 * In AWS what failed is hidden until its visibility timeout has passed. Here it is tried again soon, each time after
 * twice the wait, so that what can't be handled lies among the dead letters within seconds.
 */
const FIRST_RETRY_MS = 50;

/**
 * An event source mapping: takes batches from a queue as long as there are any, at most `concurrency` at once. What the
 * function does not name as failed is deleted; what failed is tried again, and past its receives a dead letter.
 */
export class QueueMapping {
  private takers = 0;
  private waiting = 0;
  private stopped = false;
  /** Messages that came while every taker was at work: whoever finds the queue empty looks once more. */
  private arrived = false;

  constructor(
    private readonly queue: MappedQueue,
    private readonly queueArn: string,
    private readonly lambda: LambdaFunction,
    private readonly settings: MappingSettings,
    private readonly failed: (error: unknown) => void,
    /** Told when the mapping gets busy and when it is idle again. */
    private readonly changed: () => void = () => undefined,
  ) {}

  start(): void {
    this.queue.onArrival(this.queueArn, () => {
      this.arrived = true;
      this.take();
    });
    this.take();
  }

  /** Taking, handling or about to try again. */
  get isBusy(): boolean {
    return this.takers > 0 || this.waiting > 0;
  }

  get isHandling(): boolean {
    return this.takers > 0;
  }

  /** Takes nothing more. What is being handled goes on. */
  stop(): void {
    this.stopped = true;
  }

  private take(): void {
    if (this.stopped || this.takers >= this.settings.concurrency) return;
    this.takers += 1;
    this.changed();
    void this.drain()
      .catch(this.failed)
      .finally(() => {
        this.takers -= 1;
        this.changed();
      });
  }

  private async drain(): Promise<void> {
    while (!this.stopped) {
      this.arrived = false;
      const batch = await this.receive();
      if (batch.length > 0) await this.handle(batch);
      else if (!this.hasArrived()) return;
    }
  }

  private hasArrived(): boolean {
    return this.arrived;
  }

  private async receive(): Promise<ReceivedMessage[]> {
    const { batchSize, batchingWindowSeconds } = this.settings;
    const batch = await this.queue.receive(this.queueArn, batchSize);
    if (batch.length === 0) return batch;
    if (batch.length === batchSize) {
      // More may be waiting than one batch holds: another taker looks at the same time.
      this.take();
    } else if (batchingWindowSeconds > 0) {
      await elapsed(Math.min(batchingWindowSeconds * 1000, LONGEST_WINDOW_MS));
      batch.push(...(await this.queue.receive(this.queueArn, batchSize - batch.length)));
    }
    return batch;
  }

  private async handle(batch: readonly ReceivedMessage[]): Promise<void> {
    const failures = await this.failuresOf(batch);
    const done = batch.filter(({ message }) => !failures.has(message.messageId));
    await this.queue.delete(this.queueArn, done.map(({ receiptHandle }) => receiptHandle));
    for (const one of batch) if (failures.has(one.message.messageId)) this.tryAgain(one);
  }

  private tryAgain({ receiptHandle, message }: ReceivedMessage): void {
    this.waiting += 1;
    setTimeout(() => {
      // Released before it no longer counts as waiting: nobody may find this idle in between.
      this.queue.release(this.queueArn, receiptHandle);
      this.waiting -= 1;
      this.changed();
    }, FIRST_RETRY_MS * 2 ** (message.receiveCount - 1)).unref();
  }

  private async failuresOf(batch: readonly ReceivedMessage[]): Promise<ReadonlySet<string>> {
    const all = batch.map(({ message }) => message.messageId);
    try {
      const answer = await this.lambda.invoke({ Records: batch.map((one) => this.record(one)) });
      return this.settings.reportsBatchItemFailures ? failedMessages(answer, all) : new Set();
    } catch (error) {
      this.failed(error);
      return new Set(all);
    }
  }

  private record({ message, receiptHandle }: ReceivedMessage): unknown {
    const attributes = Object.entries(message.messageAttributes).map(([name, attribute]) => [name, recordAttribute(attribute)] as const);
    return {
      messageId: message.messageId,
      receiptHandle,
      body: message.body,
      attributes: message.attributes,
      messageAttributes: Object.fromEntries(attributes),
      md5OfBody: md5(message.body),
      eventSource: 'aws:sqs',
      eventSourceARN: this.queueArn,
      awsRegion: REGION,
    };
  }
}

/** Lambda words the same fields in lower case. */
function recordAttribute({ DataType, StringValue, BinaryValue }: MessageAttribute): unknown {
  return { stringValue: StringValue, binaryValue: BinaryValue, stringListValues: [], binaryListValues: [], dataType: DataType };
}
