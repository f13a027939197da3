import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { lambdas } from '../../../infra/lambdas';
import { buildTemplates } from '../../../templates/build';
import { pathOf, planted, type Replacement } from '../planting';
import { bundledWorker, type Bundle } from '../workers';
import { inNextRelease } from './next-release';

const ROOT = path.join(__dirname, '../../..');
const LAMBDA_CODE = path.join(__dirname, 'lambda-code.ts');

/** Where nothing keeps state, so that all instances of all Lambdas may share it: evaluating it takes most of a cold start. */
const SHARED = ['functions/core/', 'functions/rendering/', 'build/templates/'];
const isShared = (name: string): boolean => SHARED.some((folder) => name.startsWith(folder));

/** What becomes of a source file of the Lambdas on its way into a bundle. */
type Rewrite = (file: string, text: string) => string;

/** The simulation as a worker's code, with the real Lambdas in it, or with a copy of them that has a bug. */
export async function faultBundle(replacement?: Replacement): Promise<Bundle> {
  const today = plantingIn(replacement);
  return bundledWorker(path.join(__dirname, 'worker.ts'), [rewriting(today), fillingIn({ today: await partsOf(today) })]);
}

/** The same with the code of the next release beside it, for lives in which it is deployed. A bug is in both. */
export async function deploymentBundle(replacement?: Replacement): Promise<Bundle> {
  const today = plantingIn(replacement);
  const next: Rewrite = (file, text) => inNextRelease(file, today(file, text));
  const parts = { today: await partsOf(today), next: await partsOf(next) };
  return bundledWorker(path.join(__dirname, 'worker.ts'), [rewriting(today), ofNextRelease(next), fillingIn(parts)]);
}

const plantingIn = (replacement: Replacement | undefined): Rewrite => (file, text) => (replacement !== undefined && file === pathOf(replacement) ? planted(text, replacement) : text);

/** The source of each Lambda, and the names of what it requires. */
interface Parts {
  sources: Record<string, string>;
  required: Set<string>;
}

async function partsOf(rewrite: Rewrite): Promise<Parts> {
  await buildTemplates();
  const parts: Parts = { sources: {}, required: new Set() };
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
    plugins: [rewriting(rewrite), leavingOut(parts.required)],
  });
  // A namespace is copied name by name otherwise, in each instance anew.
  for (const { path: file, text } of outputFiles) parts.sources[path.basename(file, '.js')] = text.replaceAll('__toESM(require(', '(require(');
  return parts;
}

const OF_THE_LAMBDAS = /[\\/]functions[\\/].*\.ts$/;

const rewriting = (rewrite: Rewrite): Plugin => ({
  name: 'rewriting',
  setup(building) {
    building.onLoad({ filter: OF_THE_LAMBDAS, namespace: 'file' }, async ({ path: file }) => ({ contents: rewrite(file, await readFile(file, 'utf8')), loader: 'ts' }));
  },
});

/** Leaves everything out of a Lambda's source that it shares, and notes what that is. */
const leavingOut = (required: Set<string>): Plugin => ({
  name: 'leaving-out',
  setup(building) {
    building.onResolve({ filter: /./ }, ({ path: asked, resolveDir, kind }) => {
      if (kind === 'entry-point') return undefined;
      const name = asked.startsWith('.') ? path.relative(ROOT, path.resolve(resolveDir, asked)) : asked;
      if (asked.startsWith('.') && !isShared(name)) return undefined;
      required.add(name);
      return { path: name, external: true };
    });
  },
});

const NEXT = 'next:';

/** A second copy of what the Lambdas share, under names that begin with `next:`. Packages are the same for both. */
const ofNextRelease = (rewrite: Rewrite): Plugin => ({
  name: 'of-next-release',
  setup(building) {
    const found = async (asked: string, resolveDir: string, kind: 'require-call' | 'import-statement') => {
      const { path: file, errors } = await building.resolve(asked, { resolveDir, kind });
      return OF_THE_LAMBDAS.test(file) ? { path: file, namespace: 'next' } : { path: file, errors };
    };
    building.onResolve({ filter: /^next:/ }, ({ path: asked, resolveDir }) => found(asked.slice(NEXT.length), resolveDir, 'require-call'));
    building.onResolve({ filter: /^\./, namespace: 'next' }, ({ path: asked, resolveDir }) => found(asked, resolveDir, 'import-statement'));
    building.onLoad({ filter: /./, namespace: 'next' }, async ({ path: file }) => ({ contents: rewrite(file, await readFile(file, 'utf8')), loader: 'ts', resolveDir: path.dirname(file) }));
  },
});

/** Puts the sources, and what they require, into the simulation's own bundle. */
const fillingIn = (releases: { today: Parts; next?: Parts }): Plugin => ({
  name: 'filling-in',
  setup(building) {
    building.onLoad({ filter: /lambda-code\.ts$/ }, async ({ path: file }) => {
      if (file !== LAMBDA_CODE) return undefined;
      const codes = Object.entries(releases).map(([release, parts]) => `lambdaCode.${release} = ${codeFrom(parts, release === 'next' ? NEXT : '')};`);
      return { contents: [await readFile(file, 'utf8'), ...codes].join('\n'), loader: 'ts', resolveDir: __dirname };
    });
  },
});

function codeFrom({ sources, required }: Parts, prefix: string): string {
  const from = (name: string): string => (isShared(name) ? `${prefix}./${path.relative(__dirname, path.join(ROOT, name))}` : name);
  const modules = [...required].sort().map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(from(name))})`);
  return `{ sources: ${JSON.stringify(sources)}, modules: { ${modules.join(', ')} } }`;
}
