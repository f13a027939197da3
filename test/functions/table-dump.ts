import { gunzipSync } from 'node:zlib';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Table } from '../../functions/adapters/table';

/** Every row of the table as one text, keys and all, with the words of mails unpacked. */
export async function dumped({ client, name }: Pick<Table, 'client' | 'name'>): Promise<string> {
  const rows: string[] = [];
  for await (const { Items: items = [] } of paginateScan({ client }, { TableName: name, ConsistentRead: true })) {
    rows.push(...items.map((item) => JSON.stringify(unmarshall(item), (_field, value: unknown) => (value instanceof Uint8Array ? gunzipSync(value).toString('utf8') : value))));
  }
  return rows.join('\n');
}
