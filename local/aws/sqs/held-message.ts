import { randomUUID } from 'node:crypto';
import type { OutgoingMessage } from './message';
import type { HeldMessage, QueueSettings } from './queue';

/** What somebody sends, as its queue holds it. */
export function newMessage({ delaySeconds }: QueueSettings, message: OutgoingMessage, seq: number, now: number): HeldMessage {
  return {
    seq,
    messageId: randomUUID(),
    body: message.body,
    attributes: { SenderId: message.senderId ?? 'local', SentTimestamp: String(now) },
    messageAttributes: message.messageAttributes ?? {},
    sentAt: now,
    visibleAt: now + (message.delaySeconds ?? delaySeconds) * 1000,
    receiveCount: 0,
    firstReceivedAt: undefined,
  };
}

/**
 * As a dead letter it stays the message that it was: its id, when it was sent, how often it was handed out ("Using dead-letter
 * queues", SQS Developer Guide: the retention of a dead letter counts from when it was first sent).
 */
export function deadLetterOf(message: HeldMessage, sourceArn: string, seq: number, now: number): HeldMessage {
  return { ...message, seq, attributes: { ...message.attributes, DeadLetterQueueSourceArn: sourceArn }, visibleAt: now };
}
