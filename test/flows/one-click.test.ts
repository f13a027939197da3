import { request } from 'node:http';
import { RunningStack } from './running-stack';
import type { Mail } from './shop';

/* RFC 8058: the unsubscribe button of the mail program, and the page for people whose program has none. */

let running: RunningStack;
beforeAll(async () => {
  running = await RunningStack.open();
}, 60_000);
afterAll(async () => {
  expect(running.failures).toEqual([]);
  await running.close();
});

let orders = 0;
/** A customer of this test alone who has waited a week, and the update that told them so. */
async function waited(): Promise<{ orderId: string; email: string; weekly: Mail; link: string }> {
  orders += 1;
  const orderId = `u${orders}`;
  const email = `${orderId}@example.com`;
  await running.shop.order({ orderId, shipBy: await running.shop.day(120) });
  await running.shop.advance('P7D');
  const weekly = (await running.shop.mails(email)).at(-1);
  const link = /^<(http:\/\/\S+\/u\/\S+)>$/.exec(weekly?.headers['List-Unsubscribe'] ?? '')?.[1];
  if (weekly === undefined || link === undefined) throw new Error('no update with a link to stop it');
  return { orderId, email, weekly, link };
}
const kinds = async (email: string): Promise<(string | undefined)[]> => (await running.shop.mails(email)).map(({ tags }) => tags.kind);
const weeklyOf = async (orderId: string): Promise<unknown> => {
  const answer = await fetch(`${running.shop.deskUrl}/api/customers/c-${orderId}`);
  return ((await answer.json()) as { profile: { weekly: unknown } }).profile.weekly;
};

/** As a mail provider posts: these headers and no other, no cookie, no origin, no referer, and no redirect followed. */
function post(link: string, contentType: string, body: string): Promise<{ status: number | undefined; location: string | undefined; cookies: string[] | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = request(link, { method: 'POST', headers: { 'content-type': contentType, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode, location: answer.headers.location, cookies: answer.headers['set-cookie'] }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('only weekly updates carry the headers; notices about the order can not be unsubscribed from', async () => {
  const { orderId, email, weekly } = await waited();
  await running.shop.put('ETA Changed', { eventId: `eta-${orderId}`, scope: { orderId, lineId: 'l1' }, shipBy: await running.shop.day(140), asOf: await running.shop.now() });
  await running.shop.advance('PT15M');
  expect(weekly.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  for (const { tags, headers } of await running.shop.mails(email)) {
    const names = Object.keys(headers).filter((name) => /^list-unsubscribe/i.test(name));
    expect([tags.kind, names.length]).toEqual([tags.kind, tags.kind === 'weekly' ? 2 : 0]);
  }
  expect(await kinds(email)).toEqual(['first', 'weekly', 'later']);
});

test.each([
  ['a form', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
  ['a multipart form', 'multipart/form-data; boundary=---FormBoundary', '-----FormBoundary\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n-----FormBoundary--\r\n'],
])('%s answers 200 with no redirect and no cookie, stops the updates and nothing else, any number of times', async (_kind, type, body) => {
  const { orderId, email, link } = await waited();
  for (let times = 0; times < 2; times += 1) expect(await post(link, type, body)).toEqual({ status: 200, location: undefined, cookies: undefined });
  expect(await weeklyOf(orderId)).toBe('off');
  await running.shop.advance('P15D');
  expect(await kinds(email)).toEqual(['first', 'weekly']);
  await running.shop.put('ETA Changed', { eventId: `eta-${orderId}`, scope: { orderId, lineId: 'l1' }, shipBy: await running.shop.day(150), asOf: await running.shop.now() });
  await running.shop.advance('PT15M');
  expect(await kinds(email)).toEqual(['first', 'weekly', 'later']);
});

test('opening the address changes nothing, and shows where the updates can be stopped', async () => {
  const { orderId, link } = await waited();
  const shown = await fetch(link, { redirect: 'manual' });
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await shown.text()).toContain('Stop weekly updates');
  expect((await fetch(link, { method: 'HEAD', redirect: 'manual' })).status).toBe(200);
  await running.shop.settle();
  expect(await weeklyOf(orderId)).toBe('on');
});

test('who stopped the updates by a click finds them stopped on the page, and can have them again', async () => {
  const { orderId, email, link } = await waited();
  await post(link, 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click');
  const page = link.replace('/u/', '/b/');
  const press = async (action: string): Promise<string> => (await fetch(`${page}/weekly`, { method: 'POST', body: new URLSearchParams({ action }), headers: { origin: new URL(page).origin } })).text();
  expect(await (await fetch(page)).text()).toContain('value="resume-weekly"');
  expect(await press('resume-weekly')).toContain('value="stop-weekly"');
  expect(await weeklyOf(orderId)).toBe('on');
  await running.shop.advance('P7D');
  expect(await kinds(email)).toEqual(['first', 'weekly', 'weekly']);
  expect(await press('stop-weekly')).toContain('value="resume-weekly"');
  await running.shop.advance('P8D');
  expect(await kinds(email)).toEqual(['first', 'weekly', 'weekly']);
});

test.each([
  ['another value', 'application/x-www-form-urlencoded', 'List-Unsubscribe=Yes', 400],
  ['no form', 'text/plain', 'List-Unsubscribe=One-Click', 415],
])('a post with %s stops nothing', async (_what, type, body, status) => {
  const { orderId, link } = await waited();
  expect(await post(link, type, body)).toMatchObject({ status });
  expect(await weeklyOf(orderId)).toBe('on');
});

test('an address that nobody signed is the same 404 for a click as for a look', async () => {
  const { orderId, link } = await waited();
  const forged = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
  expect((await post(forged, 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click')).status).toBe(404);
  expect((await fetch(forged)).status).toBe(404);
  expect(await weeklyOf(orderId)).toBe('on');
});
