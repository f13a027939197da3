import * as v from 'valibot';
import { incoming, type IncomingDetailType } from '../../../../functions/core/events/incoming';
import { created } from '../customers-told';

/*
 * What a store may send. Each event with every field comes back as it was sent, but for what is said to be tidied; each wrong
 * field is refused, with its path and what was expected.
 */

const AT = '2026-11-23T14:00:00.000Z';
const full: Record<IncomingDetailType, object> = {
  'Backorder Created': {
    eventId: 'e1',
    orderId: 'o1',
    lineId: 'l1',
    placedAt: AT,
    market: 'US',
    customer: { id: 'c1', email: 'ada@example.com', name: 'Ada', locale: 'pt-BR', timeZone: 'Europe/Paris' },
    item: { sku: 'CHAIR', name: 'Oak chair', quantity: 2, imageUrl: 'https://shop.example/c.png', productUrl: 'https://shop.example/c' },
    paid: { amount: 5900, currency: 'USD', tax: 400 },
    paidWith: { label: 'Visa', last4: '0042' },
    promise: { shipBy: '2026-12-10', deliverBy: { earliest: '2026-12-12', latest: '2026-12-14' } },
    kind: 'pre-order',
    balanceDue: { amount: 100, currency: 'USD' },
    cause: { code: 'other', text: 'A fire' },
    supplierOrder: 'po1',
    channel: 'web',
  },
  'ETA Changed': { eventId: 'e2', scope: { sku: 'CHAIR' }, shipBy: null, deliverBy: { earliest: '2026-12-12', latest: '2026-12-12' }, cause: { code: 'weather' }, asOf: AT },
  'ETA Confirmed': { eventId: 'e3', scope: { supplierOrder: 'po1' }, asOf: AT },
  'Order Shipped': { eventId: 'e4', orderId: 'o1', lineId: 'l1', shipmentId: 's1', quantity: 1, shippedAt: AT, carrier: 'DHL', trackingUrl: 'https://dhl.example/1' },
  'Order Cancelled': { eventId: 'e5', orderId: 'o1', lineId: 'l1', quantity: 1, refund: 'done', reason: 'Not made any more' },
  'Refund Settled': { eventId: 'e6', refundId: 'r1', amount: 0, currency: 'JPY', settledAt: AT },
  'Refund Failed': { eventId: 'e7', refundId: 'r1', amount: 0, currency: 'JPY', reason: 'Card closed' },
  'Customer Updated': { eventId: 'e8', customer: { id: 'c1', email: 'new@example.com', name: 'Ada L.', locale: 'fr', timeZone: 'UTC' } },
  'Customer Erased': { eventId: 'e9', customer: { id: 'c1' } },
  'Stock Alert Requested': { eventId: 'e10', customer: { email: 'ada@example.com' }, item: { sku: 'LAMP', name: 'Lamp', imageUrl: 'https://shop.example/l.png', productUrl: 'https://shop.example/l' }, market: 'DE', requestedAt: AT },
  'Back In Stock': { eventId: 'e11', sku: 'LAMP', asOf: AT },
};

test.each(Object.entries(full) as [IncomingDetailType, object][])('%s comes back with every field', (type, event) => {
  expect(v.parse(incoming[type], event)).toEqual(event);
});

/** The event with another value at the path; undefined takes the field out. */
function withField(type: IncomingDetailType, path: string, value: unknown): unknown {
  const copy = structuredClone(full[type]) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

const parsed = (type: IncomingDetailType, path: string, value: unknown): v.SafeParseResult<v.GenericSchema> => v.safeParse(incoming[type], withField(type, path, value));

function fieldOf(event: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], event);
}

