import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { START, Started } from './started';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'start-'));
});
afterEach(() => rm(data, { recursive: true }));

/** What a person reads who starts it so. */
function start(...args: string[]): { status: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, [START, '--data', data, ...args], { encoding: 'utf8', timeout: 60_000 });
  return { status, said: stderr.trim() };
}

test('a port in use is said in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect(start('--port', String(port), '--aws-port', '0')).toEqual({ status: 1, said: `Port ${port} is in use. Stop what listens there, or choose another with --port or --aws-port.` });
  expect(start('--port', '0', '--aws-port', String(port)).said).toContain(`Port ${port} is in use.`);
  await new Promise((resolve) => other.close(resolve));
}, 60_000);

test('a data folder in use is said in one line, and left alone even by --fresh', async () => {
  const running = await Started.on(data);
  for (const more of [[], ['--fresh']]) {
    const { status, said } = start('--port', '0', '--aws-port', '0', ...more);
    expect([status, said.split('\n').length]).toEqual([1, 1]);
    expect(said).toContain('is in use by another process');
  }
  await running.shop.order({ orderId: 'a' });
  await running.shop.advance('PT2M');
  expect(await running.shop.mails()).toHaveLength(1);
  expect(await running.end('SIGTERM')).toBe(0);
}, 60_000);

test.each([
  [['--port', 'x'], '--port x: expected a port from 0 to 65535 (0: any that is free)'],
  [['--port', '70000'], '--port 70000: expected a port from 0 to 65535 (0: any that is free)'],
  [['--port', '4400', '--aws-port', '4400'], '--port and --aws-port are both 4400; expected two different ports'],
  [['--prot', '1'], "Unknown option '--prot'"],
])('%j is answered with what was expected', (args, line) => {
  const { status, said } = start(...args);
  expect(status).toBe(1);
  expect(said.split('\n')[0]).toContain(line);
  expect(said).toContain('--aws-port 4401');
});

test('a Node that is too old is said in one line, before anything of the product is read', async () => {
  const older = path.join(data, 'older.cjs');
  await writeFile(older, "Object.defineProperty(process.versions, 'node', { value: '18.20.0' });");
  const { status, stderr } = spawnSync(process.execPath, ['--require', older, START], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, 'Forthright needs Node 20.19 or newer; this is Node 18.20.0.\n']);
});

test('SIGTERM ends it with nothing left running, also while it works', async () => {
  const running = await Started.on(data);
  await running.shop.puts(await Promise.all(Array.from({ length: 50 }, async (_none, n) => ({ type: 'Backorder Created' as const, detail: await running.shop.created({ orderId: `o${n}` }) }))));
  expect(await running.end('SIGTERM')).toBe(0);
  await expect(fetch(running.shop.deskUrl)).rejects.toThrow('fetch failed');
}, 60_000);
