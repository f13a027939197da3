import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reparseMerchant, type Merchant } from '../core/merchant';

/** merchant.json as it was checked when the stack was made; it lies beside the bundle. Throws InvalidMerchantError. */
export function readMerchant(folder: string = __dirname): Merchant {
  const json: unknown = JSON.parse(readFileSync(join(folder, 'merchant.json'), 'utf8'));
  return reparseMerchant(json);
}