const accepted: [IncomingDetailType, string, [given: unknown, taken: unknown][]][] = [
  ['Backorder Created', 'eventId', [['x', 'x'], ['i'.repeat(128), 'i'.repeat(128)]]],
  ['Backorder Created', 'placedAt', [['2026-11-23T15:00:00+01:00', AT], ['2026-11-23T14:00:00Z', AT]]],
  ['Backorder Created', 'customer.name', [['Ada\r\nBcc: x@example.com', 'Ada Bcc: x@example.com'], ['a\u202eb\u200b\u200bc', 'a b c'], [' Ada ', 'Ada'], ['n'.repeat(200), 'n'.repeat(200)]]],
  ['Backorder Created', 'customer.locale', [['pt_BR', 'pt-BR'], ['zh-Hans-CN', 'zh-Hans-CN'], ['fil', 'fil']]],
  ['Backorder Created', 'item.name', [['\u0000Chair', 'Chair'], ['n'.repeat(500), 'n'.repeat(500)]]],
  ['Backorder Created', 'item.quantity', [[1, 1], [1_000_000, 1_000_000]]],
  ['Backorder Created', 'paid.amount', [[400, 400]]],
  ['Backorder Created', 'paidWith', [[{ last4: '4242' }, { last4: '4242' }], [{ label: ' Vi\u202esa\r\n', last4: '0000', number: '4242424242424242' }, { label: 'Vi sa', last4: '0000' }], [{ label: 'v'.repeat(40), last4: '4242' }, { label: 'v'.repeat(40), last4: '4242' }]]],
  ['Backorder Created', 'paid.tax', [[0, 0], [5900, 5900]]],
  ['Backorder Created', 'promise.shipBy', [[null, null]]],
  ['Backorder Created', 'promise.deliverBy.latest', [['2026-12-12', '2026-12-12']]],
  ['Backorder Created', 'item.imageUrl', [[`https://shop.example/${'p'.repeat(2027)}`, `https://shop.example/${'p'.repeat(2027)}`]]],
  ...['supplier-delay', 'port-congestion', 'customs', 'labour-shortage', 'demand-surge', 'quality-hold', 'weather', 'production-fault', 'other'].map(
    (code): [IncomingDetailType, string, [unknown, unknown][]] => ['ETA Changed', 'cause.code', [[code, code]]],
  ),
  ['ETA Changed', 'scope', [[{ sku: 'CHAIR' }, { sku: 'CHAIR' }], [{ supplierOrder: 'po1' }, { supplierOrder: 'po1' }], [{ orderId: 'o1', lineId: 'l1' }, { orderId: 'o1', lineId: 'l1' }]]],
  ['Order Cancelled', 'refund', [['needed', 'needed'], ['done', 'done']]],
  ['Order Cancelled', 'quantity', [[undefined, undefined]]],
  ['Customer Updated', 'customer', [[{ email: 'a@example.com', newEmail: 'b@example.com', name: 'B' }, { email: 'a@example.com', newEmail: 'b@example.com', name: 'B' }], [{ id: 'c1' }, { id: 'c1' }]]],
  ['Customer Erased', 'customer', [[{ email: 'a@example.com' }, { email: 'a@example.com' }]]],
  ['Stock Alert Requested', 'requestedAt', [[undefined, undefined]]],
  ['Back In Stock', 'asOf', [[undefined, undefined]]],
];

test.each(accepted)('%s takes %s', (type, path, cases) => {
  for (const [given, taken] of cases) expect(fieldOf(v.parse(incoming[type], withField(type, path, given)), path)).toEqual(taken);
});

