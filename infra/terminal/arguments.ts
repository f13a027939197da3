import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Stage } from '../../functions/core/stage';
import { stageNamed, UnknownStageError } from '../installation';

/** A command line that can't be followed: the message says what was expected. */
export class InvalidCommandError extends Error {
  override readonly name = 'InvalidCommandError';
}

/** Where `npm start` listens unless told otherwise. */
export const LOCAL_ENDPOINT = 'http://127.0.0.1:4401';

/** Options of every command that asks a stack: whose, and in which account or on this machine. */
export const WHERE = { stage: { type: 'string' }, merchant: { type: 'string', default: '.' }, endpoint: { type: 'string' }, local: { type: 'boolean' } } as const;

/** As parseArgs reads it. Throws InvalidCommandError, in one line. */
export function parsedArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new InvalidCommandError(error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error));
  }
}

/** The address of a stack on a machine, or undefined for the account that the environment names. Throws InvalidCommandError. */
export function endpointIn({ endpoint, local }: { endpoint?: string | undefined; local?: boolean | undefined }): string | undefined {
  if (endpoint === undefined) return local === true ? LOCAL_ENDPOINT : undefined;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new InvalidCommandError(`--endpoint ${endpoint}: expected an address such as ${LOCAL_ENDPOINT}`);
  return url.origin;
}

/** `prod` unless told. Throws InvalidCommandError for a stage that there is not. */
export function stageIn({ stage }: { stage?: string | undefined }): Stage {
  try {
    return stageNamed(stage);
  } catch (error) {
    if (error instanceof UnknownStageError) throw new InvalidCommandError(`--${error.message}`);
    throw error;
  }
}

/** Throws InvalidCommandError for anything but a whole number from `least` to `most`. */
export function numberIn(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) throw new InvalidCommandError(`--${option} ${text}: expected a number from ${least} to ${most}`);
  return number;
}
