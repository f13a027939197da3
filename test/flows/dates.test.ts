import { RunningStack } from './running-stack';

let running: RunningStack;
beforeEach(async () => {
  running = await RunningStack.open();
}, 60_000);
afterEach(() => running.close());

const kinds = async (to: string): Promise<(string | undefined)[]> => (await running.shop.mails(to)).map(({ tags }) => tags.kind);
const lastText = async (to: string): Promise<string> => (await running.shop.mails(to)).at(-1)?.text ?? '';
/** The way in which mails write a date, less the year. */
const written = (day: string): string => new Intl.DateTimeFormat('en', { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(day));

test.each([
  ['SKU', { sku: 'LAMP' }, ['a', 'b']],
  ["supplier's order", { supplierOrder: 'PO-1' }, ['b', 'c']],
  ['line', { orderId: 'c', lineId: 'l1' }, ['c']],
])('a new date for a %s is told to all whom it concerns, and to nobody else', async (_what, scope, concerned) => {
  const { shop } = running;
  const kettle = { sku: 'KETTLE', name: 'Copper kettle', quantity: 1 };
  await shop.order({ orderId: 'a' });
  await shop.order({ orderId: 'b', supplierOrder: 'PO-1' });
  await shop.order({ orderId: 'c', supplierOrder: 'PO-1', item: kettle });
  await shop.order({ orderId: 'd', item: kettle });
  await shop.advance('PT2M');
  const shipBy = await shop.day(40);
  await shop.put('ETA Changed', { eventId: 'slip', scope, shipBy, asOf: await shop.now(), cause: { code: 'customs' } });
  await shop.advance('PT12M');
  for (const orderId of ['a', 'b', 'c', 'd']) {
    expect([orderId, await kinds(`${orderId}@example.com`)]).toEqual([orderId, concerned.includes(orderId) ? ['first', 'later'] : ['first']]);
  }
  for (const orderId of concerned) expect(await lastText(`${orderId}@example.com`)).toContain(written(shipBy));
});

test('a date that moves twice before it is told is told once, as it stands; one that moves back is not told', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.order({ orderId: 'b', item: { sku: 'KETTLE', name: 'Copper kettle', quantity: 1 } });
  await shop.advance('PT2M');
  const [before, between, after] = [await shop.day(14), await shop.day(30), await shop.day(50)];
  const move = async (eventId: string, sku: string, shipBy: string): Promise<void> => shop.put('ETA Changed', { eventId, scope: { sku }, shipBy, asOf: await shop.now() });
  await move('1', 'LAMP', between);
  await move('2', 'KETTLE', between);
  await shop.advance('PT5M');
  await move('3', 'LAMP', after);
  await move('4', 'KETTLE', before);
  await shop.advance('PT30M');
  expect(await kinds('a@example.com')).toEqual(['first', 'later']);
  expect(await lastText('a@example.com')).toContain(written(after));
  expect(await lastText('a@example.com')).not.toContain(written(between));
  expect(await kinds('b@example.com')).toEqual(['first']);
});

test('of two dates the newer one stands, in whichever order they arrive, and a repeat is no news', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT20M');
  const [newer, older] = [await shop.day(60), await shop.day(90)];
  const asOf = Date.parse(await shop.now());
  const news = { eventId: 'new', scope: { sku: 'LAMP' }, shipBy: newer, asOf: new Date(asOf).toISOString() };
  await shop.put('ETA Changed', news);
  await shop.put('ETA Changed', { eventId: 'old', scope: { supplierOrder: 'PO-1' }, shipBy: older, asOf: new Date(asOf - 600_000).toISOString() });
  await shop.put('ETA Changed', { eventId: 'old-line', scope: { orderId: 'a', lineId: 'l1' }, shipBy: older, asOf: new Date(asOf - 600_000).toISOString() });
  await shop.put('ETA Changed', news);
  await shop.advance('PT30M');
  expect(await kinds('a@example.com')).toEqual(['first', 'later']);
  expect(await lastText('a@example.com')).toContain(written(newer));
});

test('an unknown date is told as unknown, and the new one when there is one', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await shop.advance('PT2M');
  await shop.put('ETA Changed', { eventId: '1', scope: { sku: 'LAMP' }, shipBy: null, asOf: await shop.now() });
  await shop.advance('PT12M');
  expect(await kinds('a@example.com')).toEqual(['first', 'unknown']);
  await shop.advance('P2D');
  const shipBy = await shop.day(30);
  await shop.put('ETA Changed', { eventId: '2', scope: { sku: 'LAMP' }, shipBy, asOf: await shop.now() });
  await shop.advance('P1D');
  expect(await kinds('a@example.com')).toHaveLength(3);
  expect(await lastText('a@example.com')).toContain(written(shipBy));
});

test('a date that passes with no word is taken back as unknown, and the merchant asked for one', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a', shipBy: await shop.day(3) });
  await shop.advance('P5D');
  expect(await kinds('a@example.com')).toEqual(['first', 'unknown']);
  expect(await shop.events('ETA Confirmation Needed')).toMatchObject([
    { detail: { orderId: 'a', lineId: 'l1', reason: 'promise-passes-soon' } },
    { detail: { orderId: 'a', lineId: 'l1', reason: 'promise-passed' } },
  ]);
});

test('a date in the past at the order is told as unknown from the first', async () => {
  const { shop } = running;
  const past = await shop.day(-3);
  await shop.order({ orderId: 'a', shipBy: past });
  await shop.advance('PT2M');
  const [first] = await shop.mails('a@example.com');
  expect(first?.tags.kind).toBe('first');
  expect(first?.text).not.toContain(written(past));
  expect(await shop.events('ETA Confirmation Needed')).toMatchObject([{ detail: { reason: 'promise-in-the-past' } }]);
});

test('a line that opens while a new date goes round is told that date', async () => {
  const { shop } = running;
  const shipBy = await shop.day(45);
  await shop.put('ETA Changed', { eventId: 'early', scope: { sku: 'LAMP' }, shipBy, asOf: await shop.now() });
  await shop.settle();
  await shop.order({ orderId: 'a', placedAt: new Date(Date.parse(await shop.now()) - 86_400_000).toISOString() });
  await shop.advance('PT2M');
  expect(await kinds('a@example.com')).toEqual(['first']);
  expect(await lastText('a@example.com')).toContain(written(shipBy));
});

test('several lines of one customer are one mail', async () => {
  const { shop } = running;
  const customer = { id: 'ada', email: 'ada@example.com', timeZone: 'America/Chicago' };
  await shop.order({ orderId: 'a', lineId: '1', customer });
  await shop.order({ orderId: 'a', lineId: '2', customer, item: { sku: 'KETTLE', name: 'Copper kettle', quantity: 2 } });
  await shop.order({ orderId: 'b', lineId: '1', customer, item: { sku: 'RUG', name: 'Wool rug', quantity: 1 } });
  await shop.advance('PT2M');
  const [first, ...none] = await shop.mails('ada@example.com');
  expect(none).toEqual([]);
  for (const name of ['Brass oil lamp', 'Copper kettle', 'Wool rug']) expect(first?.text).toContain(name);
});
