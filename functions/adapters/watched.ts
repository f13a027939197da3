import type { Context } from 'aws-lambda';
import { speakAs } from './log';
import { publishMetrics } from './metrics';

/**
 * A handler whose log lines say which invocation they are of, and whose measures are published when it ends, however it does.
 * One that runs out of time publishes nothing: its messages come back, and what it committed is on record.
 */
export function watched<E, R>(namespace: string, handle: (event: E, context: Context) => Promise<R>): (event: E, context: Context) => Promise<R> {
  return async (event, context) => {
    speakAs({ function: context.functionName, requestId: context.awsRequestId });
    try {
      return await handle(event, context);
    } finally {
      publishMetrics(namespace);
    }
  };
}
