import { InvalidCommandError } from './arguments';
import { faultInWords } from './faults';

/** An error whose message says all that a person needs. */
type Told = abstract new (...given: never[]) => Error;

/**
 * Runs a command to its end. What `told` are, what a command line lacks and what AWS refuses are said in their own words; anything
 * else is a fault of ours, and its stack trace helps to find it. Exit code: 0; 1 when `run` resolves to false or fails; 2 when
 * the command line can't be followed.
 */
export function runCommand(run: () => boolean | Promise<boolean>, usage: string, told: readonly Told[] = []): void {
  const inWords = (error: unknown): unknown => {
    if (!(error instanceof Error)) return error;
    if (error instanceof InvalidCommandError) return `${error.message}\n\n${usage}`;
    return told.some((one) => error instanceof one) ? error.message : (faultInWords(error) ?? error);
  };
  Promise.resolve()
    .then(run)
    .then(
      (isDone) => {
        if (!isDone) process.exitCode = 1;
      },
      (error: unknown) => {
        console.error(inWords(error));
        process.exitCode = error instanceof InvalidCommandError ? 2 : 1;
      },
    );
}
