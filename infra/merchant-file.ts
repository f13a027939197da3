import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidMerchantError, parseMerchant, type Merchant } from '../functions/core/merchant';
import type { Stage } from '../functions/core/stage';
import type { Installation } from './installation';

/**
 * merchant.json of the folder `directory`. At another stage than `prod` its own file, such as merchant.dev.json, if there is one:
 * whole, not laid over the other. Throws InvalidMerchantError, also where there is no file or no JSON.
 */
export function readMerchant(directory: string, stage: Stage = 'prod'): Merchant {
  const file = fileFor(directory, stage);
  let text: string;
  try {
    text = readFileSync(path.join(directory, file), 'utf8');
  } catch (error) {
    throw new InvalidMerchantError([`(file): expected a readable file, found ${shortly(error)}`], file);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InvalidMerchantError([`(file): expected JSON without comments, found ${shortly(error)}`], file);
  }
  return parseMerchant(json, file);
}

/** The installation, at a stage, of the shop whose merchant.json lies in `directory`. Throws InvalidMerchantError. */
export const installationIn = (directory: string, stage: Stage): Installation => ({ shop: readMerchant(directory, stage).shop, stage });

function fileFor(directory: string, stage: Stage): string {
  const own = `merchant.${stage}.json`;
  return stage !== 'prod' && existsSync(path.join(directory, own)) ? own : 'merchant.json';
}

// The parser quotes the text it stumbled over; a line break in it would tear the one line a problem has.
const shortly = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
