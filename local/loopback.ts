import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Nothing of this stack can be reached from another machine. */
export const LOOPBACK = '127.0.0.1';

/** How long what is being answered may still take when the server is closed. */
const GRACE_MS = 500;

/** Resolves with the port; 0 asks for any that is free. Rejects with the socket's error, such as EADDRINUSE. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Takes no more; calls under way get a moment to end, and a kept-alive connection does not hold the process. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}