const refused: [IncomingDetailType, string, unknown[], RegExp][] = [
  ['Backorder Created', 'eventId', ['', 'i'.repeat(129), 7, undefined], /expected string|too small|too big/i],
  ['Backorder Created', 'lineId', ['constructor', '__proto__'], /^expected another id than __proto__ and constructor$/],
  ['Backorder Created', 'placedAt', ['yesterday', '2026-11-23', '2026-11-23T14:00:00'], /datetime/],
  ['Backorder Created', 'market', ['us', 'USA', 'U', ''], /^expected an ISO 3166 country code such as US$/],
  ['Backorder Created', 'customer.email', ['Ada <ada@example.com>', 'a@b.c, d@e.f', 'ada@example.com\r\nBcc: x', `${'a'.repeat(250)}@example.com`], /email|too big/i],
  ['Backorder Created', 'customer.name', ['n'.repeat(201)], /too big/i],
  ['Backorder Created', 'customer.locale', ['english', 'e', 'pt-', 'pt-B', '-pt', 'pt BR', 'pt-BRBRBRBRB', '12', 'x!'], /^expected a BCP 47 tag such as pt-BR$/],
  ['Backorder Created', 'customer.timeZone', ['Mars/Olympus', 'Europe/', 'Z'.repeat(65)], /expected an IANA time zone such as Europe\/Paris|too big/i],
  ['Backorder Created', 'item.quantity', [0, -1, 1.5, 1_000_001], /too small|int|too big/i],
  ['Backorder Created', 'item.name', ['\u200b', 'n'.repeat(501)], /too small|too big/i],
  ['Backorder Created', 'item.imageUrl', ['http://shop.example/c.png', 'javascript:alert(1)', 'https://localhost/c.png', 'xhttps://shop.example', `https://shop.example/${'p'.repeat(2028)}`], /url|too big/i],
  ['Backorder Created', 'item.productUrl', ['httpsx://shop.example/c'], /url/i],
  ['Backorder Created', 'paidWith.last4', ['424', '42424', '4242424242424242', '４２４２', '42 4', 4242, undefined], /^expected exactly four digits$|expected string/],
  ['Backorder Created', 'paidWith.label', ['v'.repeat(41), 7, null], /too big|expected string/i],
  ['Backorder Created', 'paidWith.label', ['4242424242424242', 'Visa 4242 4242 4242 4242', '42-42-4'], /^expected a name such as Visa, and no number$/],
  ['Backorder Created', 'paid.amount', [-1, 59.5, '5900'], /too small|int|number/i],
  ['Backorder Created', 'paid.currency', ['usd', 'US', 'USDX', '$'], /^expected an ISO 4217 code such as EUR$/],
  ['Backorder Created', 'paid.tax', [5901], /^expected no more than the amount$/],
  ['Backorder Created', 'paid.tax', [-1, 0.5], /too small|int/i],
  ['Backorder Created', 'promise.shipBy', ['2026-02-30', '10 December', undefined], /date|expected/i],
  ['Backorder Created', 'promise.deliverBy.latest', ['2026-12-11'], /^expected a date not before earliest$/],
  ['Backorder Created', 'kind', ['preorder', ''], /expected one of/],
  ['Backorder Created', 'balanceDue.currency', ['EUR'], /^expected the currency of paid$/],
  ['Backorder Created', 'cause.code', ['laziness', ''], /expected one of/],
  ['Backorder Created', 'cause.text', ['n'.repeat(301)], /too big/i],
  ['Backorder Created', 'channel', ['n'.repeat(65)], /too big/i],
  ['Order Shipped', 'carrier', ['n'.repeat(101)], /too big/i],
  ['Order Shipped', 'trackingUrl', ['ftp://dhl.example/1'], /url/i],
  ['Order Cancelled', 'refund', ['maybe', undefined], /expected one of/],
  ['Order Cancelled', 'reason', ['n'.repeat(301)], /too big/i],
  ['Refund Settled', 'amount', [-1, 0.5], /too small|int/i],
  ['Refund Settled', 'currency', ['usd', 'US', 'USDX', 'xUSD'], /./],
  ['Refund Failed', 'amount', [-1], /too small/i],
  ['Refund Failed', 'currency', ['usd', 'US', 'USDX', 'xUSD'], /./],
  ['Refund Failed', 'reason', ['n'.repeat(301)], /too big/i],
  ['Back In Stock', 'asOf', ['now'], /datetime/],
];

test.each(refused)('%s refuses a wrong %s', (type, path, values, message) => {
  for (const value of values) {
    const { success, issues } = parsed(type, path, value);
    expect({ value, success }).toEqual({ value, success: false });
    expect(issues && v.getDotPath(issues[0])).toBe(path);
    expect(issues?.[0].message).toMatch(message);
  }
});

test.each([
  ['ETA Changed', 'scope', {}],
  ['ETA Changed', 'scope', { orderId: 'o1' }],
  ['ETA Confirmed', 'scope', { lineId: 'l1' }],
  ['Customer Updated', 'customer', { name: 'Ada' }],
  ['Customer Erased', 'customer', {}],
] as [IncomingDetailType, string, unknown][])('%s refuses a %s that says of whom: %j', (type, path, value) => {
  const { issues } = parsed(type, path, value);
  expect(issues && v.getDotPath(issues[0])).toBe(path);
});

test('what is not known is dropped', () => {
  expect(v.parse(incoming['Customer Erased'], { eventId: 'e', customer: { id: 'c', shoeSize: 9 }, more: 1 })).toEqual({ eventId: 'e', customer: { id: 'c' } });
});

test('who is to be erased is named by their id, by their address, or by both', () => {
  const parse = (customer: object): unknown => v.parse(incoming['Customer Erased'], { eventId: 'e', customer }).customer;
  for (const customer of [{ id: 'c' }, { email: 'a@example.com' }, { id: 'c', email: 'a@example.com' }]) expect(parse(customer)).toEqual(customer);
  expect(() => parse({})).toThrow();
});

test('nor is it in an amount of money: a shop may send more about it than we take', () => {
  const event = created({ balanceDue: { amount: 100, currency: 'USD' } });
  const more = { ...event, paid: { ...event.paid, display: '$59.00' }, balanceDue: { ...event.balanceDue, display: '$1.00' } };
  expect(v.parse(incoming['Backorder Created'], more)).toEqual(event);
});
