import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');

/** A piece of a file and what stands there instead. `file` counts from the root. */
export interface Replacement {
  file: string;
  /** Found exactly once in the file. */
  find: string;
  replace: string;
  /** What else is to be replaced in the file, in the text as it then is. */
  also?: readonly { find: string; replace: string }[];
}

export const pathOf = ({ file }: Replacement): string => path.join(ROOT, file);

/** How often the text is found; a description that still says what it means is found once. */
export const timesFound = (replacement: Replacement): number => readFileSync(pathOf(replacement), 'utf8').split(replacement.find).length - 1;

/** Throws a RangeError for a text that is not there. */
export function planted(text: string, { find, replace, also = [] }: Replacement): string {
  return [{ find, replace }, ...also].reduce((next, one) => {
    if (!next.includes(one.find)) throw new RangeError(`not in the text: ${one.find}`);
    return next.replace(one.find, () => one.replace);
  }, text);
}
