import path from 'node:path';
import { InvalidMerchantError } from '../../functions/core/merchant';
import { installationIn } from '../merchant-file';
import { InvalidCommandError, readCommand, USAGE } from './command';
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
  if (error.name === 'CredentialsProviderError') return 'There are no credentials of an AWS account. Set AWS_PROFILE or sign in as for the AWS CLI, or say --local for the stack on this machine.';
  if (error.message === 'Region is missing') return 'There is no region. Set AWS_REGION, or say --local for the stack on this machine.';
  if ('code' in error && error.code === 'ECONNREFUSED') return 'Nothing answers at the endpoint. Is the stack started? npm start says where it listens.';
  // AWS's own refusals say what is missing, such as a permission.
  return '$metadata' in error ? `${error.name}: ${error.message}` : error;
}
