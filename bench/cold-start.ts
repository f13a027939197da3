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
 * and commands of the SDK: the floor, and the lean one, which has been made as lean as ours. Of processes that take turns the least
 * counts, since what else the machine does can only add to it: as deployed, with V8's compile cache in an empty folder, as the
 * first instance of a Lambda would find it, and in one that was filled before.
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

const told = (code: string): string => execFileSync(node, ['-p', code], { encoding: 'utf8' }).trim();

async function main(): Promise<void> {
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(`--runs: expected a whole number from 1, found ${values.runs}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const { functions } = (await synthesizeProject()).wiring;
  const canCache = told("typeof require('node:module').enableCompileCache") === 'function';
  console.log(`${told('process.version')}, ${runs} processes each; at most ${MOST_TIMES_THE_FLOOR} times the floor`);
  const columns = ['KB', 'floor KB', 'ms', 'floor ms', 'lean floor', 'x floor', 'x lean', 'empty ms', 'filled ms', 'x filled'];
  console.log(`${'Lambda'.padEnd(20)}${columns.map((word) => word.padStart(11)).join('')}`);
  let isMissed = false;
  for (const name of lambdas) {
    const { ours, floor, leanFloor } = await loadedBy(name, functions, folder);
    const cached = (one: Loaded, cache: string): number => loadingMs(one, { node, cache: path.join(folder, `${name}-${cache}`) });
    const turn = (run: number) => ({
      floor: loadingMs(floor, { node }),
      leanFloor: loadingMs(leanFloor, { node }),
      ours: loadingMs(ours, { node }),
      ...(canCache ? { empty: cached(ours, `empty-${run}`), filledFloor: cached(floor, 'floor'), filled: cached(ours, 'filled') } : {}),
    });
    // The first fills what the system keeps of files, and V8's cache.
    turn(-1);
    const turns = Array.from({ length: runs }, (_, run) => turn(run));
    const least = (of: keyof (typeof turns)[number]): number => Math.min(...turns.map((times) => times[of] ?? Number.NaN));
    const kilobytes = ({ file }: Loaded): string => (statSync(file).size / 1000).toFixed(0);
    const ratio = least('ours') / least('floor');
    isMissed ||= !(ratio <= MOST_TIMES_THE_FLOOR);
    const cells = [kilobytes(ours), kilobytes(floor), ...[least('ours'), least('floor'), least('leanFloor')].map((ms) => ms.toFixed(1)), ratio.toFixed(2), (least('ours') / least('leanFloor')).toFixed(2)];
    const cachedCells = canCache ? [least('empty').toFixed(1), least('filled').toFixed(1), (least('filled') / least('filledFloor')).toFixed(2)] : ['-', '-', '-'];
    console.log(`${name.padEnd(20)}${[...cells, ...cachedCells].map((cell) => cell.padStart(11)).join('')}`);
  }
  rmSync(folder, { recursive: true });
  if (isMissed) {
    console.log('a target is missed');
    process.exitCode = 1;
  }
}

void main();
