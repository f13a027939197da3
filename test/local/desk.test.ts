import { request } from 'node:http';
import { changeCustomer } from '../../functions/adapters/customers';
import { apply } from '../../functions/core/apply';
import { created, press, setting } from '../functions/core/customers-told';
import { openDesk, type OpenDesk } from './open-desk';

const someText: unknown = expect.any(String);
let desk: OpenDesk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const ids = (body: unknown): string[] => (body as { id: string }[]).map(({ id }) => id);

describe('mails', () => {
  it('come as an array, oldest first, each whole', async () => {
    expect((await desk.ask('/api/mails')).body).toEqual([]);
    desk.arrive({});
    desk.arrive({ id: 'second' });
    const { status, headers, body } = await desk.ask('/api/mails');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(ids(body)).toEqual(['m1', 'second']);
    expect((body as unknown[])[0]).toEqual({
      id: 'm1',
      at: '2026-11-23T14:00:01.000Z',
      to: 'ada@example.com',
      from: '"Tern & Tide" <orders@ternandtide.example>',
      subject: 'Mail 1',
      html: '<html><head><title>x</title></head><body>Hello</body></html>',
      text: 'Hello Ada,\n\nthis is mail 1.',
      headers: { 'List-Unsubscribe': '<http://localhost/u/x>' },
      tags: { kind: 'first' },
    });
  });

  it('come in their thousands, none left out and none twice', async () => {
    for (let number = 0; number < 1234; number += 1) desk.arrive({});
    const { body, headers } = await desk.ask('/api/mails');
    expect(ids(body)).toEqual(Array.from({ length: 1234 }, (_, index) => `m${index + 1}`));
    expect(headers.get('x-total-count')).toBe('1234');
  });

  it.each([
    ['?offset=1&limit=2', ['m2', 'm3'], '5'],
    ['?order=newest&limit=2', ['m5', 'm4'], '5'],
    ['?order=newest&offset=4&limit=9', ['m1'], '5'],
    ['?offset=9', [], '5'],
    ['?to=BO@example.com', ['m4'], '1'],
    ['?q=mail+3', ['m3'], '1'],
    ['?q=bo@+mail', ['m4'], '1'],
  ])('are found and cut by %s', async (query, expected, total) => {
    for (const to of ['ada', 'ada', 'ada', 'bo', 'ada']) desk.arrive({ to: `${to}@example.com` });
    for (const fields of ['all', 'list']) {
      const { body, headers } = await desk.ask(`/api/mails${query}&fields=${fields}`);
      expect(ids(body)).toEqual(expected);
      expect(headers.get('x-total-count')).toBe(total);
    }
  });

  it('are listed without their bodies', async () => {
    desk.arrive({});
    expect((await desk.ask('/api/mails?fields=list')).body).toEqual([
      {
        id: 'm1',
        at: '2026-11-23T14:00:01.000Z',
        to: 'ada@example.com',
        from: '"Tern & Tide" <orders@ternandtide.example>',
        subject: 'Mail 1',
        begins: 'Hello Ada, this is mail 1.',
        kind: 'first',
      },
    ]);
  });

  it.each(['offset=-1', 'limit=all', 'order=random', 'fields=some'])('refuse %s and say what was expected', async (query) => {
    const { status, body } = await desk.ask(`/api/mails?${query}`);
    expect(status).toBe(400);
    expect(body).toEqual({ what: someText, where: `query ${query.split('=')[0]!}`, expected: someText });
  });

  it('are shown in a frame that can do nothing but open links', async () => {
    desk.arrive({ html: '<html><head lang="en"><style>@media (prefers-color-scheme: dark) { p { color: red } }</style></head><body></body></html>' });
    const { headers, body } = await desk.ask('/api/mails/m1/html?scheme=dark');
    const policy = headers.get('content-security-policy');
    expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox;');
    expect(policy).toContain("default-src 'none'");
    expect(body).toContain('<head lang="en"><base target="_blank">');
    expect(body).toContain('@media (min-width: 0) {');
    expect((await desk.ask('/api/mails/m1/html?scheme=light')).body).toContain('@media (max-width: 0) {');
    expect((await desk.ask('/api/mails/m1/html')).body).toContain('@media (prefers-color-scheme: dark) {');
    expect((await desk.ask('/api/mails/m1/html?scheme=blue')).status).toBe(400);
  });

  it('are found by id, or not', async () => {
    desk.arrive({});
    expect((await desk.ask('/api/mails/m1')).body).toMatchObject({ id: 'm1', subject: 'Mail 1' });
    expect((await desk.ask('/api/mails/m2')).status).toBe(404);
  });
});

