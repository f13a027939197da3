import path from 'node:path';
import { synthesizeProject } from '../infra/synthesized';
import { excused } from './excused';
import { findings } from './findings';
import { recordedIn } from './recorded';

/*
 * After all tests: which permissions and which variables of the template no Lambda of any test needed.
 *
 *   npx tsx test/usage/report.ts [folder of what the stacks wrote down]
 */

const [folder = path.join('build', 'usage')] = process.argv.slice(2);

async function main(): Promise<void> {
  const usage = recordedIn(folder);
  if (usage.length === 0) throw new Error(`${folder} is empty: no stack has written down what its Lambdas needed`);
  const { wiring } = await synthesizeProject();
  const found = findings(wiring, usage, excused);
  for (const line of found) process.stdout.write(`${line}\n`);
  for (const { lambda, what, reason } of excused) process.stdout.write(`${lambda}: ${what} is given without need: ${reason}\n`);
  if (found.length > 0) throw new Error('take out what is not needed, or say in test/usage/excused.ts why it stays');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
