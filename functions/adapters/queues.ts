import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import type { Customer } from '../core/customer';
import type { Instant } from '../core/dates';
import { promptlyDueAt } from '../core/due-by-urgency';
import { SCHEMA, upgraded, Versioned, type MessageKind } from '../core/schema';
import { clientDefaults } from './aws-client';
import { object } from '../core/shapes';

/** SQS takes no longer delay. Who is due later is found by the schedule. */
const LONGEST_DELAY_SECONDS = 900;

/** Messages that SQS did not take. */
export class MessagesRefusedError extends Error {
  constructor(count: number, code: string) {
    super(`${count} messages were refused by the queue: ${code}`);
    this.name = 'MessagesRefusedError';
  }
}

export interface Queue {
  client: SQSClient;
  url: string;
}

export const openQueue = (url: string): Queue => ({ client: new SQSClient(clientDefaults), url });

/**
 * Wakes the customer when they are due for what may not wait, if that is near. Promptness only: the due index finds whoever
 * is not woken. Routine mail comes by the schedule alone, which knows how much of it can leave.
 */
export async function wakeWhenDue(queue: Queue, customer: Customer | undefined, now: Instant): Promise<void> {
  const dueAt = customer === undefined ? undefined : promptlyDueAt(customer);
  if (customer === undefined || dueAt === undefined) return;
  const seconds = secondsUntil(dueAt, now);
  if (seconds > LONGEST_DELAY_SECONDS) return;
  await send(queue, { customerKey: customer.profile.key }, seconds);
}

/** Whole seconds, rounded up; 0 for what has passed. */
export const secondsUntil = (at: Instant, now: Instant): number => Math.max(0, Math.ceil((Date.parse(at) - Date.parse(now)) / 1000));

/** "Attend to this customer." `routine` says that it came by the queue of routine work, where mail may wait for its turn. */
export const Wake = object({ customerKey: v.pipe(v.string(), v.minLength(1)), urgency: v.optional(v.literal('routine')) });
export type Wake = v.InferOutput<typeof Wake>;

/** A message of our own, in today's shape whatever version sent it. Throws NewerSchemaError, and ValiError for what is none. */
export function readMessage<T>(kind: MessageKind, shape: v.GenericSchema<unknown, T>, body: unknown): T {
  const message = v.parse(Versioned, body);
  return v.parse(shape, upgraded(kind, message.schema, message));
}

export const readWake = (body: unknown): Wake => readMessage('wake', Wake, body);

const worded = (message: object): string => JSON.stringify({ schema: SCHEMA, ...message });

/** Sends one of our own messages, which says the version that it is written in. */
export async function send(queue: Queue, message: object, delaySeconds = 0): Promise<void> {
  await queue.client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: worded(message), DelaySeconds: delaySeconds }));
}

const BATCHES_AT_ONCE = 8;

/** Wakes all of them now. Throws MessagesRefusedError when the queue took only some. */
export async function wakeAll(queue: Queue, wakes: readonly Wake[]): Promise<void> {
  const batches: Wake[][] = [];
  for (let from = 0; from < wakes.length; from += 10) batches.push(wakes.slice(from, from + 10));
  for (let from = 0; from < batches.length; from += BATCHES_AT_ONCE) {
    await Promise.all(batches.slice(from, from + BATCHES_AT_ONCE).map((batch) => wakeBatch(queue, batch)));
  }
}

async function wakeBatch(queue: Queue, batch: readonly Wake[]): Promise<void> {
  const entries = batch.map((wake, index) => ({ Id: String(index), MessageBody: worded(wake) }));
  const { Failed: failed = [] } = await queue.client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries: entries }));
  if (failed.length > 0) throw new MessagesRefusedError(failed.length, failed[0]?.Code ?? 'no reason given');
}

/** About how many messages wait to be handled now, and how many there are with those that are delayed or being handled. */
export async function depthOf(queue: Queue): Promise<{ waiting: number; all: number }> {
  const { Attributes: attributes = {} } = await queue.client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queue.url,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'],
    }),
  );
  const { ApproximateNumberOfMessages: waiting = 0, ApproximateNumberOfMessagesNotVisible: handled = 0, ApproximateNumberOfMessagesDelayed: delayed = 0 } = attributes;
  return { waiting: Number(waiting), all: Number(waiting) + Number(handled) + Number(delayed) };
}
