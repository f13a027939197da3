import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { ACCOUNT } from '../account';
import type { MatchedRoute } from './routes';

export interface ReceivedRequest {
  incoming: IncomingMessage;
  url: URL;
  body: Buffer;
  matched: MatchedRoute;
  /** Virtual epoch ms. */
  now: number;
}

/** The event of payload format 2.0, "Create AWS Lambda proxy integrations for HTTP APIs". */
export function payloadOf({ incoming, url, body, matched, now }: ReceivedRequest): Record<string, unknown> {
  const { cookie, ...others } = incoming.headers;
  // A header that came more than once is one text, its values parted by commas.
  const headers = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]));
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  const isText = isTextual(incoming.headers['content-type']);
  return {
    version: '2.0',
    routeKey: matched.route.key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(matched.parameters).length > 0 && { pathParameters: matched.parameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: matched.route.api,
      domainName: url.host,
      domainPrefix: url.hostname.split('.')[0],
      http: {
        method: incoming.method,
        path: url.pathname,
        protocol: `HTTP/${incoming.httpVersion}`,
        sourceIp: incoming.socket.remoteAddress,
        userAgent: incoming.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: matched.route.key,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** HTTP APIs hand on these as text; all else, forms too, in base64. */
function isTextual(contentType = ''): boolean {
  return /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))\b)/i.test(contentType);
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** 24/Nov/2026:10:00:00 +0000 */
function commonLogTime(epochMs: number): string {
  const [year = '', month = '', day = '', time = ''] = new Date(epochMs).toISOString().split(/[-T.]/);
  return `${day}/${MONTHS[Number(month) - 1] ?? ''}/${year}:${time} +0000`;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

const Proxied = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.coerce.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** What the function's answer is over HTTP. Without a statusCode the whole of it is a JSON body. Undefined: no answer that HTTP could carry. */
export function answerOf(result: unknown): HttpAnswer | undefined {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return result === undefined ? undefined : { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(result)) };
  }
  const parsed = Proxied.safeParse(result);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...named, ...(cookies.length > 0 && { 'set-cookie': cookies }) },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}
