import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { kills } from './kills';

/*
 * Kills the whole stack of this machine, at work, as often as wanted, and looks whether anything was lost or came twice.
 * Ends with 1 at the first fault, and leaves the data where it can be looked at.
 *
 *   npm run kills -- --count 200 [--seed 7] [--every 20]
 */

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { values } = parseArgs({ options: { count: { type: 'string', default: '50' }, seed: { type: 'string' }, every: { type: 'string', default: '20' } } });

async function main(): Promise<void> {
  // Until it is known better: a run that ends before its verdict has shown nothing.
  process.exitCode = 1;
  const seed = whole('seed', values.seed ?? String(Date.now() % 2_000_000_000));
  const data = await mkdtemp(path.join(tmpdir(), 'kills-'));
  const began = performance.now();
  console.log(`from seed ${seed}, which decides what happens; the machine decides how far it gets before each kill`);
  const { faults, counted, ...outcome } = await kills({ data, seed, count: whole('count', values.count), every: whole('every', values.every), say: (line) => console.log(line) });
  console.log(`\n${outcome.kills} kills in ${Math.round((performance.now() - began) / 1000)} s, ${outcome.whileStarting} of them while it started, ${outcome.looks} looks, ${outcome.redriven} letters redriven`);
  if (counted !== undefined) console.log(Object.entries(counted).map(([what, count]) => `${what}: ${count}`).join('\n'));
  if (faults.length > 0) {
    console.error(`\n${faults.join('\n')}\n\nthe data: ${data}`);
    return;
  }
  await rm(data, { recursive: true });
  console.log('nothing was lost, and nothing came twice but what is counted');
  process.exitCode = 0;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) throw new Error(`--${name}: expected a whole number from 1, found ${text}`);
  return value;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
