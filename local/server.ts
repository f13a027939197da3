import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { close, listen } from './loopback';

/** Answers a request if it is one of its own, and says whether it was. */
export type Answerer = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** The stack's one HTTP address for people: their pages and the desk. Listens on loopback only. */
export class PageServer {
  private answerers: readonly Answerer[] | undefined;

  private constructor(
    private readonly server: Server,
    /** `http://localhost:<port>`, as it stands in every link. */
    readonly origin: string,
  ) {}

  /** `port` 0 takes any free one. Until `serve` every answer is 503. Rejects with the socket's error, such as EADDRINUSE. */
  static async listen(port: number, failed: (error: unknown) => void): Promise<PageServer> {
    const server = createServer();
    const pages = new PageServer(server, `http://localhost:${await listen(server, port)}`);
    server.on('request', (request, response) => {
      pages.answer(request, response).catch((error: unknown) => {
        failed(error);
        if (response.headersSent) response.destroy();
        else say(response, 500, 'Something went wrong.');
      });
    });
    return pages;
  }

  /** From now on the first of these that knows a request answers it. */
  serve(answerers: readonly Answerer[]): void {
    this.answerers = answerers;
  }

  close(): Promise<void> {
    return close(this.server);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.answerers === undefined) {
      say(response, 503, 'The stack is starting.');
      return;
    }
    for (const answerer of this.answerers) if (await answerer(request, response)) return;
    say(response, 404, 'There is nothing here.');
  }
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
