import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { asDeployed, bundleLambdas } from '../infra/bundling';
import { lambdas, type LambdaName } from '../infra/lambdas';
import { readMerchant } from '../infra/merchant-file';
import { templatesOf } from '../infra/merchant-templates';
import { readAssembly } from '../local/template/assembly';
import { readWiring } from '../local/template/read-wiring';
import { synthesized } from '../local/synthesis';

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

const ROOT = path.join(__dirname, '..');
const MOST_TIMES_THE_FLOOR = 1.15;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '25' }, node: { type: 'string', default: process.execPath } } });
const runs = Number(values.runs);

/**
 * Milliseconds of the processor that loading the file takes, told by the process itself; what starting Node takes is not in it.
 * Of the processor, since a clock also counts what else runs on the machine.
 */
const LOADING = `
  const { file, cache } = JSON.parse(process.argv[1]);
  const { enableCompileCache } = require('node:module');
  if (cache !== undefined) enableCompileCache(cache);
  const before = process.cpuUsage();
  require(file);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
  process.exit();
`;

interface Measured {
  /** index.js of the bundle. */
  file: string;
  environment: Readonly<Record<string, string>>;
}

function loadingOf({ file, environment }: Measured, cache?: string): number {
  // The time that is told stands on the last line: clients may have words of their own before it.
  const said = execFileSync(values.node, ['-e', LOADING, JSON.stringify({ file, cache })], { env: { ...environment }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return Number(said.trim().split('\n').at(-1));
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

/** A handler that does nothing, with what the Lambda imports of the SDK and the clients made, as ours are when they load. */
async function floorOf(name: LambdaName, folder: string): Promise<string> {
  const { metafile } = await build({ ...settings, entryPoints: [path.join(ROOT, 'functions', name, 'handler.ts')], outfile: path.join(folder, 'seen.js'), write: false, metafile: true });
  const clients = new Map<string, string[]>();
  for (const [file, { bytesInOutput }] of Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
    const [, client, command] = /(@aws-sdk\/client-[\w-]+)\/dist-es\/commands\/(\w+)\.js$/.exec(file) ?? [];
    if (client !== undefined && command !== undefined && bytesInOutput > 0) clients.set(client, [...(clients.get(client) ?? []), command]);
  }
  if (clients.size === 0) throw new Error(`${name} imports no client of the SDK`);
  const source = [...clients].flatMap(([client, commands]) => {
    const maker = readFileSync(path.join(ROOT, 'node_modules', client, 'dist-es/index.js'), 'utf8').match(/"\.\/(\w+Client)"/)?.[1] ?? '';
    return [`import { ${[maker, ...commands].join(', ')} } from '${client}';`, `export const of${maker} = [new ${maker}({}), ${commands.join(', ')}];`];
  });
  const entry = path.join(folder, `${name}-floor.ts`);
  writeFileSync(entry, `${source.join('\n')}\nexport const handler = async () => {};\n`);
  const outfile = path.join(folder, `${name}-floor`, 'index.js');
  await build({ ...settings, entryPoints: [entry], outfile });
  return outfile;
}

/** As the Lambdas themselves are bundled. */
const settings = asDeployed(ROOT, path.join(ROOT, 'build', 'templates'));

async function main(): Promise<void> {
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(`--runs: expected a whole number from 1, found ${values.runs}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const merchant = readMerchant(ROOT);
  const bundles = await bundleLambdas(ROOT, folder, merchant, await templatesOf(ROOT, merchant, folder));
  const { functions } = readWiring(readAssembly(await synthesized(ROOT, () => undefined)), { queueUrl: (name) => `https://sqs.us-east-1.amazonaws.com/0/${name}`, apiOrigin: 'https://example.com' });
  console.log(`${execFileSync(values.node, ['--version'], { encoding: 'utf8' }).trim()}, ${runs} processes each; at most ${MOST_TIMES_THE_FLOOR} times the floor`);
  console.log(`${'Lambda'.padEnd(20)}${['KB', 'floor KB', 'floor ms', 'ms', 'x floor', 'empty ms', 'filled ms', 'x floor'].map((word) => word.padStart(11)).join('')}`);
  let isMissed = false;
  for (const name of lambdas) {
    const logicalId = name.replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase());
    const wired = functions.find((one) => one.logicalId.startsWith(logicalId));
    if (wired === undefined) throw new Error(`the stack has no ${logicalId}`);
    const environment = { ...wired.environment, AWS_REGION: 'us-east-1', LAMBDA_TASK_ROOT: bundles[name], AWS_LAMBDA_FUNCTION_NAME: name };
    const ours: Measured = { file: path.join(bundles[name], 'index.js'), environment };
    const floor: Measured = { file: await floorOf(name, folder), environment };
    const times = { floor: new Array<number>(), ours: new Array<number>(), empty: new Array<number>(), filledFloor: new Array<number>(), filled: new Array<number>() };
    const [cache, floorCache] = [path.join(folder, `${name}-cache`), path.join(folder, `${name}-floor-cache`)];
    const canCache = execFileSync(values.node, ['-p', "typeof require('node:module').enableCompileCache"], { encoding: 'utf8' }).trim() === 'function';
    // The first of each fills what the system keeps of files, and V8's cache.
    for (let run = -1; run < runs; run += 1) {
      const one = { floor: loadingOf(floor), ours: loadingOf(ours), ...(canCache ? { empty: loadingOf(ours, path.join(folder, `${name}-empty-${run}`)), filledFloor: loadingOf(floor, floorCache), filled: loadingOf(ours, cache) } : {}) };
      if (run >= 0) for (const [key, time] of Object.entries(one)) times[key as keyof typeof times].push(time);
    }
    const kilobytes = ({ file }: Measured): string => (statSync(file).size / 1000).toFixed(0);
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
