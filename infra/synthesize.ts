import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { DEFAULT_CROSS_STACK_REFERENCES, type CloudAssembly } from 'aws-cdk-lib/cx-api';
import { bundleLambdas } from './bundling';
import { stackNameOf, stageNamed, type Installation } from './installation';
import { readMerchant } from './merchant-file';
import { templatesOf } from './merchant-templates';
import { ForthrightData } from './stacks/data-stack';
import { ForthrightService } from './stacks/service-stack';

/** What is said by `-c <name>=<value>`. */
export interface Context {
  /** prod unless told: see docs/deploy.md. */
  stage?: string;
  /** Folder with merchant.json and with the folder `merchant` of own templates, seen from the project's; that one itself unless told. */
  merchant?: string;
}

/** What the data stack gives to the service can't be taken out while the service uses it. */
const CHOSEN = { [DEFAULT_CROSS_STACK_REFERENCES]: 'strong' };

/**
 * Synthesizes both stacks of the project in `root` into `outdir`; without it into the folder that CDK_OUTDIR names, as `cdk` does. What
 * `context` leaves out is what `cdk` was told. Needs neither credentials nor network.
 * Throws UnknownStageError, InvalidMerchantError, UnbuiltTemplatesError, BundlingError, InvalidContextError.
 */
export async function synthesize(root: string, outdir?: string, context?: Context): Promise<CloudAssembly> {
  const app = new App({ analyticsReporting: false, ...(outdir === undefined ? {} : { outdir }), context: { ...CHOSEN, ...context } });
  const stage = stageNamed(app.node.tryGetContext('stage'));
  const shop = path.resolve(root, String(app.node.tryGetContext('merchant') ?? '.'));
  const merchant = readMerchant(shop, stage);
  // A folder of our own, since others may synthesize at the same time. CDK copies what is in it.
  const folder = mkdtempSync(path.join(tmpdir(), 'forthright-'));
  try {
    const bundles = await bundleLambdas(root, folder, merchant, await templatesOf(shop, merchant, folder));
    const installation: Installation = { shop: merchant.shop, stage };
    const data = new ForthrightData(app, 'ForthrightData', { stackName: stackNameOf(installation, 'Data'), installation, merchant });
    const service = new ForthrightService(app, 'ForthrightService', { stackName: stackNameOf(installation, 'Service'), installation, merchant, bundles, data });
    service.addStackDependency(data);
    return app.synth();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
