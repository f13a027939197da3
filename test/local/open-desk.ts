import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDesk } from '../../local/desk/desk';
import type { DeskEvent, DeskMail, DeskMessage } from '../../local/desk/desk-stack';
import { openProductTable } from '../functions/adapters/open-table';
import type { Table } from '../../functions/adapters/table';

export const START = Date.parse('2026-11-23T14:00:00.000Z');

/** The desk over HTTP, on a stack that holds just what a test puts there; its table is the embedded database. */
export interface OpenDesk {
  url: string;
  table: Table;
  mails: DeskMail[];
  events: DeskEvent[];
  /** Dead letters by the name of their queue. */
  dead: Map<string, DeskMessage[]>;
  /** Every place the clock was moved to. */
  moves: string[];
  /** Answers a story's clock moves wait for; resolved ones by default. */
  hold(): () => void;
  arrive(mail: Partial<DeskMail>): void;
  ask(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: unknown }>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; headers: Headers; body: unknown }>;
  close(): Promise<void>;
}

export async function openDesk(): Promise<OpenDesk> {
  const product = await openProductTable();
  const { table } = product;
  const [mails, events, moves]: [DeskMail[], DeskEvent[], string[]] = [[], [], []];
  const dead = new Map<string, DeskMessage[]>([['attend-dead-letters', []]]);
  const listeners: (() => void)[] = [];
  let [now, held] = [START, Promise.resolve()];

  const aws = await listen(gateway(table, events, () => now));
  const desk = createDesk({
    awsUrl: aws.url,
    tableName: table.name,
    busName: 'forthright',
    clock: { now: () => now },
    timeline: {
      settle: () => held,
      advanceTo: async (to) => {
        await held;
        now = to;
        moves.push(new Date(to).toISOString());
      },
    },
    queues: {
      list: () => [{ arn: 'attend', name: 'attend', isDeadLetterOf: [] }, ...[...dead.keys()].map((name) => ({ arn: name, name, isDeadLetterOf: ['attend'] }))],
      peek: (arn) => dead.get(arn) ?? [],
      depth: (arn) => ({ ready: dead.get(arn)?.length ?? 0, inFlight: 0, delayed: 0 }),
    },
    bridge: { log: () => events },
    ses: { mails: async ({ offset, limit }) => mails.slice(offset, offset + limit), count: () => mails.length, onMail: (listener) => void listeners.push(listener), state: () => ({}), order: async () => undefined },
  });
  const front = await listen((req, res) => void desk(req, res).then((answered) => answered || res.writeHead(404).end('not the desk’s')));

  const ask: OpenDesk['ask'] = async (path, init) => {
    const answer = await fetch(front.url + path, init);
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    url: front.url,
    table,
    mails,
    events,
    dead,
    moves,
    hold: () => {
      let release: () => void = () => undefined;
      held = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    arrive: (mail) => {
      mails.push({ ...plainMail(mails.length + 1), ...mail });
      for (const listener of listeners) listener();
    },
    ask,
    post: (path, body, headers = {}) =>
      ask(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    close: async () => {
      await Promise.all([front.close(), aws.close()]);
      await product.close();
    },
  };
}

const plainMail = (number: number): DeskMail => ({
  id: `m${number}`,
  at: `2026-11-23T14:00:${String(number % 60).padStart(2, '0')}.000Z`,
  to: 'ada@example.com',
  from: '"Tern & Tide" <orders@ternandtide.example>',
  subject: `Mail ${number}`,
  html: '<html><head><title>x</title></head><body>Hello</body></html>',
  text: `Hello Ada,\n\nthis is mail ${number}.`,
  headers: { 'List-Unsubscribe': '<http://localhost/u/x>' },
  tags: { kind: 'first' },
});

/** Takes PutEvents into the log; all else goes to the table's database. */
function gateway(table: Table, events: DeskEvent[], now: () => number): RequestListener {
  return (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks);
      if (req.headers['x-amz-target'] === 'AWSEvents.PutEvents') {
        const { Entries } = JSON.parse(body.toString()) as { Entries: { EventBusName: string; Source: string; DetailType: string; Detail: string }[] };
        const taken = Entries.map((entry) => {
          const id = `e${events.length + 1}`;
          events.push({ id, at: new Date(now()).toISOString(), bus: entry.EventBusName, source: entry.Source, detailType: entry.DetailType, detail: JSON.parse(entry.Detail) });
          return { EventId: id };
        });
        res.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify({ FailedEntryCount: 0, Entries: taken }));
        return;
      }
      void forward(table, req.headers as Record<string, string>, body).then(({ status, text }) => res.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text));
    });
  };
}

async function forward(table: Table, headers: Record<string, string>, body: Buffer): Promise<{ status: number; text: string }> {
  const { hostname, port } = (await table.client.config.endpoint?.()) ?? { hostname: '', port: 0 };
  const answer = await fetch(`http://${hostname}:${port}/`, {
    method: 'POST',
    headers: { 'x-amz-target': headers['x-amz-target'] ?? '', authorization: headers.authorization ?? '', 'content-type': 'application/x-amz-json-1.0' },
    body: new Uint8Array(body),
  });
  return { status: answer.status, text: await answer.text() };
}

async function listen(handler: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
