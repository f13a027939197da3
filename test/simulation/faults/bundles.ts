import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { lambdas } from '../../../infra/lambdas';
import type { Replacement } from '../planting';
import { bundledWorker, planting, type Bundle } from '../workers';

const ROOT = path.join(__dirname, '../../..');
const LAMBDA_CODE = path.join(__dirname, 'lambda-code.ts');

/** Where nothing keeps state, so that all instances of all Lambdas may share it: evaluating it takes most of a cold start. */
const SHARED = ['functions/core/', 'functions/rendering/', 'build/templates/'];

/** The simulation as a worker's code, with the real Lambdas in it, or with a copy of them that has a bug. */
export async function faultBundle(replacement?: Replacement): Promise<Bundle> {
  const planted = replacement === undefined ? [] : [planting(replacement)];
  const required = new Set<string>();
  const sources: Record<string, string> = {};
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: lambdas.map((name) => ({ in: `functions/${name}/handler.ts`, out: name })),
    outdir: 'lambdas',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    plugins: [...planted, leavingOut(required)],
  });
  // A namespace is copied name by name otherwise, in each instance anew.
  for (const { path: file, text } of outputFiles) sources[path.basename(file, '.js')] = text.replaceAll('__toESM(require(', '(require(');
  return bundledWorker(path.join(__dirname, 'worker.ts'), [...planted, fillingIn(sources, [...required].sort())]);
}

/** Leaves everything out of a Lambda's source that it shares, and notes what that is. */
const leavingOut = (required: Set<string>): Plugin => ({
  name: 'leaving-out',
  setup(building) {
    building.onResolve({ filter: /./ }, ({ path: asked, resolveDir, kind }) => {
      if (kind === 'entry-point') return undefined;
      const name = asked.startsWith('.') ? path.relative(ROOT, path.resolve(resolveDir, asked)) : asked;
      if (asked.startsWith('.') && !SHARED.some((folder) => name.startsWith(folder))) return undefined;
      required.add(name);
      return { path: name, external: true };
    });
  },
});

/** Puts the sources, and what they require, into the simulation's own bundle. */
const fillingIn = (sources: Record<string, string>, required: readonly string[]): Plugin => ({
  name: 'filling-in',
  setup(building) {
    building.onLoad({ filter: /lambda-code\.ts$/ }, async ({ path: file }) => {
      if (file !== LAMBDA_CODE) return { contents: await readFile(file, 'utf8'), loader: 'ts' };
      const from = (name: string): string => (SHARED.some((folder) => name.startsWith(folder)) ? `./${path.relative(__dirname, path.join(ROOT, name))}` : name);
      const modules = required.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(from(name))})`);
      return { contents: `export const lambdaCode = { sources: ${JSON.stringify(sources)}, modules: { ${modules.join(', ')} } };`, loader: 'ts', resolveDir: __dirname };
    });
  },
});
