import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { close, listen, LOOPBACK } from '../loopback';
import { Requests } from './requests';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, errorAnswer, HangUp } from './service';

/** SES takes mails of 40 MB; nothing else that is spoken here comes near. */
const LARGEST_BODY_BYTES = 42 * 1024 * 1024;

/** Throws AwsError for a request that its caller may not make. */
export type Authorize = (service: string, request: AwsRequest) => void;

/**
 * One address for every AWS service of the stack, on loopback only. Which service is meant stands in the credential scope
 * that the SDK signs with; whose access key it is tells who calls. The signature is not verified.
 */
export class Gateway {
  private constructor(
    private readonly server: Server,
    readonly origin: string,
    /** Of all services. */
    readonly requests: Requests,
  ) {}

  /** `port` 0 takes any free one; without `authorize` everybody may do everything. Rejects with the error of the listening socket, such as EADDRINUSE. */
  static async listen(port: number, services: readonly AwsService[], authorize: Authorize = () => undefined): Promise<Gateway> {
    const byName = new Map(services.map((service) => [service.name, service]));
    const requests = new Requests();
    const server = createServer((request, response) => {
      void answer(request, byName, authorize, requests).then(
        (given) => write(response, given),
        (error: unknown) => {
          if (error instanceof HangUp) response.destroy();
          else write(response, errorAnswer(new AwsError('InternalFailure', error instanceof Error ? error.message : 'unknown', 500)));
        },
      );
    });
    server.keepAliveTimeout = 60_000;
    const origin = `http://${LOOPBACK}:${await listen(server, port)}`;
    for (const service of services) service.servedAt?.(origin);
    return new Gateway(server, origin, requests);
  }

  close(): Promise<void> {
    return close(this.server);
  }
}

async function answer(incoming: IncomingMessage, services: ReadonlyMap<string, AwsService>, authorize: Authorize, requests: Requests): Promise<AwsResponse> {
  try {
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]));
    const signed = /Credential=([^/\s]+)\/\d{8}\/[^/]+\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? '');
    if (signed === null) throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
    const [, caller = '', name = ''] = signed;
    const service = services.get(name);
    if (service === undefined) throw new AwsError('UnknownServiceException', `the local stack has no ${name}; it has ${[...services.keys()].join(', ')}`, 404);
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request: AwsRequest = {
      caller,
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: await bodyOf(incoming),
      target: headers['x-amz-target'],
    };
    authorize(name, request);
    requests.record(caller, name, request.target?.split('.').at(-1) ?? `${request.method} ${request.path}`);
    return await service.handle(request);
  } catch (error) {
    if (error instanceof AwsError) return errorAnswer(error);
    throw error;
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) throw new AwsError('RequestEntityTooLarge', `expected at most ${LARGEST_BODY_BYTES} bytes`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Without a Date: the Lambdas live by the stack's clock, which may be weeks ahead, and an SDK that finds another time in an answer takes
 * every error for one of its own clock, and asks four times.
 */
function write(response: ServerResponse, { status, headers, body }: AwsResponse): void {
  response.sendDate = false;
  response.writeHead(status, { ...headers, 'x-amzn-requestid': randomUUID() }).end(body);
}
