import * as z from 'zod';
import { AwsError, type AwsRequest } from '../service';
import { type MoveTask, taskHandleOf, type MoveTasks } from './move-tasks';
import { md5, md5OfAttributes, type OutgoingMessage, type QueueMessage } from './message';
import type { Depth, QueueSettings } from './queue';

/*
 * The JSON protocol of SQS (API reference, AWS JSON 1.0), as far as the stack and its users speak it.
 */

const LARGEST_MESSAGE_BYTES = 1024 * 1024;

const Attributes = z.record(
  z.string(),
  z.object({ DataType: z.string(), StringValue: z.string().optional(), BinaryValue: z.string().optional() }),
);
const Entry = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.int().min(0).max(900).optional(),
  MessageAttributes: Attributes.optional(),
});
const Visibility = z.object({ ReceiptHandle: z.string(), VisibilityTimeout: z.int().min(0).max(43_200) });
const ofQueue = { QueueUrl: z.string() };
const ofPage = { MaxResults: z.int().min(1).max(1000).optional(), NextToken: z.string().regex(/^\d+$/).optional() };

const requests = {
  SendMessage: Entry.extend(ofQueue),
  SendMessageBatch: z.object({ ...ofQueue, Entries: z.array(Entry.extend({ Id: z.string() })).min(1).max(10) }),
  ReceiveMessage: z.object({
    ...ofQueue,
    MaxNumberOfMessages: z.int().min(1).max(10).default(1),
    VisibilityTimeout: z.int().min(0).max(43_200).optional(),
    WaitTimeSeconds: z.int().min(0).max(20).default(0),
    /** The older name and the newer one of the same. */
    AttributeNames: z.array(z.string()).default([]),
    MessageSystemAttributeNames: z.array(z.string()).default([]),
    MessageAttributeNames: z.array(z.string()).default([]),
  }),
  DeleteMessage: z.object({ ...ofQueue, ReceiptHandle: z.string() }),
  DeleteMessageBatch: z.object({ ...ofQueue, Entries: z.array(z.object({ Id: z.string(), ReceiptHandle: z.string() })).min(1).max(10) }),
  ChangeMessageVisibility: Visibility.extend(ofQueue),
  ChangeMessageVisibilityBatch: z.object({ ...ofQueue, Entries: z.array(Visibility.extend({ Id: z.string() })).min(1).max(10) }),
  GetQueueAttributes: z.object({ ...ofQueue, AttributeNames: z.array(z.string()).optional() }),
  GetQueueUrl: z.object({ QueueName: z.string() }),
  ListQueues: z.object({ QueueNamePrefix: z.string().default(''), ...ofPage }),
  ListDeadLetterSourceQueues: z.object({ ...ofQueue, ...ofPage }),
  StartMessageMoveTask: z.object({ SourceArn: z.string(), DestinationArn: z.string().optional(), MaxNumberOfMessagesPerSecond: z.int().min(1).max(500).optional() }),
  ListMessageMoveTasks: z.object({ SourceArn: z.string(), MaxResults: z.int().min(1).max(10).default(1) }),
};

/** What the calls of the protocol are carried out on. */
export interface Queues {
  send(arn: string, messages: readonly OutgoingMessage[]): Promise<{ messageId: string }[]>;
  receive(arn: string, max: number, visibilitySeconds?: number): Promise<{ receiptHandle: string; message: QueueMessage }[]>;
  delete(arn: string, receiptHandles: readonly string[]): Promise<void>;
  release(arn: string, receiptHandle: string, afterSeconds?: number): void;
  depth(arn: string): Depth;
  settingsOf(arn: string): QueueSettings;
  list(): { arn: string; name: string; url: string; isDeadLetterOf: string[] }[];
}

