import { alertCustomerKeysOf, customerKeyOf } from '../../../functions/core/customer-key';
import { rulePackFor } from '../../../functions/core/delay-rules/choose';
import { idOf, spread } from '../../../functions/core/ids';
import { Policy } from '../../../functions/core/merchant';
import { zoneOfMarket } from '../../../functions/core/market-zone';
import { strictest } from '../../../functions/core/notice-kinds';
import { KEYRING } from './customers-told';

describe('the rule pack', () => {
  test.each([
    ['US', {}, 'us'],
    ['DE', {}, 'default'],
    ['CA', { CA: 'us' }, 'us'],
    ['US', { US: 'default' }, 'default'],
    ['US', { CA: 'us' }, 'us'],
    ['DE', { US: 'us' }, 'default'],
  ] as const)('of %s with %j is %s', (market, rulePacks, name) => {
    expect(rulePackFor(market, Policy.parse({ rulePacks })).name).toBe(name);
  });

  test('without a rule asks for nothing but a refund in time', () => {
    const pack = rulePackFor('DE', Policy.parse({ refundWorkingDays: 3 }));
    expect(pack.termsOf({ promised: '2026-12-10', placedOn: '2026-11-23', openedOn: '2026-11-23' })).toBeUndefined();
    // Thursday 24 December: the working days are Friday, Monday and Tuesday, as no holiday is known.
    expect(pack.refundBy('2026-12-24', Policy.parse({ refundWorkingDays: 3 }))).toBe('2026-12-29');
  });
});

test('the strictest part names the mail', () => {
  expect(strictest(['weekly', 'later', 'shipped'])).toBe('later');
  expect(strictest(['back-in-stock'])).toBe('back-in-stock');
  expect(strictest(['back-in-stock', 'weekly'])).toBe('weekly');
  expect(strictest(['refunded', 'cancelled'])).toBe('cancelled');
  expect(() => strictest([])).toThrow(new RangeError('a notice needs at least one part'));
});

test('who has an id is known by it; a guest by the order, or by the address when there is none', () => {
  expect(customerKeyOf({ customer: { id: 'c1', email: 'a@example.com' }, orderId: 'o1' })).toBe('c1');
  expect(customerKeyOf({ customer: { email: 'a@example.com' }, orderId: 'o1' })).toBe('guest-o1');
  expect(alertCustomerKeysOf({ customer: { id: 'c1', email: 'a@example.com' } }, KEYRING)).toEqual(['c1']);
  // printf forthright-guest.1.ada@example.com | openssl dgst -sha256 -hmac <the key>, cut to 32 digits.
  expect(alertCustomerKeysOf({ customer: { email: 'Ada@Example.com' } }, KEYRING)).toEqual(['guest-a001b358bfee40db7fd3d87d949ecb16']);
});

test('with a new key a guest has a new one of theirs, and is looked for under the old one too', () => {
  const turned = { current: '2', keys: { ...KEYRING.keys, '2': 'b'.repeat(64) } };
  const [now, before, ...none] = alertCustomerKeysOf({ customer: { email: 'ada@example.com' } }, turned);
  expect([before, none]).toEqual(['guest-a001b358bfee40db7fd3d87d949ecb16', []]);
  expect(now).toMatch(/^guest-[0-9a-f]{32}$/);
  expect(now).not.toBe(before);
});

test('an id follows from its parts, and from where one ends and the next begins', () => {
  expect(idOf('a', 'b')).toMatch(/^[0-9a-f]{24}$/);
  expect(idOf('a', 'b')).toBe(idOf('a', 'b'));
  expect(new Set([idOf('a', 'b'), idOf('ab'), idOf('b', 'a'), idOf('a,b'), idOf('a', 'b', '')]).size).toBe(5);
  expect([...Array(200).keys()].every((n) => spread(`k${n}`, 7) >= 0 && spread(`k${n}`, 7) < 7)).toBe(true);
});

test.each([
  ['FR', 'Europe/Paris'],
  ['JP', 'Asia/Tokyo'],
  ['US', undefined],
  ['AU', undefined],
  ['ZZ', undefined],
  ['no country', undefined],
])('the zone of %s is %s', (market, zone) => {
  expect(zoneOfMarket(market)).toBe(zone);
});
