import { now } from './clock';

/** Opaque ids and plain facts only: never a token, an address, a name or the words of a mail. */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Which invocation speaks: an instance handles one at a time. */
let invocation: LogFacts = {};

/** From here on every line says so. The request id leads from a line to what Lambda itself wrote of the invocation: a time-out, a crash. */
export function speakAs(facts: { function: string; requestId: string }): void {
  invocation = facts;
}

/**
 * One line of JSON. Without a timestamp in RFC 3339 Lambda takes every line for one of level INFO ("Log-level filtering",
 * Lambda Developer Guide).
 */
export function writeLine(level: 'info' | 'warn' | 'error', what: string, facts: object): void {
  process.stdout.write(`${JSON.stringify({ timestamp: now(), level, what, ...invocation, ...facts })}\n`);
}

/** One structured line for each outcome. */
export const log = {
  info: (what: string, facts: LogFacts = {}): void => writeLine('info', what, facts),
  warn: (what: string, facts: LogFacts = {}): void => writeLine('warn', what, facts),
  error: (what: string, facts: LogFacts = {}): void => writeLine('error', what, facts),
};

/**
 * What may be said of any error: its name and where it was thrown. Messages of other people's errors may quote what
 * they were given, which may be somebody's address or a secret.
 */
export function safely(error: unknown): { error: string; at: string } {
  if (!(error instanceof Error)) return { error: 'something that is no error', at: '' };
  return { error: NAME.test(error.name) ? error.name : 'an error with no proper name', at: frameOf(error) };
}

/** A name is whatever the other side sent as its error code. */
const NAME = /^[A-Za-z][\w.$#-]{0,79}$/;

/** A line of a stack: `at`, perhaps a function, and a place in a file. */
const FRAME = /^\s+at ((?:[^\n(]+ \()?(?:file:|node:|[\w.-]*[\\/])[^\n()]*:\d+:\d+\)?)$/m;

/** A stack begins with the message, which may have lines that look like the others: they are left out first. */
function frameOf({ stack = '', message }: Error): string {
  const end = stack.indexOf(message);
  return FRAME.exec(end < 0 ? '' : stack.slice(end + message.length))?.[1] ?? '';
}