describe('events', () => {
  beforeEach(() => {
    const at = '2026-11-23T14:00:00.000Z';
    desk.events.push(
      { id: '1', at, bus: 'forthright', source: 'store', detailType: 'Backorder Created', detail: { orderId: 'o1' } },
      { id: '2', at, bus: 'default', source: 'aws.ses', detailType: 'Email Sent', detail: {} },
      { id: '3', at, bus: 'forthright', source: 'forthright', detailType: 'Notice Sent', detail: { noticeId: 'n1' } },
    );
  });

  it('are all that went out on the merchant’s bus, from both sides, oldest first', async () => {
    expect((await desk.ask('/api/events')).body).toEqual([
      { id: '1', at: '2026-11-23T14:00:00.000Z', source: 'store', detailType: 'Backorder Created', detail: { orderId: 'o1' } },
      { id: '3', at: '2026-11-23T14:00:00.000Z', source: 'forthright', detailType: 'Notice Sent', detail: { noticeId: 'n1' } },
    ]);
  });

  it.each([
    ['?source=forthright', ['3']],
    ['?detailType=Backorder+Created', ['1']],
    ['?q=n1', ['3']],
    ['?order=newest&limit=1', ['3']],
    ['?offset=1', ['3']],
  ])('are cut by %s', async (query, expected) => {
    expect(ids((await desk.ask(`/api/events${query}`)).body)).toEqual(expected);
  });
});

describe('dead letters', () => {
  const message = (body: unknown, messageAttributes = {}) => ({ messageId: 'd1', body: JSON.stringify(body), messageAttributes, sentAt: Date.parse('2026-11-23T14:00:00Z'), receiveCount: 5 });

  it('say which field of an event was wrong', async () => {
    desk.dead.get('attend-dead-letters')!.push(message({ id: 'i', 'detail-type': 'ETA Confirmed', detail: { eventId: 'e', scope: { sku: 'S' } } }));
    const { body } = await desk.ask('/api/dead-letters');
    expect(body).toEqual([
      {
        id: 'd1',
        queue: 'attend-dead-letters',
        at: '2026-11-23T14:00:00.000Z',
        body: '{"id":"i","detail-type":"ETA Confirmed","detail":{"eventId":"e","scope":{"sku":"S"}}}',
        receiveCount: 5,
        reason: expect.stringContaining('detail.asOf: ') as unknown,
      },
    ]);
    expect((await desk.ask('/api/summary')).body).toMatchObject({ deadLetters: 1 });
  });

  it('say what the bus said of them', async () => {
    desk.dead.get('attend-dead-letters')!.push(message({}, { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } }));
    expect((await desk.ask('/api/dead-letters')).body).toMatchObject([{ reason: 'NO_PERMISSIONS' }]);
  });

  it('give no reason where none is known', async () => {
    desk.dead.get('attend-dead-letters')!.push(message({ customerKey: 'ada' }));
    expect((await desk.ask('/api/dead-letters')).body).toEqual([expect.not.objectContaining({ reason: expect.anything() as unknown })]);
  });
});

describe('the clock', () => {
  it.each([
    [{ advance: 'P7D' }, '2026-11-30T14:00:00.000Z'],
    [{ advance: 'PT1H30M' }, '2026-11-23T15:30:00.000Z'],
    [{ advance: 'P1M' }, '2026-12-23T14:00:00.000Z'],
    [{ to: '2026-12-01T10:00:00Z' }, '2026-12-01T10:00:00.000Z'],
    [{ to: '2026-12-01T10:00:00-05:00' }, '2026-12-01T15:00:00.000Z'],
  ])('moves by %j and answers when that is done', async (body, now) => {
    const answer = await desk.post('/api/clock', body);
    expect([answer.status, answer.body]).toEqual([200, { now }]);
    expect(desk.moves).toEqual([now]);
    expect((await desk.ask('/api/clock')).body).toEqual({ now });
  });

  it.each([
    [undefined, 'body'],
    [{}, 'body'],
    [{ advance: 7 }, 'body'],
    [{ advance: 'P7D', to: '2026-12-01T10:00:00Z' }, 'body'],
    [{ advance: 'a week' }, 'advance'],
    [{ advance: '-P1D' }, 'advance'],
    [{ advance: 'P11Y' }, 'advance'],
    [{ advance: 'P999999999D' }, 'advance'],
    [{ to: 'tomorrow' }, 'to'],
    [{ to: '2026-12-01' }, 'to'],
    [{ to: '2026-11-23T13:59:59Z' }, 'to'],
  ])('refuses %j and stays where it is', async (body, where) => {
    const answer = await desk.post('/api/clock', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ what: someText, where, expected: someText });
    expect(desk.moves).toEqual([]);
  });

  it('moves a second week after the first when both are asked for at once', async () => {
    await Promise.all([desk.post('/api/clock', { advance: 'P7D' }), desk.post('/api/clock', { advance: 'P7D' })]);
    expect(desk.moves).toEqual(['2026-11-30T14:00:00.000Z', '2026-12-07T14:00:00.000Z']);
  });

  it('answers when nothing is in flight', async () => {
    const release = desk.hold();
    let settled = false;
    const answer = desk.post('/api/settle').then((got) => {
      settled = true;
      return got;
    });
    await desk.ask('/api/summary');
    expect(settled).toBe(false);
    release();
    expect((await answer).body).toEqual({ now: '2026-11-23T14:00:00.000Z' });
  });
});

