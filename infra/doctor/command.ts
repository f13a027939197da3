import type { Stage } from '../../functions/core/stage';
import { endpointIn, InvalidCommandError, LOCAL_ENDPOINT, numberIn, parsedArguments, stageIn, WHERE } from '../terminal/arguments';

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
      stage: Stage;
      /** Folder of the shop's merchant.json, seen from the project's. */
      merchant: string;
      endpoint: string | undefined;
      volume: Volume | undefined;
      /** Whether mails to SES's mailbox simulator are sent, and waited for. */
      sends: boolean;
    };

const MOST = 1_000_000_000;

export const USAGE = `npm run doctor          whether everything is ready to tell customers

  --orders N --open N   orders a month that have to wait, and customers who wait at once: compares what SES allows, and says what it costs
  --send                sends two mails to SES's mailbox simulator and waits for what comes back; they count in the day's quota
  --stage STAGE         prod, test or dev (prod)
  --merchant FOLDER     where the shop's merchant.json is (.)
  --local               the stack on this machine, at ${LOCAL_ENDPOINT}
  --endpoint URL        the stack on this machine, elsewhere

Without --local or --endpoint: the account and region that the AWS CLI would use (AWS_PROFILE, AWS_REGION, ...).
Exit code: 0 ready, perhaps with warnings; 1 something fails; 2 not understood.`;

/** Throws InvalidCommandError. */
export function readCommand(argv: readonly string[]): Command {
  const { values } = parsedArguments({
    args: [...argv],
    options: {
      ...WHERE,
      orders: { type: 'string' },
      open: { type: 'string' },
      send: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return { verb: 'help' };
  return { verb: 'examine', stage: stageIn(values), merchant: values.merchant, endpoint: endpointIn(values), volume: volumeIn(values), sends: values.send };
}

function volumeIn({ orders, open }: { orders?: string | undefined; open?: string | undefined }): Volume | undefined {
  if (orders === undefined && open === undefined) return undefined;
  if (orders === undefined || open === undefined) throw new InvalidCommandError('--orders and --open: expected both');
  return { orders: numberIn('orders', orders, 0, MOST), open: numberIn('open', open, 0, MOST) };
}
