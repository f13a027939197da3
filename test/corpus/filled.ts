import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { StoredItem, Table } from '../../functions/adapters/table';
import { ROW_KINDS, type RowKind } from '../../functions/core/schema';
import { openProductTable } from '../functions/adapters/open-table';
import { kindsIn, rowOf } from './corpus';

/** When the corpora are read: nothing in them has expired yet. */
export const NOW = '2026-12-27T12:00:00.000Z';

/** The clock stands still at NOW, for what looks at it. */
export const stopTheClock = (): void => void jest.useFakeTimers({ now: Date.parse(NOW), doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });

export const kindsOfRowsIn = (version: number): RowKind[] => ROW_KINDS.filter((kind) => kindsIn('rows', version).includes(kind));

/** The product's table with the rows of one version in it, each as `changed` makes it. */
export async function openCorpus(version: number, changed: (row: StoredItem, kind: RowKind) => StoredItem = (row) => row): Promise<{ table: Table; close(): Promise<void> }> {
  const opened = await openProductTable();
  const { client, name: TableName } = opened.table;
  for (const kind of kindsOfRowsIn(version)) await client.send(new PutItemCommand({ TableName, Item: changed(rowOf(version, kind), kind) }));
  return opened;
}
