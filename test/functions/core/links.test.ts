import { isAboutAlerts, readLink, signLink, type Keyring } from '../../../functions/core/links';

const keyring: Keyring = { current: '2', keys: { '1': 'old secret', '2': 'new secret' } };
const line = { kind: 'line', customerKey: 'ada', orderId: 'o/1', lineId: 'l.1' } as const;

test.each([line, { kind: 'order', customerKey: 'ada', orderId: 'o1' }, { kind: 'customer', customerKey: 'ada' }, { kind: 'alert', customerKey: 'ada', sku: 'a/b#c' }, { kind: 'alerts', customerKey: 'ada' }] as const)('a link says again what it was made for: $kind', (scope) => {
  expect(readLink(keyring, signLink(keyring, scope))).toEqual(scope);
});

test('a link signed by an older key is still read', () => {
  expect(readLink(keyring, signLink({ ...keyring, current: '1' }, line))).toEqual(line);
});

test('a link signed by a key that was never ours is refused', () => {
  expect(readLink(keyring, signLink({ current: '2', keys: { '2': 'foreign' } }, line))).toBeUndefined();
  expect(readLink(keyring, signLink({ current: '9', keys: { '9': 'new secret' } }, line))).toBeUndefined();
});

test('no byte of a link can be changed, added or left out', () => {
  const token = signLink(keyring, line);
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === 'A' ? 'B' : 'A';
    expect(readLink(keyring, token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
    expect(readLink(keyring, token.slice(0, at))).toBeUndefined();
    expect(readLink(keyring, token.slice(0, at) + token.slice(at + 1))).toBeUndefined();
  }
  for (const odd of ['', '.', '..', `${token}.`, `${token}A`, `${token}=`, ` ${token}`, 'a.__proto__.b', 'a.constructor.b']) expect(readLink(keyring, odd)).toBeUndefined();
});

test.each([
  [line, false],
  [{ kind: 'order', customerKey: 'ada', orderId: 'o1' }, false],
  [{ kind: 'customer', customerKey: 'ada' }, false],
  [{ kind: 'alert', customerKey: 'ada', sku: 'LAMP' }, true],
  [{ kind: 'alerts', customerKey: 'ada' }, true],
] as const)('a link is about orders or about stock: %j', (scope, isIt) => {
  expect(isAboutAlerts(scope)).toBe(isIt);
});

test('nothing is signed without a key', () => {
  expect(() => signLink({ current: '3', keys: keyring.keys }, line)).toThrow(new RangeError('the keyring has no key "3"'));
});
