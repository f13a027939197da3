import { randomBytes } from 'node:crypto';
import { now } from '../adapters/clock';
import { readEnvironment } from '../adapters/environment';
import { openKeyringVersions } from '../adapters/keyring-versions';
import { log } from '../adapters/log';
import { readMerchant } from '../adapters/merchant-file';
import { watched } from '../adapters/watched';
import { readStep, takeStep } from './steps';

/** 64 characters of base64url. */
const KEY_BYTES = 48;

const environment = readEnvironment('KEYRING_ARN', 'METRICS_NAMESPACE');
const { recordMonths } = readMerchant().policy.retention;
const rotation = { versions: openKeyringVersions(environment.KEYRING_ARN), newKey: () => randomBytes(KEY_BYTES).toString('base64url'), now, recordMonths };

/** Called by Secrets Manager once for each step of a rotation, and again for one that failed. */
export const handler = watched(environment.METRICS_NAMESPACE, async (event: unknown): Promise<void> => {
  const step = readStep(event, environment.KEYRING_ARN);
  const did = await takeStep(rotation, step);
  log.info('rotation of the keyring', { step: step.name, did });
});
