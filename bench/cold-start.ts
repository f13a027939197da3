import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lambdas } from '../infra/lambdas';
import { synthesizeProject } from '../test/infra/synthesized';
import { loadedBy, loadingMs, type Loaded } from './cold-start/loading';

/*
 * What it takes to load each Lambda's bundle in a fresh process, beside a function that does nothing with the same clients
 * and commands of the SDK, built the same way: the floor. Medians over processes that take turns: as deployed, with V8's compile
 * cache in an empty folder, as the first instance of a Lambda would find it, and in one that was filled before.
 *
 *   npx tsx bench/cold-start.ts [--runs 25] [--node path/to/node]
 *
 * `--node` names another Node than this one. The newest comes from the registry, into a folder outside the project:
 *
 *   npm install --prefix ../node-latest node@latest
 *   npx tsx bench/cold-start.ts --node ../node-latest/node_modules/node/bin/node
 */

const MOST_TIMES_THE_FLOOR = 1.15;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '25' }, node: { type: 'string', default: process.execPath } } });
const { node } = values;
const runs = Number(values.runs);

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
const told = (code: string): string => execFileSync(node, ['-p', code], { encoding: 'utf8' }).trim();

async function main(): Promise<void> {
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(`--runs: expected a whole number from 1, found ${values.runs}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const { functions } = (await synthesizeProject()).wiring;
  const canCache = told("typeof require('node:module').enableCompileCache") === 'function';
  console.log(`${told('process.version')}, ${runs} processes each; at most ${MOST_TIMES_THE_FLOOR} times the floor`);
  console.log(`${'Lambda'.padEnd(20)}${['KB', 'floor KB', 'floor ms', 'ms', 'x floor', 'empty ms', 'filled ms', 'x floor'].map((word) => word.padStart(11)).join('')}`);
  let isMissed = false;
  for (const name of lambdas) {
    const { ours, floor } = await loadedBy(name, functions, folder);
    const times = { floor: new Array<number>(), ours: new Array<number>(), empty: new Array<number>(), filledFloor: new Array<number>(), filled: new Array<number>() };
    const cached = (one: Loaded, cache: string): number => loadingMs(one, { node, cache: path.join(folder, `${name}-${cache}`) });
    // The first of each fills what the system keeps of files, and V8's cache.
    for (let run = -1; run < runs; run += 1) {
      const plain = { floor: loadingMs(floor, { node }), ours: loadingMs(ours, { node }) };
      const one = canCache ? { ...plain, empty: cached(ours, `empty-${run}`), filledFloor: cached(floor, 'floor'), filled: cached(ours, 'filled') } : plain;
      if (run >= 0) for (const [key, time] of Object.entries(one)) times[key as keyof typeof times].push(time);
    }
    const kilobytes = ({ file }: Loaded): string => (statSync(file).size / 1000).toFixed(0);
    const ratio = median(times.ours) / median(times.floor);
    isMissed ||= !(ratio <= MOST_TIMES_THE_FLOOR);
    const cells = [kilobytes(ours), kilobytes(floor), ...[median(times.floor), median(times.ours)].map((ms) => ms.toFixed(1)), ratio.toFixed(2)];
    const cachedCells = canCache ? [median(times.empty).toFixed(1), median(times.filled).toFixed(1), (median(times.filled) / median(times.filledFloor)).toFixed(2)] : ['-', '-', '-'];
    console.log(`${name.padEnd(20)}${[...cells, ...cachedCells].map((cell) => cell.padStart(11)).join('')}`);
  }
  rmSync(folder, { recursive: true });
  if (isMissed) {
    console.log('a target is missed');
    process.exitCode = 1;
  }
}

void main();
