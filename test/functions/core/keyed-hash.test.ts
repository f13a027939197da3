import { isKeyed, keyedHash, keyedHashes } from '../../../functions/core/keyed-hash';

/* What is kept in the place of a text that must not be kept. */

const keyring = { current: '2', keys: { '1': 'a'.repeat(32), '2': 'b'.repeat(32) } };

test('it is what docs/deploy.md tells a merchant to compute', () => {
  // printf 'forthright-address.1.ada@example.com' | openssl dgst -sha256 -hmac bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
  expect(keyedHash(keyring, 'address', 'ada@example.com')).toBe('2.691eb44c084e1afc7e8760c694010fee5d5b54bdf680bb2b8b56ef50939c4fcd');
  // printf 'forthright-words.1.<SHA-256 of nothing>' | openssl dgst -sha256 -hmac bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
  expect(keyedHash(keyring, 'words', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')).toBe('2.6915d153c398ef9d86ac192af5294dfdefb991faae5f230e5a390909197870f3');
});

test('a text that was hashed under an earlier key is found by trying each, the current one first', () => {
  const [current, earlier, ...none] = keyedHashes(keyring, 'address', 'ada@example.com');
  expect(none).toEqual([]);
  expect(current).toBe(keyedHash(keyring, 'address', 'ada@example.com'));
  expect(earlier).toBe(keyedHash({ ...keyring, current: '1' }, 'address', 'ada@example.com'));
});

test('a keyring without its current key hashes nothing', () => {
  for (const current of ['3', 'constructor']) expect(() => keyedHash({ ...keyring, current }, 'address', 'a')).toThrow(RangeError);
});

test('a plain SHA-256 is no keyed hash', () => {
  expect(isKeyed('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')).toBe(false);
  expect(isKeyed(keyedHash(keyring, 'words', 'x'))).toBe(true);
});
