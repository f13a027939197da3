import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { languagesOf, readRequest } from '../../../functions/customer-page/request';

const ORIGIN = 'https://orders.shop.example';

function asked(method: string, path: string, over: { headers?: Record<string, string>; body?: string; isBase64Encoded?: boolean } = {}): ReturnType<typeof readRequest> {
  const [, , token, intent] = path.split('/');
  const event: Partial<APIGatewayProxyEventV2> = {
    rawPath: path,
    headers: over.headers ?? {},
    pathParameters: { ...(token ? { token } : {}), ...(intent ? { intent } : {}) },
    requestContext: { http: { method, path } } as APIGatewayProxyEventV2['requestContext'],
    isBase64Encoded: over.isBase64Encoded ?? false,
    ...(over.body === undefined ? {} : { body: over.body }),
  };
  return readRequest(event as APIGatewayProxyEventV2, ORIGIN);
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

test.each([
  ['GET', '/b/t', { kind: 'show', intent: 'view' }],
  ['GET', '/b/t/cancel', { kind: 'show', intent: 'cancel' }],
  ['HEAD', '/b/t/undo', { kind: 'show', intent: 'undo' }],
  ['GET', '/b/t/leave', { kind: 'show', intent: 'leave' }],
  ['GET', '/b/t/elsewhere', { kind: 'refused', status: 404 }],
  ['PUT', '/b/t/cancel', { kind: 'refused', status: 405, allow: 'GET, HEAD, POST' }],
  ['DELETE', '/b/t', { kind: 'refused', status: 405 }],
  ['GET', '/u/t', { kind: 'show-one-click', token: 't' }],
  ['HEAD', '/u/t', { kind: 'show-one-click', token: 't' }],
  ['PUT', '/u/t', { kind: 'refused', status: 405, allow: 'GET, HEAD, POST' }],
] as const)('%s %s', (method, path, expected) => {
  expect(asked(method, path)).toMatchObject(expected);
});

test('a press says which button, which lines and what was seen; ids may hold any character', () => {
  const body = 'action=undo&seen=2.1&line=o%252F1%2Fl%2523&line=o2/l2';
  expect(asked('POST', '/b/t/undo', { headers: { ...form, origin: ORIGIN }, body })).toEqual({
    kind: 'press',
    token: 't',
    intent: 'undo',
    form: { press: 'undo', seen: '2.1', lines: [{ orderId: 'o/1', lineId: 'l#' }, { orderId: 'o2', lineId: 'l2' }] },
  });
});

test('a number of units goes with one line and with what was seen of it', () => {
  const body = 'action=cancel&seen=3_2026-12-10&line=o1/l1&quantity=2';
  expect(asked('POST', '/b/t/cancel', { headers: form, body })).toMatchObject({ kind: 'press', form: { press: 'cancel', seen: '3_2026-12-10', lines: [{ orderId: 'o1', lineId: 'l1' }], quantity: 2 } });
});

test.each([
  ...['0', '-1', '1.5', '', 'two', '2 ', '%202', '01', '1e3', '99999999', '2&quantity=1'].map((value) => `action=cancel&seen=3_x&line=o1/l1&quantity=${value}`),
  'action=cancel&seen=3_x&quantity=2',
  'action=cancel&seen=3.1_x&line=o1/l1&line=o1/l2&quantity=2',
  'action=cancel&line=o1/l1&quantity=2',
  'action=keep&seen=3_x&line=o1/l1&quantity=2',
])('a number of units that no form of ours sends is refused: %s', (body) => {
  expect(asked('POST', '/b/t/cancel', { headers: form, body })).toEqual({ kind: 'refused', status: 400 });
});

test('a press without fields does what its address names', () => {
  expect(asked('POST', '/b/t/cancel')).toMatchObject({ kind: 'press', form: { press: 'cancel', lines: undefined } });
});

test.each([
  ['/b/t/leave', '', { intent: 'leave', form: { press: 'stop-alert' } }],
  ['/b/t/leave', 'action=stop-alert', { intent: 'leave', form: { press: 'stop-alert' } }],
  ['/b/t', 'action=ask-again', { intent: 'view', form: { press: 'ask-again' } }],
])('a press on the page of a stock alert, POST %s with "%s"', (path, body, expected) => {
  expect(asked('POST', path, { headers: form, body })).toMatchObject({ kind: 'press', ...expected });
});

test.each([
  ['from another site', 403, { headers: { ...form, origin: 'https://evil.example' }, body: 'action=cancel' }],
  ['from nowhere that the browser names', 403, { headers: { ...form, origin: 'null' }, body: 'action=cancel' }],
  ['that the browser says is cross-site', 403, { headers: { ...form, 'sec-fetch-site': 'cross-site' }, body: 'action=cancel' }],
  ['in JSON', 415, { headers: { 'content-type': 'application/json' }, body: '{}' }],
  ['of no known button', 400, { headers: form, body: 'action=refund-all' }],
  ['about a line that can\'t be read', 400, { headers: form, body: 'action=cancel&line=o1' }],
  ['of 70,000 bytes', 413, { headers: form, body: 'x'.repeat(70_000) }],
])('a press %s is refused', (_what, status, over) => {
  expect(asked('POST', '/b/t/cancel', over)).toMatchObject({ kind: 'refused', status });
});

describe('one-click unsubscribe (RFC 8058)', () => {
  test.each([
    ['as a form', { headers: form, body: 'List-Unsubscribe=One-Click' }],
    ['as a form in base64', { headers: form, body: Buffer.from('List-Unsubscribe=One-Click').toString('base64'), isBase64Encoded: true }],
    [
      'as multipart',
      { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n' },
    ],
    [
      'as multipart among other headers and fields, with lines that end in any way',
      {
        headers: { 'content-type': 'multipart/form-data; charset=utf-8; boundary="---b 1"' },
        body: '-----b 1\nContent-Disposition: form-data; name="other"\n\nx\n-----b 1\nContent-Type: text/plain\nContent-Disposition: form-data; name="List-Unsubscribe"\n\nOne-Click\n-----b 1--\n',
      },
    ],
    [
      'as multipart in base64',
      {
        headers: { 'content-type': 'Multipart/Form-Data; boundary=b' },
        body: Buffer.from('--b\r\ncontent-disposition: form-data; name=List-Unsubscribe\r\n\r\nOne-Click\r\n--b--').toString('base64'),
        isBase64Encoded: true,
      },
    ],
    ['from any site', { headers: { ...form, origin: 'https://mail.example' }, body: 'List-Unsubscribe=One-Click' }],
  ])('is taken %s', (_how, over) => {
    expect(asked('POST', '/u/t', over)).toEqual({ kind: 'one-click', token: 't' });
  });

  test.each([
    ['with another field', 400, { headers: form, body: 'x=y' }],
    ['with another value', 400, { headers: form, body: 'List-Unsubscribe=Two-Clicks' }],
    ['as multipart with another value', 400, { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Clicks\r\n--b--' }],
    ['as multipart in the value of another field', 400, { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nname="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--' }],
    ['as multipart that names no boundary', 400, { headers: { 'content-type': 'multipart/form-data' }, body: 'List-Unsubscribe=One-Click' }],
    ['in JSON', 415, { headers: { 'content-type': 'application/json' }, body: '{"List-Unsubscribe":"One-Click"}' }],
    ['of 70,000 bytes', 413, { headers: form, body: `List-Unsubscribe=One-Click&x=${'x'.repeat(70_000)}` }],
    ['with no type', 415, {}],
  ])('is refused %s', (_how, status, over) => {
    expect(asked('POST', '/u/t', over)).toMatchObject({ kind: 'refused', status });
  });
});

test.each([
  [undefined, []],
  ['', []],
  ['de', ['de']],
  ['en;q=0.5, pt-BR, fr;q=0.8', ['pt-BR', 'fr', 'en']],
  ['ar;q=0, *, th;q=0.1', ['th']],
  ['de;q=many, ,;', []],
])('a browser that asks for %j wants %j, in this order', (header, wanted) => expect(languagesOf(header)).toEqual(wanted));
