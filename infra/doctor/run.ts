import path from 'node:path';
import { InvalidMerchantError } from '../../functions/core/merchant';
import { readMerchant } from '../merchant-file';
import { runCommand } from '../terminal/command';
import { readCommand, USAGE } from './command';
import { connect } from './connection';
import { NotDeployedError } from './deployment';
import { examine } from './doctor';

/* Where `npm run doctor` begins. */

async function main(): Promise<boolean> {
  const command = readCommand(process.argv.slice(2));
  if (command.verb === 'help') {
    console.log(USAGE);
    return true;
  }
  const merchant = readMerchant(path.resolve(__dirname, '../..', command.merchant), command.stage);
  const connection = connect(command.endpoint);
  try {
    return await examine(command, merchant, connection, (line) => console.log(line));
  } finally {
    connection.close();
  }
}

runCommand(main, USAGE, [NotDeployedError, InvalidMerchantError]);
