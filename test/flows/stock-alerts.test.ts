import { RunningStack } from './running-stack';
import { linkIn, type Mail } from './shop';

let running: RunningStack;
beforeEach(async () => {
  running = await RunningStack.open();
}, 60_000);
afterEach(async () => {
  expect(running.failures).toEqual([]);
  await running.close();
});

const kinds = async (to: string): Promise<(string | undefined)[]> => (await running.shop.mails(to)).map(({ tags }) => tags.kind);
const customerOf = async (key: string): Promise<{ alerts: { state: string; item: { sku: string } }[] }> =>
  (await fetch(`${running.shop.deskUrl}/api/customers/${key}`)).json() as Promise<{ alerts: { state: string; item: { sku: string } }[] }>;
const item = (sku = 'MUGS') => ({ sku, name: `Harbour ${sku.toLowerCase()}`, productUrl: `https://shop.example/${sku}` });

function request(eventId: string, over: { customer?: object; sku?: string; requestedAt?: string } = {}): Promise<void> {
  const { customer = { id: 'lin', email: 'lin@example.com', name: 'Lin Chen', timeZone: 'America/Chicago' }, sku, ...rest } = over;
  return running.shop.put('Stock Alert Requested', { eventId, customer, item: item(sku), ...rest });
}

test('who asked is told once, in one mail for all that is back, and never again', async () => {
  const { shop } = running;
  await request('1');
  await request('2', { sku: 'RUG' });
  await request('3', { customer: { email: 'Guest@example.com' } });
  await request('4', { customer: { email: 'guest@example.com' }, sku: 'RUG' });
  await shop.advance('P9D');
  expect(await shop.mails()).toEqual([]);
  await shop.puts(['MUGS', 'RUG'].map((sku) => ({ type: 'Back In Stock' as const, detail: { eventId: `back-${sku}`, sku } })));
  await shop.advance('PT2M');
  const [mail, ...more] = await shop.mails('lin@example.com');
  expect(more).toEqual([]);
  expect(mail?.subject).toBe('Back in stock: 2 items that you asked about');
  for (const fact of ['Harbour mugs', 'https://shop.example/RUG', 'No stock is reserved for you']) expect(mail?.text).toContain(fact);
  expect(mail?.text).not.toMatch(/cancel|refund|weekly/i);
  expect((await shop.mails()).filter(({ to }) => to.toLowerCase() === 'guest@example.com')).toHaveLength(1);
  await shop.put('Back In Stock', { eventId: 'back-MUGS', sku: 'MUGS' });
  await shop.put('Back In Stock', { eventId: 'back-later', sku: 'MUGS', asOf: await shop.now() });
  await request('1');
  await shop.advance('P30D');
  expect(await shop.mails()).toHaveLength(2);
  expect(await shop.events('Notice Sent')).toHaveLength(2);
  expect(await shop.deadLetters()).toEqual([]);
});

test('a report from before the request is no news, one that came in before it all the same is', async () => {
  const { shop } = running;
  const at = Date.parse(await shop.now());
  const ago = (minutes: number): string => new Date(at - minutes * 60_000).toISOString();
  await shop.put('Back In Stock', { eventId: 'old', sku: 'MUGS', asOf: ago(20) });
  await shop.put('Back In Stock', { eventId: 'overtaking', sku: 'RUG', asOf: ago(10) });
  await shop.settle();
  await request('1', { requestedAt: ago(15) });
  await request('2', { sku: 'RUG', requestedAt: ago(15) });
  await shop.advance('PT5M');
  const mails = await shop.mails();
  expect(mails.map(({ subject }) => subject)).toEqual(['Back in stock: Harbour rug']);
  await shop.put('Back In Stock', { eventId: 'new', sku: 'MUGS', asOf: await shop.now() });
  await shop.advance('PT5M');
  expect((await shop.mails()).map(({ subject }) => subject)).toEqual(['Back in stock: Harbour rug', 'Back in stock: Harbour mugs']);
});

