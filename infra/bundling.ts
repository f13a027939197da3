import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, formatMessages, type BuildFailure, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import type { Merchant } from '../functions/core/merchant';
import { lambdas, type LambdaName } from './lambdas';
import { leanBundle } from './lean-bundle';

/** The folder of each Lambda's code: index.js, which exports `handler`, merchant.json, and beside them what it loads as needed: languages, and a mail's text and HTML. */
export type Bundles = Readonly<Record<LambdaName, string>>;

/** Code that can't be bundled. The message says where and why. */
export class BundlingError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BundlingError';
  }
}

/**
 * Bundles functions/<name>/handler.ts of every Lambda below `directory`, in one run, so that what they share is parsed once.
 * `templates` is the folder into which the merchant's templates are built.
 * The same sources give the same bytes: CDK names an asset by its content, and an unchanged Lambda is not deployed again.
 */
export async function bundleLambdas(root: string, directory: string, merchant: Merchant, templates: string): Promise<Bundles> {
  const missing = lambdas.filter((name) => !existsSync(handlerOf(root, name)));
  if (missing.length > 0) throw new BundlingError(`no ${missing.map((name) => `functions/${name}/handler.ts`).join(', no ')}`);
  let metafile: Metafile;
  try {
    ({ metafile } = await build({
      entryPoints: lambdas.map((name) => ({ in: handlerOf(root, name), out: `${name}/index` })),
      outdir: directory,
      ...asDeployed(root, templates),
      metafile: true,
    }));
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const messages = await formatMessages(error.errors, { kind: 'error' });
    throw new BundlingError(messages.join('').trim(), { cause: error });
  }
  return Object.fromEntries(
    lambdas.map((name) => {
      const folder = path.join(directory, name);
      for (const beside of besides(metafile, name)) cpSync(path.join(templates, beside), path.join(folder, beside));
      return [name, withMerchant(folder, merchant)];
    }),
  ) as Record<LambdaName, string>;
}

/** How the code of a Lambda of the project in `root` is bundled, with the templates in the folder `templates`. */
export const asDeployed = (root: string, templates: string) =>
  ({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // esbuild's own order for node takes the CommonJS build of each package, which can't be shaken: 230 KB and 36 ms a cold start.
    mainFields: ['module', 'main'],
    // Templates that a merchant has of their own lie outside the project, and need its Handlebars.
    nodePaths: [path.join(root, 'node_modules')],
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [templatesFrom(templates), loadedAsNeeded, ...leanBundle],
  }) satisfies BuildOptions;

/** Wherever the code names build/templates, it gets the templates in `folder`. */
export const templatesFrom = (folder: string): Plugin => ({
  name: 'templates',
  setup(build) {
    build.onResolve({ filter: /\/build\/templates\/\w+$/ }, ({ path: file }) => ({ path: path.join(folder, `${path.basename(file)}.js`) }));
  },
});

/** A Lambda reads the languages it needs, and a mail's text and HTML, each from its own file beside the bundle, instead of all with its code. */
const loadedAsNeeded: Plugin = {
  name: 'loaded-as-needed',
  setup(build) {
    build.onResolve({ filter: /^\.\/(locales|mails)\/[\w-]+\.(json|js)$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** The files that the bundle loads as needed, below build/templates and below its own folder. */
function besides({ outputs }: Metafile, name: LambdaName): string[] {
  const output = Object.entries(outputs).find(([file]) => file.endsWith(`${name}/index.js`))?.[1];
  return output?.imports.flatMap(({ external, path }) => (external === true && path.startsWith('./') ? [path] : [])) ?? [];
}

const handlerOf = (root: string, name: LambdaName): string => path.join(root, 'functions', name, 'handler.ts');

/** The file that the Lambda reads at its cold start: what was validated here, every default filled in. */
function withMerchant(folder: string, merchant: Merchant): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'merchant.json'), JSON.stringify(merchant));
  return folder;
}

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error && Array.isArray(error.errors);
