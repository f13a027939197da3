import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { Keyring } from '../core/links';
import { clientDefaults } from './aws-client';

/** `current` names the key that signs; every other field is a key by its id. */
const Secret = z.object({ current: z.string() }).catchall(z.string().min(32));

/** The secret is not what it should be. The message says nothing of what it is. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

/** Held for a while, so that a new key is taken up without a new deployment. */
const FRESH_MS = 5 * 60_000;

/** A reader of the keyring that asks Secrets Manager at most every five minutes, however many ask it at once. */
export function keyringReader(arn: string): () => Promise<Keyring> {
  const client = new SecretsManagerClient(clientDefaults);
  let known: { keyring: Promise<Keyring>; askedAt: number } | undefined;
  const ask = async (): Promise<Keyring> => {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    return parse(text ?? '');
  };
  return () => {
    if (known !== undefined && Date.now() - known.askedAt < FRESH_MS) return known.keyring;
    const asked = { keyring: ask(), askedAt: Date.now() };
    known = asked;
    // A failure is not kept: whoever comes next asks again.
    asked.keyring.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.keyring;
  };
}

function parse(text: string): Keyring {
  let secret: z.infer<typeof Secret>;
  try {
    secret = Secret.parse(JSON.parse(text));
  } catch {
    // Without a cause: what the parser says quotes the text.
    throw new KeyringError('the secret is not {"current": "<id>", "<id>": "<key of 32 characters or more>"}');
  }
  const { current, ...keys } = secret;
  if (keys[current] === undefined) throw new KeyringError('the secret has no key under the id that `current` names');
  return { current, keys };
}
