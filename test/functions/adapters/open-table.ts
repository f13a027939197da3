import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from '../../../functions/adapters/table';
import { DynamoDb } from '../../../local/aws/dynamodb/dynamodb';
import { serve } from '../../local/dynamodb-server';

/** Keys and indexes as the stack declares them. */
const SHAPE = {
  AttributeDefinitions: ['pk', 'sk', 'sku', 'supplierOrder', 'dueShard', 'dueAt', 'routineShard', 'routineAt'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: keys('pk', 'sk'),
  GlobalSecondaryIndexes: [
    { IndexName: 'due', KeySchema: keys('dueShard', 'dueAt') },
    { IndexName: 'routine', KeySchema: keys('routineShard', 'routineAt') },
    { IndexName: 'sku', KeySchema: keys('sku', 'pk') },
    { IndexName: 'supplierOrder', KeySchema: keys('supplierOrder', 'pk') },
  ].map((index) => ({ ...index, Projection: { ProjectionType: 'KEYS_ONLY' } })),
};

function keys(hash: string, range: string): { AttributeName: string; KeyType: string }[] {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}

/** The embedded database with the product's table in it, reached over HTTP by the AWS SDK. */
export async function openProductTable(): Promise<{ table: Table; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'forthright-table-'));
  const database = await DynamoDb.open(folder);
  await database.define('Forthright', SHAPE);
  // As often as the SDK tries by default.
  const served = await serve(database, { maxAttempts: 3 });
  return {
    table: { client: served.client, name: 'Forthright', recordMonths: 84 },
    close: async () => {
      await served.stop();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
