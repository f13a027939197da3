import { InvalidPatternError, matcher } from '../../local/aws/eventbridge/pattern';

const event = {
  source: 'shop',
  'detail-type': 'Order Shipped',
  detail: {
    orderId: 'TT-1042',
    amount: 59.5,
    paid: true,
    note: null,
    tags: ['fragile', 'gift'],
    none: [],
    ip: '10.0.3.7',
    address: { country: 'US', lines: [{ city: 'Portland' }, { city: 'Salem' }] },
    path: 'a/b*c',
  },
};

const detail = (pattern: unknown): unknown => ({ detail: pattern });

test.each([
  ['an exact value', { source: ['shop'] }, true],
  ['one of several values', { source: ['till', 'shop'] }, true],
  ['another value', { source: ['till'] }, false],
  ['two fields that both match', { source: ['shop'], 'detail-type': ['Order Shipped'] }, true],
  ['two fields of which one differs', { source: ['shop'], 'detail-type': ['Order Cancelled'] }, false],
  ['a field that is not there', detail({ missing: ['x'] }), false],
  ['a number', detail({ amount: [59.5] }), true],
  ['a number as text', detail({ amount: ['59.5'] }), false],
  ['true', detail({ paid: [true] }), true],
  ['null', detail({ note: [null] }), true],
  ['null for a field that is not there', detail({ missing: [null] }), false],
  ['an element of an array', detail({ tags: ['gift'] }), true],
  ['no element of an array', detail({ tags: ['heavy'] }), false],
  ['a nested field', detail({ address: { country: ['US'] } }), true],
  ['a field of an object in an array', detail({ address: { lines: { city: ['Salem'] } } }), true],
  ['an object where a value is expected', detail({ address: ['US'] }), false],
  ['a prefix', detail({ orderId: [{ prefix: 'TT-' }] }), true],
  ['a prefix in another case', detail({ orderId: [{ prefix: 'tt-' }] }), false],
  ['a prefix in whatever case', detail({ orderId: [{ prefix: { 'equals-ignore-case': 'tt-' } }] }), true],
  ['a suffix', detail({ orderId: [{ suffix: '42' }] }), true],
  ['a suffix in whatever case', { 'detail-type': [{ suffix: { 'equals-ignore-case': 'SHIPPED' } }] }, true],
  ['the same text in whatever case', { source: [{ 'equals-ignore-case': 'SHOP' }] }, true],
  ['anything but a value', { source: [{ 'anything-but': 'forthright' }] }, true],
  ['anything but the value it has', { source: [{ 'anything-but': 'shop' }] }, false],
  ['anything but some values', { source: [{ 'anything-but': ['a', 'shop'] }] }, false],
  ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'sh' } }] }, false],
  ['anything but some suffixes', { source: [{ 'anything-but': { suffix: ['x', 'y'] } }] }, true],
  ['anything but a wildcard', { source: [{ 'anything-but': { wildcard: 's*p' } }] }, false],
  ['anything but a text in whatever case', { source: [{ 'anything-but': { 'equals-ignore-case': ['SHOP'] } }] }, false],
  ['anything but a value, of a field that is not there', detail({ missing: [{ 'anything-but': 'x' }] }), false],
  ['a number in a range', detail({ amount: [{ numeric: ['>', 0, '<=', 59.5] }] }), true],
  ['a number outside a range', detail({ amount: [{ numeric: ['>', 59.5] }] }), false],
  ['a text where a number is compared', detail({ orderId: [{ numeric: ['>', 0] }] }), false],
  ['a field that exists', detail({ orderId: [{ exists: true }] }), true],
  ['a field that does not exist', detail({ missing: [{ exists: false }] }), true],
  ['a field that exists and must not', detail({ orderId: [{ exists: false }] }), false],
  ['an object, which is no leaf that exists', detail({ address: [{ exists: true }] }), false],
  ['an address in a block', detail({ ip: [{ cidr: '10.0.0.0/16' }] }), true],
  ['an address outside a block', detail({ ip: [{ cidr: '10.1.0.0/16' }] }), false],
  ['a text that is no address', detail({ orderId: [{ cidr: '10.0.0.0/8' }] }), false],
  ['a wildcard', detail({ orderId: [{ wildcard: 'T*-10*2' }] }), true],
  ['a wildcard that does not reach the end', detail({ orderId: [{ wildcard: 'TT-*4' }] }), false],
  ['a star that is meant literally', detail({ path: [{ wildcard: 'a/b\\*c' }] }), true],
  ['one of two alternatives', { $or: [{ source: ['till'] }, { 'detail-type': ['Order Shipped'] }] }, true],
  ['none of two alternatives', { $or: [{ source: ['till'] }, { 'detail-type': ['Order Cancelled'] }] }, false],
  ['alternatives beside a field that differs', { source: ['till'], $or: [{ source: ['shop'] }, { source: ['x'] }] }, false],
])('%s', (_what, pattern, expected) => {
  expect(matcher(pattern)(event)).toBe(expected);
});

test.each([
  ['nothing', {}],
  ['a text in place of a list', { source: 'shop' }],
  ['an empty list', { source: [] }],
  ['an operator that there is not', { source: [{ like: 'x' }] }],
  ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }],
  ['a number for a prefix', { source: [{ prefix: 1 }] }],
  ['one alternative', { $or: [{ source: ['a'] }] }],
  ['a comparison with a text', { a: [{ numeric: ['>', 'x'] }] }],
  ['a block that is none', { a: [{ cidr: '10.0.0.0' }] }],
])('a pattern of %s is refused', (_what, pattern) => {
  expect(() => matcher(pattern)).toThrow(InvalidPatternError);
});
