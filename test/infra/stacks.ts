import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type * as z from 'zod';
import { type Merchant, parseMerchant } from '../../functions/core/merchant';
import type { Stage } from '../../functions/core/stage';
import type { Bundles } from '../../infra/bundling';
import { stackNameOf } from '../../infra/installation';
import { lambdas } from '../../infra/lambdas';
import { ForthrightData } from '../../infra/stacks/data-stack';
import { ForthrightService } from '../../infra/stacks/service-stack';

/** What a shop has to say of itself. */
export const leastMerchant = {
  brand: { name: 'Tern & Tide', url: 'https://ternandtide.example' },
  senders: { notices: 'orders@ternandtide.example', updates: 'updates@ternandtide.example' },
  postalAddress: ['Tern & Tide Ltd'],
  support: { email: 'help@ternandtide.example' },
  timeZone: 'America/New_York',
  market: 'US',
} satisfies z.input<typeof Merchant>;

export interface Stacks {
  app: App;
  data: ForthrightData;
  service: ForthrightService;
}

/** The stacks of the least merchant and what is `said` besides, with Lambdas of no content; their files are made in `folder`. */
export function stacksOf(folder: string, said: Partial<z.input<typeof Merchant>> = {}, stage: Stage = 'prod'): Stacks {
  const merchant = parseMerchant({ ...leastMerchant, ...said });
  const code = mkdtempSync(path.join(folder, 'code-'));
  writeFileSync(path.join(code, 'index.js'), '');
  const app = new App({ outdir: mkdtempSync(path.join(folder, 'out-')), analyticsReporting: false });
  const bundles = Object.fromEntries(lambdas.map((name) => [name, code])) as Bundles;
  const installation = { shop: merchant.shop, stage };
  const data = new ForthrightData(app, 'ForthrightData', { stackName: stackNameOf(installation, 'Data'), installation, merchant });
  const service = new ForthrightService(app, 'ForthrightService', { stackName: stackNameOf(installation, 'Service'), installation, merchant, bundles, data });
  return { app, data, service };
}
