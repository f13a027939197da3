import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const LARGEST_BYTES = 20 * 1024 * 1024;

/** What all functions write to their consoles: one file, each line with the time and the function's name. */
export class FunctionLog {
  private constructor(readonly file: string) {}

  /** Goes on with the file of an earlier run; one that has grown large is put aside as `<file>.1`. */
  static open(file: string): FunctionLog {
    mkdirSync(path.dirname(file), { recursive: true });
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > LARGEST_BYTES) renameSync(file, `${file}.1`);
    return new FunctionLog(file);
  }

  /** It lies in the file when this returns: whoever has a function's answer finds there what the function wrote. */
  write(time: Date, functionName: string, text: string): void {
    const lines = text.replace(/\n$/, '').split('\n');
    try {
      appendFileSync(this.file, lines.map((line) => `${time.toISOString()} ${functionName} ${line}\n`).join(''));
    } catch {
      // A full disk must not end the stack; what a function wrote can be missed.
    }
  }
}
