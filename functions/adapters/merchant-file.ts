import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Merchant } from '../core/merchant';

/**
 * merchant.json as the synthesis checked it, with every default filled in. It lies beside the bundle and is deployed with it as one,
 * so it is not checked again: its schema took a third of what a cold start took over that of an empty function. Throws a
 * TypeError for a file that no synthesis wrote.
 */
export function readMerchant(folder: string = __dirname): Merchant {
  const file = join(folder, 'merchant.json');
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isChecked(json)) throw new TypeError(`${file}: expected what the synthesis of the stack writes`);
  return json;
}

/** A merchant may leave out the policy; the synthesis never does. */
const isChecked = (json: unknown): json is Merchant => typeof json === 'object' && json !== null && 'policy' in json;
