import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import * as v from 'valibot';
import { publish } from '../../functions/adapters/bus';
import { send, type Wake } from '../../functions/adapters/queues';
import type { StoredItem } from '../../functions/adapters/table';
import type { FanOut } from '../../functions/eta-changed/fan-out';
import { incoming, type IncomingDetailType } from '../../functions/core/events/incoming';
import { EVENT_SCHEMA, SCHEMA } from '../../functions/core/schema';
import { examples } from '../docs/examples';
import { openProductTable } from '../functions/adapters/open-table';
import { folderOf, kindOf, type Part } from './corpus';
import { published } from './outgoing';
import { live } from './story';

/*
 * Writes the corpus of today's version: what is missing of it, and never a file that is there. Run it when a version is made,
 * or a kind of row, message or event:
 *
 *   npx tsx test/corpus/write.ts
 */

async function main(): Promise<void> {
  for (const [kind, row] of await rowsOfToday()) keep('rows', SCHEMA, kind, row);
  for (const [kind, body] of await messagesOfToday()) keep('messages', SCHEMA, kind, body);
  for (const { types, example } of examples()) for (const type of types.filter((one) => isWholly(one, example))) keep('incoming', EVENT_SCHEMA, type, envelope(type, example));
  for (const [type, entry] of await entriesOfToday()) keep('outgoing', EVENT_SCHEMA, type, entry);
}

function keep(part: Part, version: number, name: string, content: unknown): void {
  const file = path.join(folderOf(part, version), `${name}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { flag: 'wx' });
    process.stdout.write(`${part} ${version}: ${name}\n`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** Of several rows of a kind the one with the most fields, and of those the largest: it has the most to say. */
async function rowsOfToday(): Promise<Map<string, object>> {
  const opened = await openProductTable();
  const { table } = opened;
  const largest = new Map<string, object>();
  try {
    await live(table);
    for await (const { Items: rows = [] } of paginateScan({ client: table.client }, { TableName: table.name, ConsistentRead: true })) {
      for (const row of rows) {
        const kind = kindOf(row);
        if (sizeOf(withText(row)) > sizeOf(largest.get(kind) ?? {})) largest.set(kind, withText(row));
      }
    }
  } finally {
    await opened.close();
  }
  return largest;
}

/** When a row ends is no part of what it says. */
const sizeOf = (row: object): number => Object.keys(row).filter((name) => name !== 'ttl').length * 1_000_000 + JSON.stringify(row).length;

const withText = (row: StoredItem): object => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') }]));

async function messagesOfToday(): Promise<[string, unknown][]> {
  const sqs = new SQSClient({ region: 'us-east-1' });
  const sent = mockClient(sqs);
  const queue = { client: sqs, url: 'https://sqs.example/queue' };
  await send(queue, { customerKey: 'ada', urgency: 'routine' } satisfies Wake);
  const report = { type: 'ETA Changed' as const, event: { eventId: 'eta-1', scope: { sku: 'CHAIR' }, shipBy: '2026-12-30', cause: { code: 'other' as const, text: 'A fire at the works' }, asOf: '2026-11-24T10:00:00.000Z' } };
  await send(queue, { fanOut: { report, sweep: 2, cursor: '{"pk":"C#ada","sk":"L#o1#l1","sku":"CHAIR"}', customerKey: 'ada' } satisfies FanOut });
  const bodies = sent.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => JSON.parse(input.MessageBody ?? '') as unknown);
  return [['wake', bodies[0]], ['fan-out', bodies[1]]];
}

async function entriesOfToday(): Promise<[string, unknown][]> {
  const client = new EventBridgeClient({ region: 'us-east-1' });
  const bus = mockClient(client);
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: published.map(() => ({ EventId: 'taken' })) });
  await publish({ client, name: 'forthright' }, published);
  const entries = bus.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? []);
  return entries.map((entry) => [entry.DetailType ?? '', { ...entry, Detail: JSON.parse(entry.Detail ?? '') as unknown }]);
}

/** Of two types under one heading, those that take all fields of the example. */
function isWholly(type: IncomingDetailType, example: unknown): boolean {
  const { success, output } = v.safeParse(incoming[type], example);
  return success && fieldsIn(output) === fieldsIn(example);
}

const fieldsIn = (value: unknown): number => JSON.stringify(value).split('":').length;

/** As EventBridge hands the event to a queue. */
const envelope = (type: string, detail: unknown): object => ({
  version: '0',
  id: '6f87d04b-9f74-4f04-a780-7acf4b0a9b38',
  'detail-type': type,
  source: 'store',
  account: '000000000000',
  time: '2026-12-10T17:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
