import path from 'node:path';
import { planted } from '../planting';

/*
 * A made-up next version of what is stored, to be deployed in the middle of traffic: some fields of lines and profiles get
 * other names, all through the code, and one step brings the rows of today to them. They are optional fields: whoever does
 * not find them takes the row all the same, and would tell again what was told, or not at all what changed.
 */

const renamed: Readonly<Record<string, string>> = { changedAt: 'differsSince', toldBy: 'saidIn', cancelToldBy: 'cancelSaidIn', refundToldBy: 'refundSaidIn', lastContactAt: 'heardAt' };

const SCHEMA_FILE = path.join(__dirname, '../../../functions/core/schema.ts');

const upgrade = {
  find: 'const upgrades: readonly Upgrade<RowKind | MessageKind>[] = [];',
  replace: `const names: Readonly<Record<string, string>> = ${JSON.stringify(renamed)};
function withNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNames);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [names[name] ?? name, withNames(one)]));
}
const withData = (row: Shape): Shape => ({ ...row, data: withNames(row.data) });
const upgrades: readonly Upgrade<RowKind | MessageKind>[] = [{ profile: withData, line: withData, 'closed line': withData }];`,
};

/** A source file as it is in the next release. Throws a RangeError once the list of upgrades looks otherwise. */
export function inNextRelease(file: string, text: string): string {
  const words = new RegExp(`\\b(${Object.keys(renamed).join('|')})\\b`, 'g');
  const next = text.replace(words, (word) => renamed[word] ?? word);
  return file === SCHEMA_FILE ? planted(next, { file, ...upgrade }) : next;
}