test('a new date finds the lines of a SKU, and its return the alerts: neither finds the other', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a' });
  await request('1', { sku: 'LAMP' });
  await shop.advance('PT2M');
  await shop.put('Back In Stock', { eventId: 'back', sku: 'LAMP', asOf: await shop.now() });
  await shop.advance('PT5M');
  await shop.put('ETA Changed', { eventId: 'eta', scope: { sku: 'LAMP' }, shipBy: await shop.day(60), asOf: await shop.now() });
  await shop.advance('PT15M');
  expect(await kinds('a@example.com')).toEqual(['first', 'later']);
  expect(await kinds('lin@example.com')).toEqual(['back-in-stock']);
});

async function toldLin(): Promise<Mail> {
  await request('1');
  await running.shop.settle();
  await running.shop.put('Back In Stock', { eventId: 'back', sku: 'MUGS' });
  await running.shop.advance('PT2M');
  const [mail] = await running.shop.mails('lin@example.com');
  if (mail === undefined) throw new Error('nobody was told');
  return mail;
}

test('the page stops an alert with one press and asks again with one; opening it changes nothing', async () => {
  const { shop } = running;
  const mail = await toldLin();
  const link = linkIn(mail, '/leave');
  const before = await customerOf('lin');
  for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200);
  expect(await customerOf('lin')).toEqual(before);
  const stopped = await shop.pressFirstButton(link);
  expect([stopped.status, stopped.html.includes('The alert is stopped')]).toEqual([200, true]);
  expect((await customerOf('lin')).alerts).toMatchObject([{ state: 'stopped' }]);
  const asked = await shop.pressFirstButton(link);
  expect(asked.html).toContain('We have noted it');
  await shop.advance('PT1M');
  await shop.put('Back In Stock', { eventId: 'back-2', sku: 'MUGS', asOf: await shop.now() });
  await shop.advance('PT2M');
  expect(await kinds('lin@example.com')).toEqual(['back-in-stock', 'back-in-stock']);
  for (const wrong of ['/cancel', '/keep', '/undo']) expect((await fetch(link.replace('/leave', wrong))).status).toBe(404);
});

test('one click of the mail program stops all alerts; an order that waits goes on being told of', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'a', shipBy: await shop.day(60), customer: { id: 'lin', email: 'lin@example.com', timeZone: 'America/Chicago' } });
  await request('2', { sku: 'RUG' });
  await shop.advance('PT2M');
  const mail = await toldLin().then(async () => (await shop.mails('lin@example.com')).at(-1));
  const link = /<(http[^>]+\/u\/[^>]+)>/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.[1] ?? 'the mail has no such link';
  expect(mail?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  for (const method of ['GET', 'HEAD']) expect((await fetch(link, { method })).status).toBe(200);
  expect(await (await fetch(link)).text()).toContain('Nothing has changed');
  expect((await customerOf('lin')).alerts.map(({ state }) => state)).not.toContain('stopped');
  expect((await fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })).status).toBe(200);
  expect((await customerOf('lin')).alerts.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  await shop.put('Back In Stock', { eventId: 'back-rug', sku: 'RUG', asOf: await shop.now() });
  await shop.advance('P8D');
  expect(await kinds('lin@example.com')).toEqual(['first', 'back-in-stock', 'weekly']);
});

test('erasing takes the alerts and the page with them', async () => {
  const { shop } = running;
  const link = linkIn(await toldLin(), '/leave');
  await request('2', { sku: 'RUG' });
  await shop.settle();
  await shop.put('Customer Erased', { eventId: 'gone', customer: { email: 'lin@example.com' } });
  await shop.settle();
  expect((await customerOf('lin')).alerts).toEqual([]);
  expect((await fetch(link)).status).toBe(404);
  await request('2', { sku: 'RUG' });
  await shop.put('Back In Stock', { eventId: 'back-rug', sku: 'RUG', asOf: await shop.now() });
  await shop.advance('P1D');
  expect(await shop.mails()).toHaveLength(1);
});

test('a request and a report from the future are refused', async () => {
  const { shop } = running;
  const ahead = new Date(Date.parse(await shop.now()) + 600_000).toISOString();
  await request('future-1', { requestedAt: ahead });
  await shop.put('Back In Stock', { eventId: 'future-2', sku: 'MUGS', asOf: ahead });
  await shop.advance('PT30M');
  const letters = await shop.deadLetters();
  for (const id of ['future-1', 'future-2']) expect(letters.filter(({ body }) => body.includes(id))).toHaveLength(1);
});
