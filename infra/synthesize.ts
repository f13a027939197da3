import path from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import { buildTemplates } from '../templates/build';
import { bundleLambdas } from './bundling';
import { readMerchant } from './merchant-file';
import { ForthrightData } from './stacks/data-stack';
import { ForthrightService } from './stacks/service-stack';

/** Where bundles are made; CDK copies them from there. */
const BUNDLES = path.join('build', 'lambdas');

/**
 * Both stacks of the project in `root`, for the merchant.json that lies there; the caller synthesizes the app.
 * Throws InvalidMerchantError, BundlingError.
 */
export async function forthright(root: string, props?: AppProps): Promise<App> {
  const merchant = readMerchant(root);
  await buildTemplates();
  const bundles = await bundleLambdas(root, path.join(root, BUNDLES), merchant);
  const app = new App({ analyticsReporting: false, ...props });
  const data = new ForthrightData(app, 'ForthrightData');
  const service = new ForthrightService(app, 'ForthrightService', { merchant, bundles, data });
  service.addStackDependency(data);
  return app;
}
