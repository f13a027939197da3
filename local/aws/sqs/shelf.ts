import type { Store, StoreOp } from '../../store';
import type { HeldMessage, QueueSettings } from './queue';

/*
 * Where queues lie in the store:
 *   sqs/message/<queue>/<seq>   a message as it was sent
 *   sqs/receipt/<queue>/<seq>   how often it was handed out; apart, so that a receive does not write the body again
 *   sqs/queue/<queue>           a queue made by CreateQueue (those of the template are defined anew at every start)
 */

interface Receipt {
  receiveCount: number;
  firstReceivedAt: number | undefined;
}

const keyOf = (kind: 'message' | 'receipt', queue: string, seq: number): string =>
  `sqs/${kind}/${queue}/${seq.toString().padStart(16, '0')}`;

export function putMessage(queue: string, message: HeldMessage): StoreOp {
  return { type: 'put', key: keyOf('message', queue, message.seq), value: message };
}

export function putReceipt(queue: string, message: HeldMessage): StoreOp {
  const receipt: Receipt = { receiveCount: message.receiveCount, firstReceivedAt: message.firstReceivedAt };
  return { type: 'put', key: keyOf('receipt', queue, message.seq), value: receipt };
}

export function dropMessage(queue: string, message: HeldMessage): StoreOp[] {
  return [
    { type: 'del', key: keyOf('message', queue, message.seq) },
    { type: 'del', key: keyOf('receipt', queue, message.seq) },
  ];
}

export function putQueue(settings: QueueSettings): StoreOp {
  return { type: 'put', key: `sqs/queue/${settings.name}`, value: settings };
}

export function dropQueue(name: string): StoreOp {
  return { type: 'del', key: `sqs/queue/${name}` };
}

export interface Shelf {
  queues: QueueSettings[];
  /** By queue name, in order of arrival. */
  messages: Map<string, HeldMessage[]>;
  lastSeq: number;
}

export async function readShelf(store: Store): Promise<Shelf> {
  const shelf: Shelf = { queues: [], messages: new Map(), lastSeq: 0 };
  for await (const [, settings] of store.entries<QueueSettings>('sqs/queue/')) shelf.queues.push(settings);
  const receipts = new Map<string, Receipt>();
  for await (const [key, receipt] of store.entries<Receipt>('sqs/receipt/')) receipts.set(key, receipt);
  for await (const [key, message] of store.entries<HeldMessage>('sqs/message/')) {
    const queue = key.split('/')[2] ?? '';
    const receipt = receipts.get(keyOf('receipt', queue, message.seq));
    const messages = shelf.messages.get(queue) ?? [];
    messages.push({ ...message, ...receipt });
    shelf.messages.set(queue, messages);
    shelf.lastSeq = Math.max(shelf.lastSeq, message.seq);
  }
  return shelf;
}
