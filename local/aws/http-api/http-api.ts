import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock';
import type { IntegrationWiring, RouteWiring } from '../../template/wiring';
import { InvocationError } from '../lambda/instance';
import { answerOf, type HttpAnswer, payloadOf } from './payload';
import { Routes } from './routes';

/** "Quotas for HTTP APIs": the largest body. */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

/** The HTTP API of the template: its routes, each with a Lambda behind it. */
export class HttpApi {
  private readonly routes: Routes;
  private readonly integrations: ReadonlyMap<string, IntegrationWiring>;

  constructor(
    routes: readonly RouteWiring[],
    integrations: readonly IntegrationWiring[],
    private readonly clock: Clock,
    private readonly invoke: (functionArn: string, payload: unknown) => Promise<unknown>,
  ) {
    this.routes = new Routes(routes);
    this.integrations = new Map(integrations.map((integration) => [integration.id, integration]));
  }

  /** Answers a request to one of its routes, and says whether it was one. */
  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
    const matched = this.routes.find(incoming.method ?? 'GET', url.pathname);
    const integration = matched && this.integrations.get(matched.route.integration);
    if (matched === undefined || integration === undefined) return false;
    const body = await bodyOf(incoming);
    if (body === undefined) {
      write(response, message(413, 'Request Entity Too Large'));
      return true;
    }
    const payload = payloadOf({ incoming, url, body, matched, now: this.clock.now() });
    write(response, await this.answer(integration, payload));
    return true;
  }

  private async answer({ functionArn, timeoutMs }: IntegrationWiring, payload: unknown): Promise<HttpAnswer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<HttpAnswer>((resolve) => {
      timer = setTimeout(() => resolve(message(504, 'Gateway Timeout')), timeoutMs);
    });
    try {
      return await Promise.race([this.answerOfLambda(functionArn, payload), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async answerOfLambda(functionArn: string, payload: unknown): Promise<HttpAnswer> {
    try {
      return answerOf(await this.invoke(functionArn, payload)) ?? message(500, 'Internal Server Error');
    } catch (error) {
      // The function's own failure is in its log already.
      if (error instanceof InvocationError) return message(500, 'Internal Server Error');
      throw error;
    }
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too long is read to its end, so that the sender is there to hear the answer, but not kept.
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  return size > LARGEST_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

const message = (status: number, text: string): HttpAnswer => ({ status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ message: text })) });

/** Node leaves the body out of an answer to HEAD. */
function write(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}
