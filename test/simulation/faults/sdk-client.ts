import type { House, Invocation } from './house';
import type { Call } from './weather';

/** What a command of the SDK is to whoever sends it. */
interface Command {
  readonly input: Readonly<Record<string, unknown>>;
}

/** Does what a command asks for, whole, in an instant. */
export interface Neighbour {
  name: Call['neighbour'];
  isEffect(operation: string): boolean;
  /** In a few words, for the trace. */
  about(operation: string, input: Command['input']): string;
  perform(operation: string, input: Command['input'], by: Invocation): unknown;
}

/** The SDK tries three times where a client is not told otherwise. */
const ATTEMPTS = 3;

/**
 * A client class that takes the place of the SDK's: an instance of it too, but made without any of its set-up, and what it
 * is sent goes to the simulated neighbour. It tries again where the SDK does, as often as it is configured to.
 */
export function clientFor(original: { prototype: object }, commands: ReadonlyMap<unknown, string>, neighbour: Neighbour, house: House, current: () => Invocation): new (config: { maxAttempts?: number }) => object {
  function Client(config: { maxAttempts?: number } = {}): object {
    const { maxAttempts = ATTEMPTS } = config;
    const send = (command: Command): Promise<unknown> => {
      const operation = commands.get(command.constructor);
      if (operation === undefined) throw new Error(`a command that the SDK does not know: ${command.constructor.name}`);
      return sent(neighbour, operation, withToken(operation, command.input, house), maxAttempts, house, current());
    };
    return Object.create(original.prototype, { send: { value: send }, config: { value: {} }, destroy: { value: () => undefined } }) as object;
  }
  return Client as unknown as new (config: { maxAttempts?: number }) => object;
}

/** The SDK gives each transaction a token of its own, the same in every try. */
const withToken = (operation: string, input: Command['input'], house: House): Command['input'] =>
  operation === 'TransactWriteItems' && input.ClientRequestToken === undefined ? { ...input, ClientRequestToken: String(house.chance.next()) } : input;

async function sent(neighbour: Neighbour, operation: string, input: Command['input'], attempts: number, house: House, by: Invocation): Promise<unknown> {
  const call: Call = { lambda: by.lambda, neighbour: neighbour.name, operation, isEffect: neighbour.isEffect(operation) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await house.call(by, call, `${operation} ${neighbour.about(operation, input)}`, () => neighbour.perform(operation, input, by));
    } catch (error) {
      if (attempt >= attempts || !isTriedAgain(error)) throw error;
      // Full jitter from 100 ms on, as the SDK waits.
      await house.pause(by, Math.ceil(house.chance.next() * 100 * 2 ** attempt));
    }
  }
}

/** Names by which the SDK's standard retry strategy knows throttling and what passes by itself (AWS SDKs and Tools Reference Guide, "Retry behavior"). */
const TRIED_AGAIN = ['ThrottlingException', 'ProvisionedThroughputExceededException', 'LimitExceededException', 'TooManyRequestsException', 'TransactionInProgressException', 'TimeoutError', 'RequestTimeout'];

function isTriedAgain(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = '$metadata' in error && typeof error.$metadata === 'object' && error.$metadata !== null && 'httpStatusCode' in error.$metadata ? Number(error.$metadata.httpStatusCode) : 0;
  const isNetwork = 'code' in error && ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'].includes(String(error.code));
  return TRIED_AGAIN.includes(error.name) || status === 429 || status >= 500 || isNetwork;
}
