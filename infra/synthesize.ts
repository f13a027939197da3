import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { buildTemplates } from '../templates/build';
import { bundleLambdas } from './bundling';
import { readMerchant } from './merchant-file';
import { ForthrightData } from './stacks/data-stack';
import { ForthrightService } from './stacks/service-stack';

/** Templates that can't be built. The message says why. */
export class UnbuiltTemplatesError extends Error {
  constructor(cause: unknown) {
    super(`the templates cannot be built: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'UnbuiltTemplatesError';
  }
}

/**
 * Synthesizes both stacks of the project in `root`, for the merchant.json that lies there, into `outdir`; without it
 * into the folder that CDK_OUTDIR names, as `cdk` does. Needs neither credentials nor network.
 * Throws InvalidMerchantError, UnbuiltTemplatesError, BundlingError.
 */
export async function synthesize(root: string, outdir?: string): Promise<CloudAssembly> {
  const merchant = readMerchant(root);
  await buildTemplates().catch((error: unknown) => {
    throw new UnbuiltTemplatesError(error);
  });
  // A folder of our own, since others may synthesize at the same time. CDK copies what is in it.
  const folder = mkdtempSync(path.join(tmpdir(), 'forthright-'));
  try {
    const bundles = await bundleLambdas(root, folder, merchant);
    const app = new App({ analyticsReporting: false, ...(outdir === undefined ? {} : { outdir }) });
    const data = new ForthrightData(app, 'ForthrightData');
    const service = new ForthrightService(app, 'ForthrightService', { merchant, bundles, data });
    service.addStackDependency(data);
    return app.synth();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
