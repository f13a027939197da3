import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import * as z from 'zod';
import { customersOfAddress } from '../../functions/adapters/customers';
import { StoreBus } from '../stories/store-bus';
import { Teller } from '../stories/teller';
import { clockRoutes } from './clock-api';
import { customerRoutes, tableOf } from './customer-api';
import { CustomerDirectory } from './customer-directory';
import { countDeadLetters, deadLetterRoutes } from './dead-letter-api';
import type { DeskStack } from './desk-stack';
import { eventRoutes, eventsOnBus } from './event-api';
import { answerJson, checkHost, checkOrigin, readJson } from './exchange';
import { GalleryPages } from './gallery-pages';
import { mailRoutes } from './mail-api';
import { MailIndex } from './mail-index';
import { RefusedError } from './refusal';
import { routeFor, type Route } from './routes';
import { StaticFiles } from './static-files';
import { sesRoutes } from './ses-api';
import { storyRoutes } from './story-api';

/** Answers a request that is the desk's, and says whether it was. */
export type Desk = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

/**
 * The desk of a running stack: the pages at `/`, the gallery below `/gallery/` and the HTTP API below `/api/`.
 * A request that is refused gets `{what, where, expected}` with its status.
 */
export function createDesk(stack: DeskStack): Desk {
  const mails = new MailIndex(stack.ses);
  const table = tableOf(stack);
  const directory = new CustomerDirectory(() => eventsOnBus(stack), (email) => customersOfAddress(table, email));
  const bus = new StoreBus(stack.awsUrl, stack.busName);
  const teller = new Teller({
    now: () => stack.clock.now(),
    advanceTo: (epochMs) => stack.timeline.advanceTo(epochMs),
    settle: () => stack.timeline.settle(),
    put: (events) => bus.put(events),
  });
  const files = new StaticFiles(path.join(__dirname, 'public'));
  const gallery = new GalleryPages(path.join(__dirname, '../..'));
  const version = versionOfPackage();

  const summary: Route = {
    method: 'GET',
    path: '/api/summary',
    handle: async ({ res }) =>
      answerJson(res, {
        now: new Date(stack.clock.now()).toISOString(),
        mails: mails.count(),
        events: eventsOnBus(stack).length,
        customers: await directory.count(),
        deadLetters: countDeadLetters(stack.queues),
        telling: teller.current() ?? null,
        awsUrl: stack.awsUrl,
        version,
      }),
  };
  const routes = [
    summary,
    ...mailRoutes(mails),
    ...eventRoutes(stack),
    ...customerRoutes(table, directory),
    ...clockRoutes(stack, teller),
    ...storyRoutes(teller),
    ...deadLetterRoutes(stack.queues),
    ...sesRoutes(stack.ses),
  ];

  return async (req, res) => {
    const url = new URL(req.url ?? '/', 'http://desk');
    const isApi = url.pathname.startsWith('/api/');
    try {
      if (!isApi) return (req.method === 'GET' || req.method === 'HEAD') && ((await files.serve(res, url.pathname)) || (await gallery.serve(res, url.pathname)));
      checkHost(req);
      const { route, params } = routeFor(routes, req.method ?? 'GET', url.pathname);
      if (route.method === 'POST') checkOrigin(req);
      const body = route.method === 'POST' ? await readJson(req) : undefined;
      await route.handle({ req, res, query: url.searchParams, params, body });
    } catch (error) {
      refuse(res, error);
    }
    return true;
  };
}

function refuse(res: ServerResponse, error: unknown): void {
  // Half of an answer is out: the reader must see that the rest is missing.
  if (res.headersSent) {
    res.destroy();
    return;
  }
  if (error instanceof RefusedError) {
    answerJson(res, error.fault, error.status, error.headers);
    return;
  }
  console.error(error);
  answerJson(res, { what: error instanceof Error ? error.message : 'something went wrong', where: 'the local stack', expected: 'an answer' }, 500);
}

const versionOfPackage = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(__dirname, '../../package.json'), 'utf8'))).version;
