import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Merchant } from '../functions/core/merchant';
import { buildOwnTemplates, buildTemplates, OUTPUT } from '../templates/build';
import { InvalidWordsError } from '../templates/building/catalogues';
import { templatesFrom } from './bundling';

/** Where a merchant's own words and templates lie, beside merchant.json. */
export const OWN = 'merchant';

/** Templates that can't be built, or that lack what a mail or a page has to hold. The message says why, one line each. */
export class UnbuiltTemplatesError extends Error {
  constructor(cause: unknown) {
    super(`the templates cannot be built: ${wordsOf(cause)}`, { cause });
    this.name = 'UnbuiltTemplatesError';
  }
}

function wordsOf(cause: unknown): string {
  if (cause instanceof InvalidWordsError) return ['', ...cause.problems].join('\n  ');
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * The folder with the templates of the merchant in `root`: ours, or for who has a voice, words or templates of their own, what
 * is built of both into `scratch`. Their own are checked first: every mail and page in every language is made and has to hold
 * the way out, the date, the money, the sentences of the law and the sender. Throws UnbuiltTemplatesError.
 */
export async function templatesOf(root: string, merchant: Merchant, scratch: string): Promise<string> {
  const folder = path.join(root, OWN);
  const { voice } = merchant.brand;
  const hasOwn = existsSync(folder);
  try {
    if (!hasOwn && voice === 'plain') {
      await buildTemplates();
      return OUTPUT;
    }
    const output = path.join(scratch, 'templates');
    await buildOwnTemplates(output, { folder: hasOwn ? folder : undefined, voice });
    const problems = await problemsOf(merchant, output, scratch);
    if (problems.length > 0) throw new InvalidWordsError(problems);
    return output;
  } catch (error) {
    throw new UnbuiltTemplatesError(error);
  }
}

/** The rendering runs as it will in the Lambdas, with these templates. */
async function problemsOf(merchant: Merchant, templates: string, scratch: string): Promise<string[]> {
  const outfile = path.join(scratch, 'check.cjs');
  await build({
    entryPoints: [path.join(__dirname, '../templates/checking/check.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    nodePaths: [path.join(__dirname, '../node_modules')],
    plugins: [templatesFrom(templates)],
  });
  const { problemsOf: check } = (await import(outfile)) as typeof import('../templates/checking/check');
  return check(merchant);
}
