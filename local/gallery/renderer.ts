import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { Merchant } from '../../functions/core/merchant';
import { templatesFrom } from '../../infra/bundling';
import { readMerchant } from '../../infra/merchant-file';
import { templatesOf } from '../../infra/merchant-templates';

/** exhibits.ts with the templates of one merchant. */
export interface Renderer {
  merchant: Merchant;
  exhibits: typeof import('./exhibits');
}

/**
 * The rendering of the project in `root` as its files are now: merchant.json, the merchant's own words and templates, and the
 * code as it would be bundled for the Lambdas. Throws InvalidMerchantError and UnbuiltTemplatesError.
 */
export async function openRenderer(root: string): Promise<Renderer> {
  const merchant = readMerchant(root);
  // A new folder each time: what was once loaded from a file is not read again.
  const scratch = mkdtempSync(path.join(tmpdir(), 'forthright-gallery-'));
  try {
    const outfile = path.join(scratch, 'exhibits.cjs');
    await build({
      entryPoints: [path.join(__dirname, 'exhibits.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
      // Templates that a merchant has of their own lie outside the project, and need its Handlebars.
      nodePaths: [path.join(__dirname, '../../node_modules')],
      plugins: [templatesFrom(await templatesOf(root, merchant, scratch))],
    });
    return { merchant, exhibits: (await import(outfile)) as typeof import('./exhibits') };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
