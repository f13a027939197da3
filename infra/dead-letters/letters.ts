import { ChangeMessageVisibilityBatchCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from './queues';

/** A dead letter in our hands: nobody else gets it until it is handed back, or this time has passed. */
export interface Letter {
  id: string;
  body: string;
  sentAt: Date;
  /** How often it was handed out, now included. */
  receiveCount: number;
  attributes: Readonly<Record<string, string>>;
  messageAttributes: Readonly<Record<string, unknown>>;
  receipt: string;
}

/** Long enough to look through some thousand letters; whoever is cut off meanwhile leaves them hidden for no longer. */
const HOLD_SECONDS = 120;
const BATCH = 10;

/**
 * Takes letters in hand until `enough` says so or there are no more. They must be handed back or removed: SQS knows no
 * way to look at a message without taking it.
 */
export async function takeLetters(sqs: SQSClient, { url }: DeadLetterQueue, enough: (taken: readonly Letter[]) => boolean): Promise<Letter[]> {
  const taken = new Map<string, Letter>();
  while (!enough([...taken.values()])) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: BATCH,
        VisibilityTimeout: HOLD_SECONDS,
        // A poll that waits asks all of SQS's servers; one that doesn't may find nothing although there is something.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (messages.length === 0) break;
    // SQS may hand one out twice: the newest receipt is the one that counts.
    for (const message of messages) taken.set(message.MessageId ?? '', letterOf(message));
  }
  return [...taken.values()];
}

function letterOf({ MessageId: id = '', Body: body = '', ReceiptHandle: receipt = '', Attributes: attributes = {}, MessageAttributes: messageAttributes = {} }: Message): Letter {
  return { id, body, receipt, attributes, messageAttributes, sentAt: new Date(Number(attributes.SentTimestamp)), receiveCount: Number(attributes.ApproximateReceiveCount) };
}

/** Everybody may have them again, at once. */
export async function handBack(sqs: SQSClient, { url }: DeadLetterQueue, letters: readonly Letter[]): Promise<void> {
  for (let from = 0; from < letters.length; from += BATCH) {
    const entries = letters.slice(from, from + BATCH).map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: entries }));
  }
}

export async function removeLetter(sqs: SQSClient, { url }: DeadLetterQueue, { receipt }: Letter): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt }));
}
