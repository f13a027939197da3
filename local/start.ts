import path from 'node:path';
import { readMerchant } from '../infra/merchant-file';
import { InvalidArgsError, readArgs, USAGE } from './args';
import { faultOf } from './fault';
import { startStack } from './stack';
import { synthesized } from './synthesis';

const ROOT = path.join(__dirname, '..');

async function main(): Promise<void> {
  const began = process.hrtime.bigint();
  const args = readArgs(process.argv.slice(2), ROOT);
  if (args.help) {
    console.log(USAGE);
    return;
  }
  const say = (line: string): void => {
    if (!args.quiet) console.log(line);
  };
  const assembly = await synthesized(ROOT, () => say('Synthesizing the stack ...'));
  say('Starting the stack ...');
  // In an account the merchant verifies them before the first deployment.
  const { notices, updates } = readMerchant(ROOT).senders;
  const stack = await startStack({ assembly, verified: [notices, updates], ...args, failed: (error) => console.error(lineOf(error)) });
  endOn(['SIGINT', 'SIGTERM'], () => stack.close());
  say(`Ready after ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(1)} s.

  Desk           ${stack.deskUrl}
  AWS endpoint   ${stack.awsUrl}   (access key "store", any secret)
  Data           ${path.relative(process.cwd(), args.data) || '.'}   (--fresh forgets it)
  Lambdas' log   ${path.relative(process.cwd(), stack.logFile)}
`);
}

/** One time only: who presses Ctrl-C twice wants out at once. */
function endOn(signals: readonly NodeJS.Signals[], close: () => Promise<void>): void {
  for (const signal of signals) {
    process.once(signal, () => {
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}

const lineOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

main().catch((error: unknown) => {
  const fault = faultOf(error);
  if (fault === undefined) console.error(error);
  else console.error(error instanceof InvalidArgsError ? `${fault}\n\n${USAGE}` : fault);
  process.exit(1);
});
