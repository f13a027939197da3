import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { RunningStack } from './running-stack';

const ROOT = path.join(__dirname, '../..');
const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(() => running.close());

test('the event of the AWS CLI example becomes a first notice', async () => {
  const [, entries = ''] = /--entries '(\[.*?\])'/s.exec(readme) ?? [];
  const Entries = z.array(z.strictObject({ EventBusName: z.string(), Source: z.string(), DetailType: z.string(), Detail: z.string() })).parse(JSON.parse(entries));
  const client = new EventBridgeClient({ endpoint: running.shop.awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'any' } });
  expect((await client.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
  client.destroy();
  await running.shop.advance('PT1M');
  expect((await running.shop.mails('ada@example.com')).map(({ tags }) => tags.kind)).toEqual(['first']);
});

test('the SDK example runs as it stands and becomes a first notice', async () => {
  const [, code = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code.replace('http://127.0.0.1:4401', running.shop.awsUrl)], { cwd: ROOT });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const status = await new Promise((resolve) => child.once('exit', resolve));
  expect([status, said]).toEqual([0, '']);
  await running.shop.advance('PT1M');
  expect((await running.shop.mails('grace@example.com')).map(({ tags }) => tags.kind)).toEqual(['first']);
});

test('every file that is linked or shown is there', () => {
  const linked = [...readme.matchAll(/\]\(([^)]+)\)|src="([^"]+)"/g)].map(([, link, source]) => link ?? source ?? '');
  expect(linked.length).toBeGreaterThan(5);
  expect(linked.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});
