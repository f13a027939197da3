import { isDeepStrictEqual } from 'node:util';
import { UpdateItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Line } from '../core/line';
import { plusSeconds } from '../core/dates';
import { erasedEntry, erasedLine } from '../core/erasure';
import { addressText, keyedHashes } from '../core/keyed-hash';
import type { Keyring } from '../core/links';
import { SCHEMA } from '../core/schema';
import { isConflict } from './conflict';
import { customersUnder, loadCustomer } from './customers';
import { readClosed, readRecord } from './customer-rows';
import { eraseEtaTexts } from './etas';
import { addressPk, customerPk, erasedAddressPk } from './keys';
import { eraseEarlyCloses } from './orders';
import { fromStored, toStored, type Item, type StoredItem, type Table } from './table';

/*
 * The rows that an erasure leaves to be gone through, once the customer's own change is committed:
 *
 *   change    profile, open lines, alerts; the row of the address gives way to one of its keyed hash. From here on no mail is
 *             begun, and whatever else is committed for this customer holds nothing personal
 *   here      the record, closed lines, what their orders and their own dates still hold
 *
 * Each row is written by itself. After a crash the event comes again, finds the customer by the keyed hash, changes nothing
 * and goes through the rows once more.
 */

/** Clocks of two Lambdas may differ by so much. What was written later belongs to who orders anew. */
const SKEW_SECONDS = 60;

/** Who is known by this address, or was until they were erased. */
export async function customersEverAt(table: Table, keyring: Keyring, email: string): Promise<string[]> {
  const rows = [addressPk(email), ...keyedHashes(keyring, 'address', addressText(email)).map(erasedAddressPk)];
  return [...new Set((await Promise.all(rows.map((pk) => customersUnder(table, pk)))).flat())];
}

/** Takes what is personal out of all rows of an erased customer but the profile. Again it changes nothing. */
export async function eraseRows(table: Table, customerKey: string, keyring: Keyring): Promise<void> {
  const { customer } = await loadCustomer(table, customerKey);
  const doneAt = customer?.profile.erased?.doneAt;
  if (customer === undefined || doneAt === undefined) return;
  const until = plusSeconds(doneAt, SKEW_SECONDS);
  await eachRow(table, customerKey, 'Z#', (row) => {
    const entry = readRecord(row);
    const erased = entry.at > until ? entry : erasedEntry(entry, keyring);
    if (erased === entry) return undefined;
    const { words, ...data } = erased;
    return { data, words: words === undefined ? 'go' : 'stay' };
  });
  const lines: Line[] = customer.lines.filter((line) => line.openedAt <= until);
  await eachRow(table, customerKey, 'X#', (row) => {
    const line = readClosed(row);
    if (line.openedAt > until) return undefined;
    lines.push(line);
    const data = asStored(erasedLine(line));
    // A repeat finds it so already.
    return isDeepStrictEqual(data, asStored(line)) ? undefined : { data, words: 'stay' };
  });
  for (const line of lines) await eraseEtaTexts(table, line);
  for (const orderId of new Set(lines.map((line) => line.orderId))) await eraseEarlyCloses(table, orderId);
}

/** What a row holds from now on; all else of it stays, such as how long it is kept. */
interface Rewritten {
  data: Item;
  words: 'stay' | 'go';
}

/** Rewrites the rows of which `erase` says what they hold then. */
async function eachRow(table: Table, customerKey: string, prefix: string, erase: (row: StoredItem) => Rewritten | undefined): Promise<void> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
      ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
      ExpressionAttributeValues: toStored({ ':pk': customerPk(customerKey), ':prefix': prefix }),
      // What was committed a moment ago is not to be missed.
      ConsistentRead: true,
    },
  );
  for await (const { Items: rows = [] } of pages) {
    // Ten at a time: a Lambda has seconds, and a customer may have hundreds of rows.
    for (let from = 0; from < rows.length; from += 10) await Promise.all(rows.slice(from, from + 10).map((row) => rewrite(table, row, erase)));
  }
}

/** Only where the row is still there: one that has expired by now is not to come back. */
async function rewrite(table: Table, row: StoredItem, erase: (row: StoredItem) => Rewritten | undefined): Promise<void> {
  const erased = erase(row);
  const { pk, sk, schema } = row;
  if (erased === undefined || pk === undefined || sk === undefined || schema === undefined) return;
  const names = { '#data': 'data', '#schema': 'schema', ...(erased.words === 'go' ? { '#words': 'words' } : {}) };
  const ids = appliedIdsOf(erased.data);
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: { pk, sk },
        UpdateExpression: `SET #data = :data, #schema = :today${erased.words === 'go' ? ' REMOVE #words' : ''}`,
        // An entry of the record never changes; to a closed line somebody else may have added an id since it was read. Whoever
        // brought the row to another schema meanwhile wrote another shape.
        ConditionExpression: ids === undefined ? '#schema = :read' : '#schema = :read AND size(#data.#ids) = :ids',
        ExpressionAttributeNames: ids === undefined ? names : { ...names, '#ids': 'appliedIds' },
        ExpressionAttributeValues: { ...toStored({ ':data': erased.data, ':today': SCHEMA, ...(ids === undefined ? {} : { ':ids': ids.length }) }), ':read': schema },
      }),
    );
  } catch (error) {
    if (isConflict(error)) throw new RowChangedError();
    throw error;
  }
}

/** As it comes back from the table: a field that is undefined is no field. */
const asStored = (line: Line): Item => fromStored(toStored({ ...line }));

const appliedIdsOf = ({ appliedIds }: Item): readonly unknown[] | undefined => (Array.isArray(appliedIds) ? appliedIds : undefined);

/** A row changed, or went, while it was being erased; the event comes again. */
export class RowChangedError extends Error {
  override readonly name = 'RowChangedError';
}
