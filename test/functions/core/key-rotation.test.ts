import { rotated, succeeds } from '../../../functions/core/key-rotation';
import { readLink, signLink, type Keyring } from '../../../functions/core/links';

const first: Keyring = { current: '1', keys: { '1': 'first secret' } };
const scope = { kind: 'customer', customerKey: 'ada' } as const;
const idsAfter = (keyring: Keyring, now: string, recordMonths = 24): string[] => Object.keys(rotated(keyring, 'newest secret', now, recordMonths).keys).sort();

test('the new key signs, under the second in which it was made, and the old one stays', () => {
  expect(rotated(first, 'new secret', '2026-11-27T09:30:12.345Z', 84)).toEqual({
    current: '20261127T093012Z',
    keys: { '1': 'first secret', '20261127T093012Z': 'new secret' },
  });
});

test('links that were sent before open, and so do new ones', () => {
  const next = rotated(first, 'new secret', '2026-11-27T09:30:12.345Z', 84);
  for (const keyring of [first, next]) expect(readLink(next, signLink(keyring, scope))).toEqual(scope);
});

test('a new key is known by a part of the link that no mail program changes', () => {
  const [, keyId] = signLink(rotated(first, 'new secret', '2026-11-27T09:30:12.345Z', 84), scope).split('.');
  expect(keyId).toMatch(/^[A-Za-z0-9]+$/);
});

// With 24 months of record a key is kept for 36 months of 31 days, 1116 days, after its successor was made.
test.each([
  ['the second before', '2029-12-17T09:30:11.999Z', ['1', '20261127T093012Z', '20291217T093011Z']],
  ['the second itself', '2029-12-17T09:30:12.000Z', ['20261127T093012Z', '20291217T093012Z']],
])('the first key goes when its successor is older than any order may wait and be kept: %s', (_when, now, ids) => {
  expect(idsAfter({ current: '20261127T093012Z', keys: { '1': 'a', '20261127T093012Z': 'b' } }, now)).toEqual(ids);
});

test('a key is counted from its own successor, not from the newest key', () => {
  const keyring = { current: '20281127T093012Z', keys: { '20261127T093012Z': 'a', '20271127T093012Z': 'b', '20281127T093012Z': 'c' } };
  expect(idsAfter(keyring, '2030-12-17T09:30:12.000Z')).toEqual(['20271127T093012Z', '20281127T093012Z', '20301217T093012Z']);
});

test('a key that signs until now is kept however old it is', () => {
  expect(idsAfter({ current: '20261127T093012Z', keys: { '20261127T093012Z': 'a' } }, '2076-11-27T00:00:00.000Z')).toContain('20261127T093012Z');
});

test('a key that a person has named is kept', () => {
  expect(idsAfter({ current: 'autumn', keys: { autumn: 'a', '20261127T093012Z': 'b' } }, '2076-11-27T00:00:00.000Z')).toContain('autumn');
});

test.each([
  ['lacks the key that signs', { current: '2', keys: { '2': 'b' } }],
  ['has another key under its id', { current: '2', keys: { '1': 'another', '2': 'b' } }],
])('a keyring that %s opens less than the one before', (_what, next) => {
  expect(succeeds(next, first)).toBe(false);
});
