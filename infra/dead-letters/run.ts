import path from 'node:path';
import { InvalidMerchantError } from '../../functions/core/merchant';
import { installationIn } from '../merchant-file';
import { runCommand } from '../terminal/command';
import { readCommand, USAGE } from './command';
import { connect } from './connection';
import { CannotDoError, deadLetters } from './dead-letters';
import { RedriveFailedError } from './redrive';

/* Where `npm run dead-letters` begins. */

async function main(): Promise<boolean> {
  const command = readCommand(process.argv.slice(2));
  if (command.verb === 'help') {
    console.log(USAGE);
    return true;
  }
  const shop = path.resolve(__dirname, '../..', command.merchant);
  const connection = connect(command.endpoint, installationIn(shop, command.stage));
  try {
    return await deadLetters(command, connection, (line) => console.log(line));
  } finally {
    connection.close();
  }
}

runCommand(main, USAGE, [CannotDoError, InvalidMerchantError, RedriveFailedError]);
