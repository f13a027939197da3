import { InvalidCommandError } from '../terminal/arguments';
import { readCommand, USAGE } from './command';
import { readCounts } from './counts';
import { readPrices } from './prices';
import { mailTable, monthTable, partsTable } from './tables';

/* Where `npm run cost` begins. */

function main(): void {
  const command = readCommand(process.argv.slice(2));
  if (command.verb === 'help') {
    console.log(USAGE);
    return;
  }
  const [counts, prices] = [readCounts(), readPrices()];
  const tables = [mailTable(counts, prices), ...(command.volume === undefined ? [] : [monthTable(command.volume, counts, prices)]), ...(command.parts ? [partsTable(counts)] : [])];
  console.log(`${tables.map((lines) => lines.join('\n')).join('\n\n')}\n\n${prices.note}`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof InvalidCommandError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = error instanceof InvalidCommandError ? 2 : 1;
}
