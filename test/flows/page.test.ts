import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { customerPk, PROFILE_SK } from '../../functions/adapters/keys';
import { SCHEMA } from '../../functions/core/schema';
import { RunningStack } from './running-stack';
import { linkIn, type Mail } from './shop';

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(async () => {
  expect(running.failures).toEqual([]);
  await running.close();
});

let orders = 0;
/** A customer of this test alone, who has just been told. */
async function told(): Promise<{ orderId: string; key: string; mail: Mail }> {
  orders += 1;
  const orderId = `p${orders}`;
  await running.shop.order({ orderId, shipBy: await running.shop.day(90) });
  await running.shop.advance('PT2M');
  const [mail] = await running.shop.mails(`${orderId}@example.com`);
  if (mail === undefined) throw new Error('nobody was told');
  return { orderId, key: `c-${orderId}`, mail };
}

const stateOf = async (key: string): Promise<unknown> => (await fetch(`${running.shop.deskUrl}/api/customers/${key}`)).json();
const unsubscribe = (mail: Mail | undefined): string => /<(http[^>]+\/u\/[^>]+)>/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.[1] ?? 'the mail has no such link';

test('opening every link of a mail, by GET and by HEAD, any number of times, changes nothing', async () => {
  const { key, mail } = await told();
  const before = await stateOf(key);
  const links = [...new Set([...mail.text.matchAll(/https?:\/\/[^\s<>"]+/g), ...mail.html.matchAll(/href="(http[^"]+)"/g)].map((match) => match[1] ?? match[0]))].filter((link) => link.startsWith(running.shop.deskUrl));
  expect(links.length).toBeGreaterThan(2);
  for (const link of links) {
    for (const method of ['GET', 'HEAD', 'GET']) expect([link, method, (await fetch(link, { method })).status]).toEqual([link, method, 200]);
  }
  await running.shop.settle();
  expect(await stateOf(key)).toEqual(before);
});

test('the page may not be kept, framed, found or scripted, and tells nobody where it was', async () => {
  const { mail } = await told();
  const { headers } = await fetch(linkIn(mail, '/cancel'));
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-robots-tag')).toContain('noindex');
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe/);
  expect(headers.get('set-cookie')).toBeNull();
  // The ten rules of Mozilla's observatory, version 4: what each of them reads.
  expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
  expect(headers.get('content-security-policy')).toMatch(/form-action 'self'; base-uri 'none'/);
  expect(Number(/^max-age=(\d+); includeSubDomains$/.exec(headers.get('strict-transport-security') ?? '')?.[1])).toBeGreaterThanOrEqual(15_768_000);
  expect(Object.fromEntries(['x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-resource-policy', 'cross-origin-opener-policy'].map((name) => [name, headers.get(name)]))).toEqual({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  });
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('a second press of the same button does it once and says the same', async () => {
  const { orderId, mail } = await told();
  const link = linkIn(mail, '/cancel');
  const page = await (await fetch(link)).text();
  const [, action = '', inner = ''] = /<form\b[^>]*\baction="([^"]+)"[^>]*>(.*?)<\/form>/s.exec(page) ?? [];
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of inner.matchAll(/name="([^"]*)" value="([^"]*)"/g)) fields.append(name, value);
  const post = async (): Promise<string> => (await fetch(new URL(action, link), { method: 'POST', body: fields })).text();
  const [first, second] = [await post(), await post()];
  expect(first).toContain('$59.00');
  expect(second).toContain('$59.00');
  await running.shop.advance('PT5H');
  expect((await running.shop.refundsAsked()).filter(({ detail }) => detail.orderId === orderId)).toHaveLength(1);
});

test('of three the customer cancels two: the page and the mail say what comes back and what still waits, and an undo brings them back', async () => {
  const { shop } = running;
  await shop.order({ orderId: 'some', shipBy: await shop.day(90), item: { sku: 'LAMP', name: 'Brass oil lamp', quantity: 3 }, paid: { amount: 5997, currency: 'USD' } });
  await shop.advance('PT2M');
  const link = linkIn((await shop.mails('some@example.com'))[0], '/cancel');
  const page = await (await fetch(link)).text();
  expect(page).toContain('<option value="2">2 of 3: $39.98</option>');
  const [, action = '', inner = ''] = /<form\b[^>]*\baction="([^"]+)"[^>]*>(.*?)<\/form>/s.exec(page) ?? [];
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of inner.matchAll(/name="([^"]*)" value="([^"]*)"/g)) fields.append(name, value);
  const post = (quantity: string): Promise<Response> => fetch(new URL(action, link), { method: 'POST', body: new URLSearchParams([...fields, ['quantity', quantity]]) });
  for (const wrong of ['0', '-1', '4', 'two']) {
    const answer = await post(wrong);
    expect([wrong, answer.status]).toEqual([wrong, 400]);
    expect(await answer.text()).toContain('we have not done anything');
  }
  for (const answer of [await post('2'), await post('2')]) {
    const html = await answer.text();
    expect(html).toContain('Cancelled in part, as you asked');
    expect(html).toContain('Your refund of $39.98');
    expect(html).toContain('Cancel for a full refund of $19.99');
  }
  await shop.settle();
  const told = (await shop.mails('some@example.com')).at(-1);
  expect(told?.subject).toContain('$39.98');
  expect(told?.text).toContain('One more still waits as before.');
  expect((await fetch(linkIn(told, '/cancel'))).status).toBe(200);
  await shop.pressFirstButton(linkIn(told, '/undo'));
  await shop.advance('PT5H');
  expect((await shop.refundsAsked()).filter(({ detail }) => detail.orderId === 'some')).toEqual([]);
  // A button that is pressed without choosing anything is about all of them.
  await shop.pressFirstButton(link);
  await shop.advance('PT5H');
  expect((await shop.refundsAsked()).filter(({ detail }) => detail.orderId === 'some')).toMatchObject([{ detail: { quantity: 3, amount: 5997 } }]);
});

