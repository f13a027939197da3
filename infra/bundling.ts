import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, formatMessages, type BuildFailure, type Metafile, type Plugin } from 'esbuild';
import type { Merchant } from '../functions/core/merchant';
import { lambdas, type LambdaName } from './lambdas';

/** The folder of each Lambda's code: index.js, which exports `handler`, merchant.json, and locales/ where it writes to people. */
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
 * The same sources give the same bytes: CDK names an asset by its content, and an unchanged Lambda is not deployed again.
 */
export async function bundleLambdas(root: string, directory: string, merchant: Merchant): Promise<Bundles> {
  const missing = lambdas.filter((name) => !existsSync(handlerOf(root, name)));
  if (missing.length > 0) throw new BundlingError(`no ${missing.map((name) => `functions/${name}/handler.ts`).join(', no ')}`);
  let metafile: Metafile;
  try {
    ({ metafile } = await build({
      absWorkingDir: root,
      entryPoints: lambdas.map((name) => ({ in: handlerOf(root, name), out: `${name}/index` })),
      outdir: directory,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      // esbuild's own order for node takes the CommonJS build of each package, which can't be shaken: 230 KB and 36 ms a cold start.
      mainFields: ['module', 'main'],
      legalComments: 'none',
      logLevel: 'silent',
      metafile: true,
      plugins: [catalogueFiles],
    }));
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const messages = await formatMessages(error.errors, { kind: 'error' });
    throw new BundlingError(messages.join('').trim(), { cause: error });
  }
  return Object.fromEntries(
    lambdas.map((name) => {
      const folder = path.join(directory, name);
      if (writesToPeople(metafile, name)) cpSync(path.join(root, CATALOGUES), path.join(folder, 'locales'), { recursive: true });
      return [name, withMerchant(folder, merchant)];
    }),
  ) as Record<LambdaName, string>;
}

const CATALOGUES = 'build/templates/locales';

/** A Lambda reads the languages that it needs, each from its own file beside the bundle, instead of all with its code. */
const catalogueFiles: Plugin = {
  name: 'catalogue-files',
  setup(build) {
    build.onResolve({ filter: /^\.\/locales\/[\w-]+\.json$/ }, ({ path }) => ({ path, external: true }));
  },
};

function writesToPeople({ outputs }: Metafile, name: LambdaName): boolean {
  const output = Object.entries(outputs).find(([file]) => file.endsWith(`${name}/index.js`))?.[1];
  return output?.imports.some((each) => each.external === true && each.path.startsWith('./locales/')) === true;
}

const handlerOf = (root: string, name: LambdaName): string => path.join(root, 'functions', name, 'handler.ts');

/** The file that the Lambda reads at its cold start: what was validated here, every default filled in. */
function withMerchant(folder: string, merchant: Merchant): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'merchant.json'), JSON.stringify(merchant));
  return folder;
}

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error && Array.isArray(error.errors);
