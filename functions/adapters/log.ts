/** Opaque ids and plain facts only: never a token, an address, a name or the words of a mail. */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

function write(level: 'info' | 'warn' | 'error', what: string, facts: LogFacts): void {
  process.stdout.write(`${JSON.stringify({ level, what, ...facts })}\n`);
}

/** One structured line for each outcome. */
export const log = {
  info: (what: string, facts: LogFacts = {}): void => write('info', what, facts),
  warn: (what: string, facts: LogFacts = {}): void => write('warn', what, facts),
  error: (what: string, facts: LogFacts = {}): void => write('error', what, facts),
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
