import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { RowKind } from '../../functions/core/schema';
import type { StoredItem } from '../../functions/adapters/table';

/*
 * What every version wrote, as it wrote it: one file for each kind of row, message and event. `write.ts` has made them, and never
 * makes one again. `<version>/read.json` beside them is what today's code has to read in them: that is reviewed, and changes
 * with the code's own shapes.
 *
 *   rows/<version>/profile.json          a row in DynamoDB's own words, binary as base64
 *   messages/<version>/wake.json         the body of a message in one of our queues
 *   incoming/<version>/ETA Changed.json  the body of a message by which an event of the store comes in
 *   outgoing/<version>/Notice Sent.json  an entry of PutEvents
 */

export type Part = 'rows' | 'messages' | 'incoming' | 'outgoing';

export const folderOf = (part: Part, version: number): string => path.join(__dirname, part, String(version));

/** The kinds that are in the corpus of that version, in alphabetical order. */
export function kindsIn(part: Part, version: number): string[] {
  const folder = folderOf(part, version);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'read.json').map((name) => path.basename(name, '.json')).sort() : [];
}

export const readFile = (part: Part, version: number, name: string): unknown => JSON.parse(readFileSync(path.join(folderOf(part, version), `${name}.json`), 'utf8'));

/** A row as it lay in the table. */
export const rowOf = (version: number, kind: RowKind): StoredItem => Row.parse(readFile('rows', version, kind));

/** Binary fields stand at the top of a row alone. */
const Value = z.union([z.strictObject({ B: z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')) }), z.custom<AttributeValue>((value) => typeof value === 'object' && value !== null && !('B' in value))]);
const Row = z.record(z.string(), Value);

/** What kind of row lies under that key. Throws a RangeError for a key that no kind has. */
export function kindOf({ pk, sk }: StoredItem): RowKind {
  const key = `${pk?.S ?? ''} ${sk?.S ?? ''}`;
  const found = kinds.find(([begins]) => begins.test(key));
  if (found === undefined) throw new RangeError(`no kind of row is known with the key ${key}`);
  return found[1];
}

const kinds: readonly [RegExp, RowKind][] = [
  [/^C#\S* A#PROFILE$/, 'profile'],
  [/^C#\S* L#/, 'line'],
  [/^C#\S* LA#/, 'stock alert'],
  [/^C#\S* X#/, 'closed line'],
  [/^C#\S* Z#/, 'record'],
  [/^O#/, 'order'],
  [/^R#/, 'refund'],
  [/^M#/, 'address'],
  [/^E#STOCK#\S* STOCK$/, 'stock'],
  [/^E#\S* ETA$/, 'ETA'],
  [/^G#/, 'goodwill'],
  [/^P#SENDING/, 'pace'],
  [/^T#/, 'test mail'],
];
