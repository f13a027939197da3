import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { HttpApi } from '../../local/aws/http-api/http-api';
import { Routes } from '../../local/aws/http-api/routes';
import { InvocationError } from '../../local/aws/lambda/instance';
import { Clock } from '../../local/clock';
import { PageServer } from '../../local/server';
import { Store } from '../../local/store';
import type { RouteWiring } from '../../local/template/wiring';

const route = (key: string): RouteWiring => ({ api: 'pages', key, integration: key });

describe('a path', () => {
  const routes = new Routes(['ANY /b/{token}', 'GET /b/{token}', 'GET /b/fixed', 'ANY /b/{token}/{intent}', 'GET /all/{rest+}'].map(route));

  test.each([
    ['GET', '/b/abc', 'GET /b/{token}', { token: 'abc' }],
    ['POST', '/b/abc', 'ANY /b/{token}', { token: 'abc' }],
    ['GET', '/b/fixed', 'GET /b/fixed', {}],
    ['POST', '/b/a%20b/cancel', 'ANY /b/{token}/{intent}', { token: 'a b', intent: 'cancel' }],
    ['GET', '/all/x/y/z', 'GET /all/{rest+}', { rest: 'x/y/z' }],
  ])('%s %s goes to its most exact route', (method, path, key, parameters) => {
    expect(routes.find(method, path)).toEqual({ route: route(key), parameters });
  });

  test.each([['GET', '/b'], ['GET', '/b/'], ['GET', '/b/a/b/c'], ['POST', '/all/x'], ['GET', '/']])('%s %s has none', (method, path) => {
    expect(routes.find(method, path)).toBeUndefined();
  });

  test('without a route of its own goes to $default', () => {
    expect(new Routes(['GET /a', '$default'].map(route)).find('PUT', '/x')).toEqual({ route: route('$default'), parameters: {} });
  });
});

describe('a request', () => {
  let dir: string;
  let store: Store;
  let server: PageServer;
  let answer: (payload: unknown) => Promise<unknown>;
  let payloads: Record<string, unknown>[];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'api-'));
    store = await Store.open(dir);
    const clock = await Clock.open(store);
    payloads = [];
    answer = () => Promise.resolve({ statusCode: 200, body: 'ok' });
    const api = new HttpApi([route('ANY /b/{token}')], [{ id: 'ANY /b/{token}', functionArn: 'f', timeoutMs: 200 }], clock, (_arn, payload) => {
      payloads.push(z.record(z.string(), z.unknown()).parse(payload));
      return answer(payload);
    });
    server = await PageServer.listen(0, (error) => {
      throw error;
    });
    server.serve([(incoming, response) => api.handle(incoming, response)]);
  });
  afterEach(async () => {
    await server.close();
    await store.close();
    await rm(dir, { recursive: true });
  });

  test('reaches the Lambda in payload format 2.0', async () => {
    await fetch(`${server.origin}/b/tok?x=1&x=2&y=%20`, { headers: { 'X-Shop': 'Tern', cookie: 'a=1; b=2' } });
    expect(payloads).toMatchObject([
      {
        version: '2.0',
        routeKey: 'ANY /b/{token}',
        rawPath: '/b/tok',
        rawQueryString: 'x=1&x=2&y=%20',
        cookies: ['a=1', 'b=2'],
        headers: { 'x-shop': 'Tern' },
        queryStringParameters: { x: '1,2', y: ' ' },
        pathParameters: { token: 'tok' },
        requestContext: { http: { method: 'GET', path: '/b/tok', protocol: 'HTTP/1.1' }, stage: '$default' },
        isBase64Encoded: false,
      },
    ]);
    expect(payloads[0]).not.toHaveProperty('body');
  });

  test.each([
    ['a form, in base64', 'application/x-www-form-urlencoded', 'YT1iJmM9ZA==', true],
    ['JSON, as text', 'application/json', 'a=b&c=d', false],
    ['plain text, as text', 'text/plain; charset=utf-8', 'a=b&c=d', false],
  ])('carries %s', async (_what, type, body, isBase64Encoded) => {
    await fetch(`${server.origin}/b/tok`, { method: 'POST', body: 'a=b&c=d', headers: { 'content-type': type } });
    expect(payloads).toMatchObject([{ body, isBase64Encoded }]);
  });

  test('gets status, headers, cookies and body of the answer', async () => {
    answer = () => Promise.resolve({ statusCode: 418, headers: { 'Content-Type': 'text/html', 'X-Robots-Tag': 'noindex' }, cookies: ['a=1', 'b=2'], body: Buffer.from('<p>').toString('base64'), isBase64Encoded: true });
    const response = await fetch(`${server.origin}/b/tok`);
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-robots-tag'), response.headers.getSetCookie(), await response.text()]).toEqual([418, 'text/html', 'noindex', ['a=1', 'b=2'], '<p>']);
  });

  test('by HEAD gets no body, but its length', async () => {
    const response = await fetch(`${server.origin}/b/tok`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '2', '']);
  });

  test.each([
    ['throws', () => Promise.reject(new InvocationError('f', 'Error', 'secret')), 500, '{"message":"Internal Server Error"}'],
    ['answers what HTTP can not carry', () => Promise.resolve({ statusCode: 'many' }), 500, '{"message":"Internal Server Error"}'],
    ['takes longer than its time', () => new Promise(() => undefined), 504, '{"message":"Gateway Timeout"}'],
  ])('to a Lambda that %s is answered without a word of it', async (_what, given, status, body) => {
    answer = given;
    const response = await fetch(`${server.origin}/b/tok`);
    expect([response.status, await response.text()]).toEqual([status, body]);
  });

  test('with a body over 10 MB does not reach the Lambda', async () => {
    const response = await fetch(`${server.origin}/b/tok`, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect(response.status).toBe(413);
    expect(payloads).toEqual([]);
  });

  test('to a path without a route is answered by nobody', async () => {
    expect((await fetch(`${server.origin}/b/tok/x/y`)).status).toBe(404);
  });
});