describe('SES', () => {
  it.each([
    [undefined],
    [{ answers: [{ answer: 'lost' }] }],
    [{ answers: [{ answer: 'hang-up' }] }],
    [{ outcomes: [{ outcome: 'bounced', times: 0 }] }],
    [{ account: { maxSendRate: 0 } }],
    [{ acount: {} }],
  ])('takes no orders like %j', async (body) => {
    const answer = await desk.post('/api/ses', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ what: someText, where: 'body', expected: someText });
  });
});

describe('stories', () => {
  const told = async (): Promise<{ id: string; state: string; told: unknown[] }> => ((await desk.ask('/api/stories')).body as { telling: { id: string; state: string; told: unknown[] } }).telling;

  it('are offered with the eight weeks first', async () => {
    const { stories } = (await desk.ask('/api/stories')).body as { stories: { id: string }[] };
    expect(stories[0]).toEqual({ id: 'eight-weeks', title: 'Eight weeks at Tern & Tide', summary: someText, days: 56 });
    expect(stories.length).toBeGreaterThanOrEqual(7);
  });

  it('put their events on the bus, move the clock, and can be followed', async () => {
    const { status, body } = await desk.post('/api/stories/ships');
    expect(status).toBe(202);
    expect(body).toMatchObject({ id: 'ships', state: 'running' });
    while ((await told()).state === 'running');
    expect(await told()).toMatchObject({ state: 'done', told: [{ says: 'Eleanor orders a rope doormat.' }, { says: 'The doormat leaves the shop.' }] });
    expect(desk.events.map(({ bus, source, detailType }) => [bus, source, detailType])).toEqual([
      ['forthright', 'tern-and-tide.store', 'Backorder Created'],
      ['forthright', 'tern-and-tide.store', 'Order Shipped'],
    ]);
    expect(desk.moves).toEqual(['2026-12-03T16:15:00.000Z', '2026-12-05T15:00:00.000Z']);
  });

  it('are told one at a time, and nobody else moves the clock meanwhile', async () => {
    const release = desk.hold();
    await desk.post('/api/stories/ships');
    expect((await desk.post('/api/stories/no-word')).status).toBe(409);
    expect((await desk.post('/api/clock', { advance: 'PT1H' })).status).toBe(409);
    release();
    while ((await told()).state === 'running');
    expect((await desk.post('/api/stories/no-word')).status).toBe(202);
    while ((await told()).state === 'running');
  });

  it('that nobody knows are not found', async () => {
    expect((await desk.post('/api/stories/moby-dick')).status).toBe(404);
  });
});

