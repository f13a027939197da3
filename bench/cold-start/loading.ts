import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { asDeployed } from '../../infra/bundling';
import type { LambdaName } from '../../infra/lambdas';
import type { Wiring } from '../../local/template/wiring';
import { lambdaOf } from '../../test/infra/synthesized';

const ROOT = path.join(__dirname, '../..');

/** As the Lambdas themselves are bundled. */
const settings = asDeployed(ROOT, path.join(ROOT, 'build', 'templates'));

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

/** A bundle to load. */
export interface Loaded {
  /** index.js of the bundle. */
  file: string;
  environment: Readonly<Record<string, string>>;
}

/** Loads it in a fresh process of `node`, with V8's compile cache in the folder `cache` where one is given. Returns ms of the processor. */
export function loadingMs({ file, environment }: Loaded, { node = process.execPath, cache }: { node?: string; cache?: string } = {}): number {
  // The time that is told stands on the last line: clients may have words of their own before it.
  const said = execFileSync(node, ['-e', LOADING, JSON.stringify({ file, cache })], { env: { ...environment }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return Number(said.trim().split('\n').at(-1));
}

/** What is loaded by a Lambda, and by functions that do nothing with the same clients and commands of the SDK, minified and from modules as ours are. */
export interface Compared {
  /** As it is deployed, from the folders of code. */
  ours: Loaded;
  /** With the clients as they come. */
  floor: Loaded;
  /** With the clients as ours has them, without what infra/lean-bundle.ts leaves out. */
  leanFloor: Loaded;
}

/** Builds the two floors in the folder. */
export async function loadedBy(name: LambdaName, functions: Wiring['functions'], folder: string): Promise<Compared> {
  const wired = functions.find(({ logicalId }) => lambdaOf(logicalId) === name);
  if (wired === undefined) throw new Error(`the stack has no ${name}`);
  const environment = { ...wired.environment, AWS_REGION: 'us-east-1', LAMBDA_TASK_ROOT: wired.code, AWS_LAMBDA_FUNCTION_NAME: name };
  const source = await clientsOf(name);
  const loaded = async (floor: string, plugins: readonly Plugin[]): Promise<Loaded> => {
    const outfile = path.join(folder, `${name}-${floor}`, 'index.js');
    await build({ ...settings, stdin: { contents: source, resolveDir: ROOT, loader: 'ts' }, plugins: [...plugins], outfile });
    return { file: outfile, environment };
  };
  return { ours: { file: path.join(wired.code, 'index.js'), environment }, floor: await loaded('floor', []), leanFloor: await loaded('lean-floor', settings.plugins) };
}

/** The source of a handler that does nothing, with what the Lambda imports of the SDK and the clients made, as ours are when they load. */
async function clientsOf(name: LambdaName): Promise<string> {
  const { metafile } = await build({ ...settings, entryPoints: [path.join(ROOT, 'functions', name, 'handler.ts')], outdir: path.join(ROOT, 'build'), write: false, metafile: true });
  const clients = new Map<string, string[]>();
  for (const [file, { bytesInOutput }] of Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
    const [, client, command] = /(@aws-sdk\/client-[\w-]+)\/dist-es\/commands\/(\w+)\.js$/.exec(file) ?? [];
    if (client !== undefined && command !== undefined && bytesInOutput > 0) clients.set(client, [...(clients.get(client) ?? []), command]);
  }
  if (clients.size === 0) throw new Error(`${name} imports no client of the SDK`);
  const made = [...clients].flatMap(([client, commands]) => {
    const maker = readFileSync(path.join(ROOT, 'node_modules', client, 'dist-es/index.js'), 'utf8').match(/"\.\/(\w+Client)"/)?.[1] ?? '';
    return [`import { ${[maker, ...commands].join(', ')} } from '${client}';`, `export const of${maker} = [new ${maker}({}), ${commands.join(', ')}];`];
  });
  return `${made.join('\n')}\nexport const handler = async () => {};\n`;
}
