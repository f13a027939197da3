import path from 'node:path';
import { InvalidMerchantError } from '../../functions/core/merchant';
import { readMerchant } from '../merchant-file';
import { InvalidCommandError } from '../terminal/arguments';
import { faultInWords } from '../terminal/faults';
import { readCommand, USAGE } from './command';
import { connect } from './connection';
import { examine } from './doctor';
import { NotDeployedError } from './deployment';

/* Where `npm run doctor` begins. */

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if (command.verb === 'help') {
    console.log(USAGE);
    return;
  }
  const merchant = readMerchant(path.resolve(__dirname, '../..', command.merchant), command.stage);
  const connection = connect(command.endpoint);
  try {
    if (!(await examine(command, merchant, connection, (line) => console.log(line)))) process.exitCode = 1;
  } finally {
    connection.close();
  }
}

main().catch((error: unknown) => {
  console.error(inWords(error));
  process.exitCode = error instanceof InvalidCommandError ? 2 : 1;
});

function inWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof InvalidCommandError) return `${error.message}\n\n${USAGE}`;
  if (error instanceof NotDeployedError || error instanceof InvalidMerchantError) return error.message;
  return faultInWords(error) ?? error;
}
