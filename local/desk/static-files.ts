import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { answer } from './exchange';

/** By the ending of a file's name: what the desk serves, and nothing else. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing from anywhere else, and nothing inline. */
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The files of one folder, by name: what is not in the folder can't be asked for. */
export class StaticFiles {
  readonly #names: ReadonlySet<string>;

  constructor(private readonly folder: string) {
    this.#names = new Set(readdirSync(folder));
  }

  /** False where there is no such file. */
  async serve(res: ServerResponse, urlPath: string): Promise<boolean> {
    const name = urlPath === '/' ? 'index.html' : urlPath.slice(1);
    const type = CONTENT_TYPES[path.extname(name)];
    if (!this.#names.has(name) || type === undefined) return false;
    answer(res, 200, await readFile(path.join(this.folder, name)), {
      'content-type': type,
      'content-security-policy': PAGE_POLICY,
      'referrer-policy': 'no-referrer',
    });
    return true;
  }
}
