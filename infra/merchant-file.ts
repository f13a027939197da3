import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidMerchantError, parseMerchant, type Merchant } from '../functions/core/merchant';

/** merchant.json of the folder `directory`. Throws InvalidMerchantError, also where there is no file or no JSON. */
export function readMerchant(directory: string): Merchant {
  const file = path.join(directory, 'merchant.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InvalidMerchantError([`(file): expected a readable file, found ${shortly(error)}`]);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InvalidMerchantError([`(file): expected JSON without comments, found ${shortly(error)}`]);
  }
  return parseMerchant(json);
}

// The parser quotes the text it stumbled over; a line break in it would tear the one line a problem has.
const shortly = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
