import { InvalidCommandError, numberIn, parsedArguments } from '../terminal/arguments';
import type { Volume } from './estimate';

/** What a command line asks for. `volume` undefined: the prices of mails alone. */
export type Command = { verb: 'help' } | { verb: 'tell'; volume: Volume | undefined; parts: boolean };

const MOST = 1_000_000_000;

export const USAGE = `npm run cost                                    dollars for 1,000 mails of each kind, by service
npm run cost -- --orders 100000 --open 20000    and a month of such a shop

  --orders N   orders a month that have to wait
  --open N     customers who wait at the same time
  --moves N    how often the date of an order moves, 1 unless told
  --parts      what each unit of the table is for

Counted on one machine by npm run cost:count, with the prices in infra/cost/prices.json. Exit code: 0, or 2 when not understood.`;

/** Throws InvalidCommandError. */
export function readCommand(argv: readonly string[]): Command {
  const { values } = parsedArguments({
    args: [...argv],
    options: {
      orders: { type: 'string' },
      open: { type: 'string' },
      moves: { type: 'string' },
      parts: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return { verb: 'help' };
  const { orders, open, moves, parts } = values;
  if (orders === undefined && open === undefined) {
    if (moves !== undefined) throw new InvalidCommandError('--moves: expected --orders and --open with it');
    return { verb: 'tell', volume: undefined, parts };
  }
  if (orders === undefined || open === undefined) throw new InvalidCommandError('--orders and --open: expected both');
  const volume = { orders: numberIn('orders', orders, 0, MOST), open: numberIn('open', open, 0, MOST), moves: numberIn('moves', moves ?? '1', 0, 100) };
  return { verb: 'tell', volume, parts };
}
