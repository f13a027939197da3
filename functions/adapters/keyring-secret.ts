import * as v from 'valibot';
import type { Keyring } from '../core/links';

/*
 * A keyring as the text of its secret: `{"current": "<id>", "<id>": "<key of 32 characters or more>", ...}`. `current` names
 * the key that signs; every other field is a key by its id.
 */

const Secret = v.objectWithRest({ current: v.string() }, v.pipe(v.string(), v.minLength(32)));

/** The secret is not what it should be. The message says nothing of what it is. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

/** Throws KeyringError. */
export function keyringIn(text: string): Keyring {
  let secret: v.InferOutput<typeof Secret>;
  try {
    secret = v.parse(Secret, JSON.parse(text));
  } catch {
    // Without a cause: what the parser says quotes the text.
    throw new KeyringError('the secret is not {"current": "<id>", "<id>": "<key of 32 characters or more>"}');
  }
  const { current, ...keys } = secret;
  if (keys[current] === undefined) throw new KeyringError('the secret has no key under the id that `current` names');
  return { current, keys };
}

export const secretOf = ({ current, keys }: Keyring): string => JSON.stringify({ current, ...keys });
