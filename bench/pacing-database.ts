import { openProductTable } from '../test/functions/adapters/open-table';

/* The embedded database in a process of its own: tells bench/pacing.ts where it listens. */

async function main(): Promise<void> {
  const { table } = await openProductTable();
  const endpoint = await table.client.config.endpoint?.();
  process.send?.({ dynamodb: `http://${endpoint?.hostname}:${endpoint?.port}`, table: table.name });
}

void main();