/** The answer of one call. Throws AwsError. */
export async function callSqs(queues: Queues, moves: MoveTasks, request: AwsRequest): Promise<unknown> {
  const operation = request.target?.split('.').at(-1) ?? '';
  const body: unknown = request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8'));
  switch (operation) {
    case 'SendMessage': {
      const { QueueUrl: url, ...entry } = read('SendMessage', body);
      const [sent] = await queues.send(arnOf(queues, url), [outgoing(entry, request.caller)]);
      return { MessageId: sent?.messageId, ...digests(entry) };
    }
    case 'SendMessageBatch': {
      const { QueueUrl: url, Entries: entries } = read('SendMessageBatch', body);
      const sent = await queues.send(arnOf(queues, url), entries.map((entry) => outgoing(entry, request.caller)));
      return { Successful: entries.map((entry, index) => ({ Id: entry.Id, MessageId: sent[index]?.messageId, ...digests(entry) })), Failed: [] };
    }
    case 'ReceiveMessage': {
      const ask = read('ReceiveMessage', body);
      return { Messages: (await receive(queues, ask)).map(({ receiptHandle, message }) => ({
        MessageId: message.messageId,
        ReceiptHandle: receiptHandle,
        Body: message.body,
        MD5OfBody: md5(message.body),
        ...attributesAsked(message, ask),
      })) };
    }
    case 'DeleteMessage': {
      const { QueueUrl: url, ReceiptHandle: handle } = read('DeleteMessage', body);
      await queues.delete(arnOf(queues, url), [handle]);
      return {};
    }
    case 'DeleteMessageBatch': {
      const { QueueUrl: url, Entries: entries } = read('DeleteMessageBatch', body);
      await queues.delete(arnOf(queues, url), entries.map((entry) => entry.ReceiptHandle));
      return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
    }
    case 'ChangeMessageVisibility': {
      const ask = read('ChangeMessageVisibility', body);
      queues.release(arnOf(queues, ask.QueueUrl), ask.ReceiptHandle, ask.VisibilityTimeout);
      return {};
    }
    case 'ChangeMessageVisibilityBatch': {
      const { QueueUrl: url, Entries: entries } = read('ChangeMessageVisibilityBatch', body);
      for (const entry of entries) queues.release(arnOf(queues, url), entry.ReceiptHandle, entry.VisibilityTimeout);
      return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
    }
    case 'GetQueueAttributes':
      return { Attributes: attributesOf(queues, arnOf(queues, read('GetQueueAttributes', body).QueueUrl)) };
    case 'GetQueueUrl': {
      const { QueueName: name } = read('GetQueueUrl', body);
      const found = queues.list().find((queue) => queue.name === name);
      if (!found) throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
      return { QueueUrl: found.url };
    }
    case 'ListQueues': {
      const { QueueNamePrefix: prefix, ...page } = read('ListQueues', body);
      const { items: QueueUrls, ...next } = paged(queues.list().filter(({ name }) => name.startsWith(prefix)).map(({ url }) => url), page);
      return { QueueUrls, ...next };
    }
    case 'ListDeadLetterSourceQueues': {
      const { QueueUrl: url, ...page } = read('ListDeadLetterSourceQueues', body);
      const all = queues.list();
      const sources = all.find(({ arn }) => arn === arnOf(queues, url))?.isDeadLetterOf ?? [];
      const { items: queueUrls, ...next } = paged(all.filter(({ name }) => sources.includes(name)).map((one) => one.url), page);
      return { queueUrls, ...next };
    }
    case 'StartMessageMoveTask': {
      const { SourceArn: source, DestinationArn: destination } = read('StartMessageMoveTask', body);
      return { TaskHandle: taskHandleOf(moves.start(source, destination)) };
    }
    case 'ListMessageMoveTasks': {
      const { SourceArn: source, MaxResults: most } = read('ListMessageMoveTasks', body);
      return { Results: moves.of(source).slice(0, most).map(taskResult) };
    }
    default:
      throw new AwsError('UnsupportedOperation', `${operation} is not part of the local stack.`);
  }
}

