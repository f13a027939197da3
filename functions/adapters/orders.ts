import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { now } from './clock';
import { isConflict } from './conflict';
import { OrderCancelled, OrderShipped } from '../core/events/incoming/closing';
import { orderKey } from './keys';
import { SCHEMA } from '../core/schema';
import { expiryOf, isExpired } from './retention';
import { readRow, toStored, type Item, type Table } from './table';
import { Integer, object } from '../core/shapes';

const EarlyClose = v.variant('type', [
  object({ type: v.literal('Order Shipped'), event: OrderShipped }),
  object({ type: v.literal('Order Cancelled'), event: OrderCancelled }),
]);
/** A shipment or cancellation that arrived before its line. It waits with the order. */
export type EarlyClose = v.InferOutput<typeof EarlyClose>;

/** Whose line it is: a store may give the lines of one order to different customers, such as a guest who has since signed up. */
const KnownLine = object({ state: v.picklist(['open', 'closed']), customerKey: v.string() });
export type KnownLine = v.InferOutput<typeof KnownLine>;

/** By the ids that the store gives to lines: a record of valibot's would pass over one named `prototype`. */
const KnownLines = v.pipe(
  v.custom<object>((lines) => typeof lines === 'object' && lines !== null),
  v.transform((lines): unknown => Object.entries(lines)),
  v.array(v.tuple([v.string(), KnownLine])),
  v.transform((lines): Record<string, KnownLine> => Object.fromEntries(lines)),
);

const Order = object({
  version: Integer,
  lines: KnownLines,
  early: v.array(EarlyClose),
});

/** Which lines of an order we know, by their id. `version` is 0 for one that is not in the table. */
export interface Order extends v.InferOutput<typeof Order> {
  orderId: string;
}

/** What is known of a line; undefined for one that the order has not. Stores name lines as they like: not every key of an object is one. */
export const lineOf = ({ lines }: Pick<Order, 'lines'>, lineId: string): KnownLine | undefined => (Object.hasOwn(lines, lineId) ? lines[lineId] : undefined);

export async function loadOrder(table: Table, orderId: string): Promise<Order> {
  const { Item: item } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toStored(orderKey(orderId)), ConsistentRead: true }));
  if (item === undefined) return { orderId, version: 0, lines: {}, early: [] };
  return { orderId, ...readRow('order', Order, item), ...(isExpired(item) ? { lines: {}, early: [] } : {}) };
}

/** The row of an order one version on, and the condition under which it may be written. It is kept while a line of it is open. */
export const nextOrder = ({ recordMonths }: Pick<Table, 'recordMonths'>, order: Order): { item: Item; condition: ReturnType<typeof unchangedSince> } => {
  const { orderId, version, ...rest } = order;
  const isOpen = Object.values(rest.lines).some(({ state }) => state === 'open');
  const ttl = isOpen ? undefined : expiryOf(now(), recordMonths);
  return { item: { ...orderKey(orderId), schema: SCHEMA, version: version + 1, ttl, ...rest }, condition: unchangedSince(version) };
};

/** True of a row that is still at `version`; 0 stands for one that does not exist yet. */
export const unchangedSince = (
  version: number,
): { ConditionExpression: string; ExpressionAttributeNames: Record<string, string>; ExpressionAttributeValues?: ReturnType<typeof toStored> } =>
  version === 0
    ? { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: toStored({ ':version': version }),
      };

/** Keeps a close that came before its line. Says `known` when the line is there by now: then it is no early close. */
export async function keepEarlyClose(table: Table, close: EarlyClose): Promise<'kept' | 'known'> {
  for (;;) {
    const order = await loadOrder(table, close.event.orderId);
    if (lineOf(order, close.event.lineId) !== undefined) return 'known';
    if (order.early.some(({ event }) => event.eventId === close.event.eventId)) return 'kept';
    const { item, condition } = nextOrder(table, { ...order, early: [...order.early, close] });
    try {
      await table.client.send(new PutItemCommand({ TableName: table.name, Item: toStored(item), ...condition }));
      return 'kept';
    } catch (error) {
      // Somebody else wrote the order in between; looking again tells what it means now.
      if (!isConflict(error)) throw error;
    }
  }
}

/** Takes what a person wrote, and the parcels' trails, out of the closes that still wait for a line of this order. */
export async function eraseEarlyCloses(table: Table, orderId: string): Promise<void> {
  for (;;) {
    const order = await loadOrder(table, orderId);
    if (order.early.every(isImpersonal)) return;
    const { item, condition } = nextOrder(table, { ...order, early: order.early.map(withoutTexts) });
    try {
      await table.client.send(new PutItemCommand({ TableName: table.name, Item: toStored(item), ...condition }));
      return;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

const isImpersonal = ({ type, event }: EarlyClose): boolean => (type === 'Order Shipped' ? event.trackingUrl : event.reason) === undefined;

const withoutTexts = (close: EarlyClose): EarlyClose =>
  close.type === 'Order Shipped' ? { ...close, event: { ...close.event, trackingUrl: undefined } } : { ...close, event: { ...close.event, reason: undefined } };
