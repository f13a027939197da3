import { runCommand } from '../terminal/command';
import { readCommand, USAGE } from './command';
import { readCounts } from './counts';
import { readPrices } from './prices';
import { mailTable, monthTable, partsTable } from './tables';

/* Where `npm run cost` begins. */

function main(): boolean {
  const command = readCommand(process.argv.slice(2));
  if (command.verb === 'help') {
    console.log(USAGE);
    return true;
  }
  const [counts, prices] = [readCounts(), readPrices()];
  const tables = [mailTable(counts, prices), ...(command.volume === undefined ? [] : [monthTable(command.volume, counts, prices)]), ...(command.parts ? [partsTable(counts)] : [])];
  console.log(`${tables.map((lines) => lines.join('\n')).join('\n\n')}\n\n${prices.note}`);
  return true;
}

runCommand(main, USAGE);
