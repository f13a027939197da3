import path from 'node:path';
import { InvalidMerchantError } from '../../functions/core/merchant';
import { installationIn } from '../merchant-file';
import { InvalidCommandError } from '../terminal/arguments';
import { faultInWords } from '../terminal/faults';
import { readCommand, USAGE } from './command';
import { connect } from './connection';
import { CannotDoError, deadLetters } from './dead-letters';
import { RedriveFailedError } from './redrive';

/* Where `npm run dead-letters` begins. */

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if (command.verb === 'help') {
    console.log(USAGE);
    return;
  }
  const shop = path.resolve(__dirname, '../..', command.merchant);
  const connection = connect(command.endpoint, installationIn(shop, command.stage));
  try {
    if (!(await deadLetters(command, connection, (line) => console.log(line)))) process.exitCode = 1;
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
  if (error instanceof CannotDoError || error instanceof InvalidMerchantError || error instanceof RedriveFailedError) return error.message;
  return faultInWords(error) ?? error;
}