/** SQS tells only those attributes that it is asked for; `All`, `.*` and `prefix.*` ask for many. */
function attributesAsked({ attributes, messageAttributes }: QueueMessage, ask: z.infer<(typeof requests)['ReceiveMessage']>): Record<string, unknown> {
  const systemNames = [...ask.AttributeNames, ...ask.MessageSystemAttributeNames];
  const system = Object.entries(attributes).filter(([name]) => systemNames.includes('All') || systemNames.includes(name));
  const isAsked = (name: string): boolean =>
    ask.MessageAttributeNames.some((one) => one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -2))));
  const own = Object.fromEntries(Object.entries(messageAttributes).filter(([name]) => isAsked(name)));
  return {
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(own).length > 0 && { MessageAttributes: own, MD5OfMessageAttributes: md5OfAttributes(own) }),
  };
}

/** Without `MaxResults` SQS gives everything at once, up to a thousand. */
function paged<T>(all: readonly T[], { MaxResults: most, NextToken: token = '0' }: { MaxResults?: number | undefined; NextToken?: string | undefined }): { items: T[]; NextToken?: string } {
  const from = Number(token);
  const end = from + (most ?? 1000);
  return { items: all.slice(from, end), ...(most !== undefined && end < all.length && { NextToken: String(end) }) };
}

/** A handle is for whoever may cancel the task: SQS shows it only while it runs. */
const taskResult = (task: MoveTask): unknown => ({
  ...(task.status === 'RUNNING' && { TaskHandle: taskHandleOf(task) }),
  Status: task.status,
  SourceArn: task.source,
  DestinationArn: task.destination,
  ApproximateNumberOfMessagesMoved: task.moved,
  ApproximateNumberOfMessagesToMove: task.toMove,
  FailureReason: task.failureReason,
  StartedTimestamp: task.startedAt,
});

/** Waits as long as was asked for the first message; ten looks a second are enough for people and tests. */
async function receive(queues: Queues, ask: z.infer<(typeof requests)['ReceiveMessage']>): ReturnType<Queues['receive']> {
  const arn = arnOf(queues, ask.QueueUrl);
  const until = Date.now() + ask.WaitTimeSeconds * 1000;
  for (;;) {
    const found = await queues.receive(arn, ask.MaxNumberOfMessages, ask.VisibilityTimeout);
    if (found.length > 0 || Date.now() >= until) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function attributesOf(queues: Queues, arn: string): Record<string, string> {
  const settings = queues.settingsOf(arn);
  const { ready, inFlight, delayed } = queues.depth(arn);
  const { redrive } = settings;
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(ready),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    DelaySeconds: String(settings.delaySeconds),
    ...(redrive ? { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: redrive.deadLetterArn, maxReceiveCount: redrive.maxReceiveCount }) } : {}),
  };
}

function read<N extends keyof typeof requests>(name: N, body: unknown): z.infer<(typeof requests)[N]> {
  const parsed = requests[name].safeParse(body);
  if (parsed.success) return parsed.data as z.infer<(typeof requests)[N]>;
  const [issue] = parsed.error.issues;
  throw new AwsError('InvalidParameterValue', `${issue?.path.join('.') ?? name}: ${issue?.message ?? 'malformed'}`);
}

function arnOf(queues: Queues, url: string): string {
  const name = url.split('/').at(-1);
  const found = queues.list().find((queue) => queue.name === name);
  if (!found) throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
  return found.arn;
}

function outgoing(entry: z.infer<typeof Entry>, senderId: string): OutgoingMessage {
  if (Buffer.byteLength(entry.MessageBody) > LARGEST_MESSAGE_BYTES) throw new AwsError('InvalidParameterValue', 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.');
  return { body: entry.MessageBody, delaySeconds: entry.DelaySeconds, messageAttributes: entry.MessageAttributes, senderId };
}

const digests = (entry: z.infer<typeof Entry>): Record<string, string | undefined> => ({
  MD5OfMessageBody: md5(entry.MessageBody),
  MD5OfMessageAttributes: md5OfAttributes(entry.MessageAttributes ?? {}),
});
