import * as z from 'zod';
import { REGION } from '../account';
import type { LambdaFunction } from './lambda-function';

/** As much of a queue as a mapping needs. */
export interface MappedQueue {
  receive(arn: string, max: number): Promise<{ receiptHandle: string; message: MappedMessage }[]>;
  delete(arn: string, receiptHandles: string[]): Promise<void>;
  release(arn: string, receiptHandle: string): void;
  onArrival(arn: string, listener: () => void): void;
}

export interface MappedMessage {
  messageId: string;
  body: string;
  sentAt: number;
  receiveCount: number;
}

const BatchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })) });

/**
 * An event source mapping: takes batches from a queue as long as there are any, at most `concurrency` at once. What the
 * function does not name as failed is deleted; what failed becomes visible again, and past its receives a dead letter.
 */
export class QueueMapping {
  private running = 0;
  private stopped = false;

  constructor(
    private readonly queue: MappedQueue,
    private readonly queueArn: string,
    private readonly lambda: LambdaFunction,
    private readonly settings: { batchSize: number; concurrency: number; reportsFailures: boolean },
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.queue.onArrival(this.queueArn, () => this.fill());
    this.fill();
  }

  get isBusy(): boolean {
    return this.running > 0;
  }

  stop(): void {
    this.stopped = true;
  }

  private fill(): void {
    if (this.stopped || this.running >= this.settings.concurrency) return;
    this.running += 1;
    void this.drain().finally(() => {
      this.running -= 1;
    });
  }

  private async drain(): Promise<void> {
    for (;;) {
      const batch = await this.queue.receive(this.queueArn, this.settings.batchSize);
      if (batch.length === 0 || this.stopped) {
        for (const { receiptHandle } of batch) this.queue.release(this.queueArn, receiptHandle);
        return;
      }
      // More may be waiting than one batch holds: another drain takes it at the same time.
      if (batch.length === this.settings.batchSize) this.fill();
      await this.handle(batch);
    }
  }

  private async handle(batch: Awaited<ReturnType<MappedQueue['receive']>>): Promise<void> {
    const failures = await this.failuresOf(batch);
    const done = batch.filter(({ message }) => !failures.has(message.messageId));
    await this.queue.delete(this.queueArn, done.map(({ receiptHandle }) => receiptHandle));
    for (const { message, receiptHandle } of batch) if (failures.has(message.messageId)) this.queue.release(this.queueArn, receiptHandle);
  }

  /** Message ids that failed: all of them when the function threw or did not answer in the agreed form. */
  private async failuresOf(batch: Awaited<ReturnType<MappedQueue['receive']>>): Promise<Set<string>> {
    const all = new Set(batch.map(({ message }) => message.messageId));
    try {
      const answer = await this.lambda.invoke({ Records: batch.map(({ message, receiptHandle }) => this.record(message, receiptHandle)) });
      if (!this.settings.reportsFailures || answer === null) return new Set();
      const parsed = BatchResponse.safeParse(answer);
      if (!parsed.success) return all;
      const named = parsed.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      return named.every((id) => all.has(id)) ? new Set(named) : all;
    } catch (error) {
      this.failed(error);
      return all;
    }
  }

  private record(message: MappedMessage, receiptHandle: string): unknown {
    return {
      messageId: message.messageId,
      receiptHandle,
      body: message.body,
      attributes: { ApproximateReceiveCount: String(message.receiveCount), SentTimestamp: String(message.sentAt) },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: this.queueArn,
      awsRegion: REGION,
    };
  }
}
