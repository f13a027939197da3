import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { busNameOf, stackNameOf, type Installation } from '../installation';
import { clientFor } from '../terminal/where';

/** The services that hold and take dead letters, what the installation calls its own there, and their clock. */
export interface Connection {
  sqs: SQSClient;
  bus: EventBridgeClient;
  busName: string;
  /** The service's. */
  stackName: string;
  /** What SQS last said that the time is: the stack on one machine has a clock of its own. */
  now(): Date;
  close(): void;
}

export function connect(endpoint: string | undefined, installation: Installation): Connection {
  const where = clientFor(endpoint);
  const sqs = new SQSClient(where);
  const bus = new EventBridgeClient(where);
  let now = new Date();
  sqs.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      now = dateIn(result.response) ?? now;
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return {
    sqs,
    bus,
    busName: busNameOf(installation),
    stackName: stackNameOf(installation, 'Service'),
    now: () => now,
    close: () => {
      sqs.destroy();
      bus.destroy();
    },
  };
}

function dateIn(response: unknown): Date | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return undefined;
  const date = new Date(String(headers.date));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
