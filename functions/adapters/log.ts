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
