import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where the templates and words come from: ours, and above them the merchant's own. A file of theirs takes the place of
 * ours with the same path below templates/; a message of theirs that of ours with the same key.
 */
export interface Sources {
  /** The project's folder templates/. */
  ours: string;
  /** A folder laid out as ours; undefined where the merchant has none. */
  own: string | undefined;
  /** `plain` is what the catalogues say; another voice says some of it otherwise. */
  voice: string;
}

/** The paths, below templates/, that may stand in a merchant's folder: what goes into mails and pages. */
export const REPLACEABLE = /^(emails\/notice\.mjml|partials\/[\w-]+\.(mjml|hbs)|pages\/(page\.hbs|message\.hbs|page\.css)|text\/notice\.hbs)$/;

export const read = ({ ours, own }: Sources, name: string): Promise<string> => readFile(path.join(own !== undefined && ownFiles(own).includes(name) ? own : ours, name), 'utf8');

/** Paths with `/` of all files below the merchant's folder. */
export function ownFiles(own: string): string[] {
  return readdirSync(own, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(own, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
