import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as elapsed } from 'node:timers/promises';

/** Milliseconds that SES takes for a mail, drifting up and down every seven seconds. */
const FASTEST_MS = 60;
const SLOWEST_MS = 250;
const DRIFT_MS = 7_000;

/** SES as far as pacing sees it: an account with a rate, which takes mails at its own pace and notes when each came. */
export class PacingAccount {
  /** When mails came, in ms of `performance.now()`. */
  readonly arrivals: number[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(ratePerSecond: number, slowness: number): Promise<PacingAccount> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const account = new PacingAccount(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const at = performance.now();
      request.resume();
      const answer = (body: object): unknown => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.method === 'GET') {
        answer({ SendingEnabled: true, EnforcementStatus: 'HEALTHY', SendQuota: { MaxSendRate: ratePerSecond, Max24HourSend: 10_000_000, SentLast24Hours: 0 } });
        return;
      }
      account.arrivals.push(at);
      void elapsed(latencyMs(at) * slowness).then(() => answer({ MessageId: String(account.arrivals.length) }));
    });
    return account;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function latencyMs(at: number): number {
  const drift = (1 + Math.sin((2 * Math.PI * at) / DRIFT_MS)) / 2;
  return FASTEST_MS + (SLOWEST_MS - FASTEST_MS) * (0.8 * drift + 0.2 * Math.random());
}
