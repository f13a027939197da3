import { parseArgs } from 'node:util';
import * as z from 'zod';
import { kindsInWords, plainWords, sampleNames, sampleOf, wrapped, type SampleName } from './kinds';

/** What a command line asks for. */
export type Command =
  | { verb: 'help' }
  | { verb: 'make' }
  /** Without `locale` the merchant's own, without `from` senders.notices of merchant.json, without `endpoint` the AWS account of the environment. */
  | { verb: 'send'; to: string; kind: SampleName; locale: string | undefined; from: string | undefined; endpoint: string | undefined };

/** A command line that can't be followed. The message says what was expected, and what there is to choose from. */
export class InvalidCommandError extends Error {
  override readonly name = 'InvalidCommandError';
}

const LOCAL = 'http://127.0.0.1:4401';

export const USAGE = `npm run gallery                         every mail and page in every language, into build/gallery/
npm run gallery -- --send ADDRESS --kind KIND [--locale LOCALE] [--from ADDRESS]
                                        one sample mail, sent through SES

  --kind KIND        a sample by its name, or in plain words:
${Object.entries(plainWords).map(([words, name]) => `                       ${words.padEnd(17)} ${name}`).join('\n')}
  --locale LOCALE    such as th or de-AT (locale of merchant.json)
  --from ADDRESS     a sender that is verified in SES (senders.notices of merchant.json)
  --local            to the inbox of the stack on this machine, at ${LOCAL}
  --endpoint URL     the same, elsewhere

Without --local or --endpoint: the account and region that the AWS CLI would use (AWS_PROFILE, AWS_REGION, ...).
Exit code: 0 done, 1 not done, 2 not understood. The samples:
${wrapped(sampleNames)}`;

/** Throws InvalidCommandError. */
export function readCommand(argv: readonly string[]): Command {
  const { help, send, kind, locale, from, local, endpoint } = parsed(argv);
  if (help === true) return { verb: 'help' };
  if (send === undefined) {
    const [stray] = Object.entries({ kind, locale, from, local, endpoint }).filter(([, value]) => value !== undefined);
    if (stray !== undefined) throw new InvalidCommandError(`--${stray[0]} goes with --send ADDRESS`);
    return { verb: 'make' };
  }
  return {
    verb: 'send',
    to: addressOf('--send', send),
    kind: kindOf(kind),
    locale,
    from: from === undefined ? undefined : addressOf('--from', from),
    endpoint: endpoint === undefined ? (local === true ? LOCAL : undefined) : originOf(endpoint),
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        send: { type: 'string' },
        kind: { type: 'string' },
        locale: { type: 'string' },
        from: { type: 'string' },
        local: { type: 'boolean' },
        endpoint: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new InvalidCommandError(error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error));
  }
}

function addressOf(option: string, text: string): string {
  if (!z.email().safeParse(text).success) throw new InvalidCommandError(`${option} ${text}: expected an address such as you@example.com`);
  return text;
}

function kindOf(text: string | undefined): SampleName {
  const sample = text === undefined ? undefined : sampleOf(text);
  if (sample === undefined) throw new InvalidCommandError(`${text === undefined ? '--send: expected --kind KIND' : `--kind ${text}: there is no such sample`}. There are:\n${kindsInWords()}`);
  return sample;
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new InvalidCommandError(`--endpoint ${text}: expected an address such as ${LOCAL}`);
  return url.origin;
}