test('"keep my order" is recorded as consent to the date that was shown', async () => {
  const { orderId, mail } = await told();
  const answer = await running.shop.pressFirstButton(linkIn(mail, '/keep'));
  expect(answer.status).toBe(200);
  await running.shop.settle();
  const consents = (await running.shop.events('Delay Consented')).filter(({ detail }) => detail.orderId === orderId);
  expect(consents).toHaveLength(1);
});

test('one click of the mail program stops the weekly updates, and nothing else', async () => {
  const { orderId, key } = await told();
  await running.shop.advance('P7D');
  const weekly = (await running.shop.mails(`${orderId}@example.com`)).at(-1);
  const link = unsubscribe(weekly);
  const before = await stateOf(key);
  for (const method of ['GET', 'HEAD']) expect((await fetch(link, { method })).status).toBe(200);
  await running.shop.settle();
  expect(await stateOf(key)).toEqual(before);
  const answer = await fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
  expect(answer.status).toBe(200);
  await running.shop.advance('P10D');
  expect(await running.shop.mails(`${orderId}@example.com`)).toHaveLength(2);
  await running.shop.put('ETA Changed', { eventId: `eta-${orderId}`, scope: { orderId, lineId: 'l1' }, shipBy: await running.shop.day(120), asOf: await running.shop.now() });
  await running.shop.advance('PT12M');
  expect((await running.shop.mails(`${orderId}@example.com`)).map(({ tags }) => tags.kind)).toEqual(['first', 'weekly', 'later']);
});

test('what newer code has written is left to it: the page says that it failed, nothing changes, and the press counts once that code is there', async () => {
  const { orderId, key, mail } = await told();
  const { awsUrl, tableName } = running.stack;
  const dynamodb = new DynamoDBClient({ endpoint: awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' } });
  const row = { TableName: tableName, Key: { pk: { S: customerPk(key) }, sk: { S: PROFILE_SK } } };
  const found = async (): Promise<unknown> => (await dynamodb.send(new GetItemCommand({ ...row, ConsistentRead: true }))).Item;
  const writtenBy = (schema: number) => dynamodb.send(new UpdateItemCommand({ ...row, UpdateExpression: 'SET #schema = :schema', ExpressionAttributeNames: { '#schema': 'schema' }, ExpressionAttributeValues: { ':schema': { N: String(schema) } } }));
  const link = linkIn(mail, '/cancel');
  await writtenBy(SCHEMA + 1);
  const before = await found();
  const press = () => fetch(link, { method: 'POST', body: new URLSearchParams({ action: 'cancel' }), headers: { origin: new URL(link).origin } });
  for (const ask of [() => fetch(link), press]) {
    const answer = await ask();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
  }
  expect(await found()).toEqual(before);
  await writtenBy(SCHEMA);
  expect((await running.shop.pressFirstButton(link)).status).toBe(200);
  await running.shop.advance('PT2M');
  expect((await running.shop.events('Cancellation Requested')).filter(({ detail }) => detail.orderId === orderId)).toHaveLength(1);
  dynamodb.destroy();
});

test('a forged, cut or foreign token gets the same page as any other', async () => {
  const { mail } = await told();
  const link = linkIn(mail, '/cancel');
  const [, token = ''] = /\/b\/([^/]+)\//.exec(link) ?? [];
  const altered = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
  const pages = await Promise.all(
    [altered, token.slice(0, -8), 'x', `${token}.${token}`, '%00'].map(async (wrong) => {
      const answer = await fetch(link.replace(token, wrong));
      return `${answer.status} ${await answer.text()}`;
    }),
  );
  expect(new Set(pages).size).toBe(1);
  expect(pages[0]).toMatch(/^404 /);
});

test.each([
  ['PUT', {}, undefined, 405],
  ['DELETE', {}, undefined, 405],
  ['POST', { 'content-type': 'application/json' }, '{"action":"cancel"}', 415],
  ['POST', { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }, 'action=cancel', 403],
  ['POST', { 'content-type': 'application/x-www-form-urlencoded' }, `action=cancel&x=${'x'.repeat(70_000)}`, 413],
  ['POST', { 'content-type': 'application/x-www-form-urlencoded' }, 'action=explode', 400],
  ['POST', { 'content-type': 'application/x-www-form-urlencoded' }, 'action=cancel&line=someone%2Felse', 400],
])('%s %j %s is refused with %d and changes nothing', async (method, headers, body, status) => {
  const { key, mail } = await told();
  const before = await stateOf(key);
  const answer = await fetch(linkIn(mail, '/cancel'), { method, headers, ...(body !== undefined && { body }) });
  expect(answer.status).toBe(status);
  await running.shop.settle();
  expect(await stateOf(key)).toEqual(before);
});
