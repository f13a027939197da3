import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Keyring } from '../core/links';
import { clientDefaults } from './aws-client';
import { keyringIn } from './keyring-secret';

/** Held for a while, so that a new key is taken up without a new deployment. */
const FRESH_MS = 5 * 60_000;

/** A key that is not there may have been made meanwhile. Whoever makes up ids is not to make a call each time. */
const FRESH_WITHOUT_KEY_MS = 10_000;

/**
 * A reader of the keyring that asks Secrets Manager at most every five minutes, however many ask it at once. Who names a key that it
 * has not is told what there is within ten seconds: another Lambda may sign with a new key before this one has heard of it.
 */
export function keyringReader(arn: string): (keyId?: string) => Promise<Keyring> {
  const client = new SecretsManagerClient(clientDefaults);
  let known: { keyring: Promise<Keyring>; askedAt: number } | undefined;
  const ask = async (): Promise<Keyring> => {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    return keyringIn(text ?? '');
  };
  const noOlderThan = (ms: number): Promise<Keyring> => {
    if (known !== undefined && Date.now() - known.askedAt < ms) return known.keyring;
    const asked = { keyring: ask(), askedAt: Date.now() };
    known = asked;
    // A failure is not kept: whoever comes next asks again.
    asked.keyring.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.keyring;
  };
  return async (keyId) => {
    const keyring = await noOlderThan(FRESH_MS);
    return keyId === undefined || Object.hasOwn(keyring.keys, keyId) ? keyring : noOlderThan(FRESH_WITHOUT_KEY_MS);
  };
}
