import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Customer } from '../core/customer';
import type { Instant } from '../core/dates';
import { clientDefaults } from './aws-client';

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

/** Wakes the customer when they are due, if that is near. Promptness only: the due index finds whoever is not woken. */
export async function wakeWhenDue(queue: Queue, customer: Customer | undefined, now: Instant): Promise<void> {
  const dueAt = customer?.profile.dueAt;
  if (customer === undefined || dueAt === undefined) return;
  const seconds = Math.max(0, Math.ceil((Date.parse(dueAt) - Date.parse(now)) / 1000));
  if (seconds > LONGEST_DELAY_SECONDS) return;
  await send(queue, { customerKey: customer.profile.key }, seconds);
}

export async function send(queue: Queue, body: unknown, delaySeconds = 0): Promise<void> {
  await queue.client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: JSON.stringify(body), DelaySeconds: delaySeconds }));
}

/** Wakes all of them now. Throws MessagesRefusedError when the queue took only some. */
export async function wakeAll(queue: Queue, customerKeys: readonly string[]): Promise<void> {
  for (let from = 0; from < customerKeys.length; from += 10) {
    const entries = customerKeys.slice(from, from + 10).map((customerKey, index) => ({ Id: String(index), MessageBody: JSON.stringify({ customerKey }) }));
    const { Failed: failed = [] } = await queue.client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries: entries }));
    if (failed.length > 0) throw new MessagesRefusedError(failed.length, failed[0]?.Code ?? 'no reason given');
  }
}

/** About how many messages wait to be handled; those that are delayed don't count. */
export async function depthOf(queue: Queue): Promise<number> {
  const { Attributes: attributes } = await queue.client.send(
    new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(attributes?.ApproximateNumberOfMessages ?? 0);
}