describe('customers', () => {
  it('are read from the table, with their lines and their record in order', async () => {
    const event = created();
    desk.events.push({ id: '1', at: event.placedAt, bus: 'forthright', source: 'store', detailType: 'Backorder Created', detail: event });
    await changeCustomer(desk.table, 'ada', (known) => apply(known, { type: 'Backorder Created', event }, setting, '2026-11-23T14:00:00.000Z'));
    await changeCustomer(desk.table, 'ada', (known) => apply(known, press('Cancel Pressed', '2026-11-23T15:00:00.000Z'), setting, '2026-11-23T15:00:00.000Z'));
    const list = await desk.ask('/api/customers');
    expect(list.headers.get('x-total-count')).toBe('1');
    expect(list.body).toEqual([{ key: 'ada', name: 'Ada', email: 'ada@example.com', weekly: 'on', dueAt: someText, waiting: [], cancelled: 1, asked: [] }]);
    const { body } = await desk.ask('/api/customers/ada');
    expect(body).toMatchObject({
      key: 'ada',
      profile: { email: 'ada@example.com', weekly: 'on' },
      lines: [{ orderId: 'o1', lineId: 'l1', waiting: 0, closed: false, cancellations: [{ state: 'held' }] }],
      record: [{ what: 'line-opened' }, { what: 'cancelled' }],
    });
  });

  it('that the table does not know yet are listed as just heard of', async () => {
    const ordered = created({ customer: { email: 'bo@example.com', name: 'Bo' }, orderId: 'o/7' });
    desk.events.push({ id: '1', at: ordered.placedAt, bus: 'forthright', source: 'store', detailType: 'Backorder Created', detail: ordered });
    expect((await desk.ask('/api/customers?q=BO@')).body).toEqual([{ key: 'guest-o/7', waiting: [], cancelled: 0, asked: [] }]);
    const asked = { eventId: 'e', customer: { email: 'Cy@example.com' }, item: { sku: 'MUGS', name: 'Mugs' } };
    desk.events.push({ id: '2', at: ordered.placedAt, bus: 'forthright', source: 'store', detailType: 'Stock Alert Requested', detail: asked });
    // Whose a guest's question is, the table says, once it is there.
    expect((await desk.ask('/api/customers?q=cy@')).body).toEqual([]);
    const event = { ...asked, requestedAt: '2026-11-23T14:00:00.000Z' };
    await changeCustomer(desk.table, 'guest-cy', (known) => apply(known, { type: 'Stock Alert Requested', event, guestKey: 'guest-cy' }, setting, event.requestedAt));
    expect((await desk.ask('/api/customers?q=cy@')).body).toMatchObject([{ key: 'guest-cy', asked: ['Mugs'] }]);
    expect((await desk.ask('/api/customers?q=nobody')).body).toEqual([]);
    expect((await desk.ask('/api/customers/guest-o%2F7')).status).toBe(404);
  });
});

describe('the door', () => {
  it('shows the page, which takes nothing from elsewhere', async () => {
    const { status, headers, body } = await desk.ask('/');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(body).toContain('<title>Forthright');
    expect(body).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('leaves to others what is not the desk’s', async () => {
    for (const path of ['/b/token', '/u/token', '/../package.json', '/desk.ts']) expect((await desk.ask(path)).body).toBe('not the desk’s');
  });

  it.each([
    ['another site’s page', { origin: 'https://evil.example' }, 403],
    ['a page without an origin of its own', { origin: 'null' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
  ])('takes no orders from %s', async (_who, headers, status) => {
    expect((await desk.post('/api/clock', { advance: 'PT1H' }, headers)).status).toBe(status);
    expect(desk.moves).toEqual([]);
  });

  it('takes orders from its own page', async () => {
    expect((await desk.post('/api/clock', { advance: 'PT1H' }, { origin: desk.url })).status).toBe(200);
  });

  it('knows no other name than this machine’s', async () => {
    const status = await new Promise((resolve) => request(`${desk.url}/api/mails`, { headers: { host: 'rebound.example' } }, (res) => resolve(res.resume().statusCode)).end());
    expect(status).toBe(403);
  });

  it.each([
    ['a path that is not there', '/api/nothing', { method: 'GET' }, 404],
    ['a method that is not taken', '/api/mails', { method: 'DELETE' }, 405],
    ['a body that is not JSON', '/api/clock', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }, 400],
    ['a body that is too large', '/api/clock', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify('x'.repeat(70_000)) }, 413],
  ])('answers %s in words', async (_what, path, init, status) => {
    const answer = await desk.ask(path, init);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ what: someText, where: someText, expected: someText });
  });

  it('says what there is', async () => {
    desk.arrive({});
    expect((await desk.ask('/api/summary')).body).toEqual({
      now: '2026-11-23T14:00:00.000Z',
      mails: 1,
      events: 0,
      customers: 0,
      deadLetters: 0,
      telling: null,
      awsUrl: someText,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
    });
  });
});

describe('the gallery', () => {
  it('is made when it is asked for: the page, what there is, and a language', async () => {
    const page = await desk.ask('/gallery/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(String((await desk.ask('/gallery/index.js')).body)).toMatch(/^globalThis\.galleryIndex = \{"brand":"Tern & Tide"/);
    const thai = String((await desk.ask('/gallery/languages/th.js')).body);
    expect(thai).toMatch(/^globalThis\.galleryShown\("th", \{"locale":"th","dir":"ltr"/);
    expect(thai).toContain('สวัสดี');
  });

  it('has nothing else, and no language that there is not', async () => {
    for (const path of ['/gallery', '/gallery/languages/xx.js', '/gallery/constructor', '/gallery/toString.js', '/gallery/languages/..%2Findex.js', '/gallery/languages/']) {
      expect([path, (await desk.ask(path)).status]).toEqual([path, 404]);
    }
  });
});
