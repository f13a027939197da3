import { PRODUCTION } from '../stack-names';
import { endpointIn, InvalidCommandError, LOCAL_ENDPOINT, numberIn, parsedArguments, WHERE } from '../terminal/arguments';

/** How much the shop expects to have to tell. */
export interface Volume {
  /** Orders a month that have to wait. */
  orders: number;
  /** Customers who wait at the same time. */
  open: number;
}

/** What a command line asks for. */
export type Command =
  | { verb: 'help' }
  | {
      verb: 'examine';
      stage: string;
      endpoint: string | undefined;
      volume: Volume | undefined;
      /** Whether mails to SES's mailbox simulator are sent, and waited for. */
      sends: boolean;
    };

const MOST = 1_000_000_000;

export const USAGE = `npm run doctor -- [--stage ${PRODUCTION}]                 whether everything is ready to tell customers

  --orders N --open N   orders a month that have to wait, and customers who wait at once: compares what SES allows, and says what it costs
  --send                sends two mails to SES's mailbox simulator and waits for what comes back; they count in the day's quota
  --local               the stack on this machine, at ${LOCAL_ENDPOINT}
  --endpoint URL        the stack on this machine, elsewhere

Without --local or --endpoint: the account and region that the AWS CLI would use (AWS_PROFILE, AWS_REGION, ...).
Run it where merchant.json lies. Exit code: 0 ready, perhaps with warnings; 1 something fails; 2 not understood.`;

/** Throws InvalidCommandError. */
export function readCommand(argv: readonly string[]): Command {
  const { values } = parsedArguments({
    args: [...argv],
    options: {
      ...WHERE,
      stage: { type: 'string', default: PRODUCTION },
      orders: { type: 'string' },
      open: { type: 'string' },
      send: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return { verb: 'help' };
  if (!/^[a-z][a-z0-9-]*$/i.test(values.stage)) throw new InvalidCommandError(`--stage ${values.stage}: expected a name of letters, digits and hyphens`);
  return { verb: 'examine', stage: values.stage, endpoint: endpointIn(values), volume: volumeIn(values), sends: values.send };
}

function volumeIn({ orders, open }: { orders?: string | undefined; open?: string | undefined }): Volume | undefined {
  if (orders === undefined && open === undefined) return undefined;
  if (orders === undefined || open === undefined) throw new InvalidCommandError('--orders and --open: expected both');
  return { orders: numberIn('orders', orders, 0, MOST), open: numberIn('open', open, 0, MOST) };
}
