import type { Stage } from '../../functions/core/stage';
import { endpointIn, InvalidCommandError, LOCAL_ENDPOINT, numberIn, parsedArguments, stageIn, WHERE } from '../terminal/arguments';

/** What a command line asks for. */
export type Command = {
  stage: Stage;
  /** Folder of the shop's merchant.json, seen from the project's. */
  merchant: string;
  endpoint: string | undefined;
} & (
  | { verb: 'help' }
  | { verb: 'list' }
  | { verb: 'show'; queue: string; limit: number }
  | { verb: 'redrive'; queue: string; id: string | undefined }
  /** Without `id` all of them. Not `sure`: nothing is dropped. */
  | { verb: 'drop'; queue: string; id: string | undefined; sure: boolean }
);

export const USAGE = `npm run dead-letters -- list                           every dead-letter queue, how many letters, the oldest
npm run dead-letters -- show QUEUE [--limit 20]        the letters: when, how often tried, why, and what they say
npm run dead-letters -- redrive QUEUE [--id ID]        once more to where they were going: all, or one
npm run dead-letters -- drop QUEUE --id ID --yes       for good: one
npm run dead-letters -- drop QUEUE --all --yes         for good: all

  --local            the stack on this machine, at ${LOCAL_ENDPOINT}
  --endpoint URL     the stack on this machine, elsewhere
  --stage STAGE      prod, test or dev (prod)
  --merchant FOLDER  where the shop's merchant.json is (.)

Without --local or --endpoint: the account and region that the AWS CLI would use (AWS_PROFILE, AWS_REGION, ...).
QUEUE is a name that list shows. Exit code: 0 done, 1 not or not all, 2 not understood.`;

const MOST_SHOWN = 1000;

/** Throws InvalidCommandError. */
export function readCommand(argv: readonly string[]): Command {
  const { values, positionals } = parsed(argv);
  const [verb = 'help', queue, ...more] = positionals;
  const where = { stage: stageIn(values), merchant: values.merchant, endpoint: endpointIn(values) };
  if (values.help || verb === 'help') return { verb: 'help', ...where };
  if (more.length > 0) throw new InvalidCommandError(`${more.join(' ')}: expected one queue`);
  const { id, all, yes: sure, limit } = values;
  switch (verb) {
    case 'list':
      refuse(verb, { id, all, limit, queue });
      return { verb, ...where };
    case 'show':
      refuse(verb, { id, all });
      return { verb, queue: named(verb, queue), limit: numberIn('limit', limit ?? '20', 1, MOST_SHOWN), ...where };
    case 'redrive':
      refuse(verb, { all, limit });
      return { verb, queue: named(verb, queue), id, ...where };
    case 'drop':
      refuse(verb, { limit });
      if ((id === undefined) !== (all === true)) throw new InvalidCommandError('drop: expected either --id ID or --all');
      return { verb, queue: named(verb, queue), id, sure: sure === true, ...where };
    default:
      throw new InvalidCommandError(`${verb}: expected list, show, redrive or drop`);
  }
}

function parsed(argv: readonly string[]) {
  return parsedArguments({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...WHERE,
      limit: { type: 'string' },
      id: { type: 'string' },
      all: { type: 'boolean' },
      yes: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

/** An option that means nothing to a verb is a slip: better asked than guessed. */
function refuse(verb: string, options: Record<string, string | boolean | undefined>): void {
  const [given] = Object.entries(options).filter(([, value]) => value !== undefined);
  if (given !== undefined) throw new InvalidCommandError(`${verb} takes no ${given[0] === 'queue' ? `queue; found ${String(given[1])}` : `--${given[0]}`}`);
}

function named(verb: string, queue: string | undefined): string {
  if (queue === undefined) throw new InvalidCommandError(`${verb}: expected a queue; list shows their names`);
  return queue;
}
