import type { Construct } from 'constructs';

/** A value of the context that can't be used. The message says which, what was found and what was expected. */
export class InvalidContextError extends Error {
  constructor(name: string, expected: string, found: unknown) {
    super(`context "${name}": expected ${expected}, found ${JSON.stringify(found)}`);
    this.name = 'InvalidContextError';
  }
}

/** Whether Lambdas are traced by X-Ray, which costs by the trace: `cdk deploy -c tracing=true`. Throws InvalidContextError. */
export function isTraced(scope: Construct): boolean {
  const given: unknown = scope.node.tryGetContext('tracing');
  switch (given) {
    case undefined:
    case false:
    case 'false':
      return false;
    case true:
    case 'true':
      return true;
    default:
      throw new InvalidContextError('tracing', 'true or false', given);
  }
}
