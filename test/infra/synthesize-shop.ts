import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleLambdas } from '../../infra/bundling';
import { readMerchant } from '../../infra/merchant-file';
import { templatesOf } from '../../infra/merchant-templates';

/* Bundles the Lambdas of the shop in the first folder into the second, as the synthesis does. A process of its own: what a shop's templates check is loaded as code. */

const [shop = '', bundles = ''] = process.argv.slice(2);
const scratch = mkdtempSync(path.join(tmpdir(), 'forthright-own-'));

async function run(): Promise<void> {
  const merchant = readMerchant(shop);
  await bundleLambdas(path.join(__dirname, '../..'), bundles, merchant, await templatesOf(shop, merchant, scratch));
}

run()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  })
  .finally(() => rmSync(scratch, { recursive: true, force: true }));
