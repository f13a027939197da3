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
  return { error: error.name, at: /^\s+at (.+)$/m.exec(error.stack ?? '')?.[1] ?? '' };
}
