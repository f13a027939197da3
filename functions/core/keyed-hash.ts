import { createHmac } from 'node:crypto';
import type { Keyring } from './links';

/** What a hash is of. Hashes of one purpose say nothing about those of another. */
export type Purpose = 'address' | 'words' | 'guest';

/**
 * `<key id>.<HMAC-SHA256, hex>`: what is kept in the place of a text that must not be kept. Who has the text and the
 * keyring can show that it was this one; who has only the hash can't find out by guessing, as they could with a plain hash of
 * something that has few likely values, such as an address. Throws RangeError for a keyring without its current key.
 */
export const keyedHash = (keyring: Keyring, purpose: Purpose, text: string): string => hashWith(keyring, keyring.current, purpose, text);

/** The same text under each key that the keyring still has, the current one first: which of them was used back then is not known. */
export const keyedHashes = (keyring: Keyring, purpose: Purpose, text: string): [string, ...string[]] => [
  keyedHash(keyring, purpose, text),
  ...Object.keys(keyring.keys)
    .filter((keyId) => keyId !== keyring.current)
    .map((keyId) => hashWith(keyring, keyId, purpose, text)),
];

/** Addresses are one as they are to their mailbox, whatever the case. */
export const addressText = (email: string): string => email.toLowerCase();

export const isKeyed = (hash: string): boolean => /^.+\.[0-9a-f]{64}$/.test(hash);

function hashWith({ keys }: Keyring, keyId: string, purpose: Purpose, text: string): string {
  const secret = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (secret === undefined) throw new RangeError(`the keyring has no key "${keyId}"`);
  return `${keyId}.${createHmac('sha256', secret).update(`forthright-${purpose}.1.${text}`).digest('hex')}`;
}
