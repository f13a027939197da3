import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { bundleLambdas } from './bundling';
import { readMerchant } from './merchant-file';
import { templatesOf } from './merchant-templates';
import { ForthrightData } from './stacks/data-stack';
import { ForthrightService } from './stacks/service-stack';

/**
 * Synthesizes both stacks of the project in `root`, for the merchant.json and the folder `merchant` that lie there, into `outdir`; without it
 * into the folder that CDK_OUTDIR names, as `cdk` does. Needs neither credentials nor network.
 * Throws InvalidMerchantError, UnbuiltTemplatesError, BundlingError, InvalidContextError.
 */
export async function synthesize(root: string, outdir?: string): Promise<CloudAssembly> {
  const merchant = readMerchant(root);
  // A folder of our own, since others may synthesize at the same time. CDK copies what is in it.
  const folder = mkdtempSync(path.join(tmpdir(), 'forthright-'));
  try {
    const bundles = await bundleLambdas(root, folder, merchant, await templatesOf(root, merchant, folder));
    const app = new App({ analyticsReporting: false, ...(outdir === undefined ? {} : { outdir }) });
    const data = new ForthrightData(app, 'ForthrightData');
    const service = new ForthrightService(app, 'ForthrightService', { merchant, bundles, data });
    service.addStackDependency(data);
    return app.synth();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
