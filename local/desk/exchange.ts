import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { badInput, RefusedError } from './refusal';

/*
 * One request and its answer. The desk can move the clock and read every mail, so it answers this machine alone and
 * takes no orders from other sites' pages.
 */

const LARGEST_BODY_BYTES = 64 * 1024;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A page elsewhere whose name resolves to this machine must not read the desk (DNS rebinding). */
export function checkHost(req: IncomingMessage): void {
  const host = req.headers.host ?? '';
  if (!LOOPBACK.has(host.replace(/:\d+$/, ''))) {
    throw new RefusedError(403, { what: 'a foreign host', where: 'header host', expected: 'localhost or 127.0.0.1' });
  }
}

/** Browsers name the page that posts; a program names none. */
export function checkOrigin(req: IncomingMessage): void {
  const { origin, host } = req.headers;
  if (origin !== undefined && origin !== `http://${host ?? ''}`) {
    throw new RefusedError(403, { what: 'a request from another origin', where: 'header origin', expected: 'the desk’s own origin, or none' });
  }
}

/** The body as JSON; undefined where there is none. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) {
      throw new RefusedError(413, { what: 'a body that is too large', where: 'body', expected: `at most ${LARGEST_BODY_BYTES} bytes` }, { connection: 'close' });
    }
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  if (!/^application\/json\s*(;|$)/i.test(req.headers['content-type'] ?? '')) {
    throw new RefusedError(415, { what: 'a body that is not declared as JSON', where: 'header content-type', expected: 'application/json' });
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw badInput('a body that is not JSON', 'body', 'a JSON object');
  }
}

const PRIVATE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function answer(res: ServerResponse, status: number, body: string | Buffer, headers: Record<string, string>): void {
  res.writeHead(status, { ...PRIVATE, ...headers, 'content-length': String(Buffer.byteLength(body)) });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}

export function answerJson(res: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  answer(res, status, JSON.stringify(body), { ...headers, 'content-type': 'application/json; charset=utf-8' });
}

/** A JSON array, written as it is read: five thousand mails are too many to hold at once. */
export async function streamJson(res: ServerResponse, total: number, items: AsyncIterable<unknown>): Promise<void> {
  res.writeHead(200, { ...PRIVATE, 'content-type': 'application/json; charset=utf-8', 'x-total-count': String(total) });
  await pipeline(Readable.from(res.req.method === 'HEAD' ? [] : jsonArray(items)), res);
}

async function* jsonArray(items: AsyncIterable<unknown>): AsyncIterable<string> {
  let separator = '[';
  for await (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ',\n';
  }
  yield separator === '[' ? '[]' : ']';
}
