import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { COUNTS_FILE, Counts } from '../../infra/cost/counts';
import { readMerchant } from '../../infra/merchant-file';
import { startStack } from '../../local/stack';
import { synthesized } from '../../local/synthesis';
import { metricsIn } from '../../test/emf';
import { Shop } from '../../test/flows/shop';
import { ofType, synthesizeProject } from '../../test/infra/synthesized';
import { count } from './count';

/*
 * `npm run cost:count`: counts once more what mails take, for `npm run cost`. Some two minutes; what else the machine does
 * in them shows in the milliseconds.
 */

const ROOT = path.join(__dirname, '../..');
const CUSTOMERS = 20;
/** Of a day on which SES is neither quick nor slow, as in docs/local-ses.md. */
const SES_MILLISECONDS = 80;

async function main(): Promise<void> {
  const assembly = await synthesized(ROOT, () => console.log('synthesizing first'));
  const data = mkdtempSync(path.join(tmpdir(), 'cost-'));
  const { notices, updates } = readMerchant(ROOT).senders;
  const stack = await startStack({ assembly, verified: [notices, updates], port: 0, awsPort: 0, data, fresh: true, failed: (error) => console.error(error) });
  const shop = new Shop(stack.deskUrl, stack.awsUrl);
  try {
    const counted = await count(stack, shop, CUSTOMERS, SES_MILLISECONDS);
    const { service, wiring } = await synthesizeProject();
    const counts = Counts.parse({
      countedOn: new Date().toISOString().slice(0, 10),
      how: 'npm run cost:count, on the stack of one machine',
      lambdaMegabytes: Math.max(...wiring.functions.map(({ memoryMegabytes }) => memoryMegabytes)),
      alarms: Object.keys(ofType(service, 'AWS::CloudWatch::Alarm')).length,
      metrics: new Set(metricsIn(readFileSync(stack.logFile, 'utf8')).map(({ metric, dimensions }) => `${metric} ${dimensions.Kind ?? ''}`)).size,
      queuesFed: wiring.mappings.length,
      ...counted,
    });
    writeFileSync(COUNTS_FILE, `${JSON.stringify(counts, undefined, 2)}\n`);
    console.log(`${path.relative(ROOT, COUNTS_FILE)} written`);
  } finally {
    shop.close();
    await stack.close();
    rmSync(data, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
