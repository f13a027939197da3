import type { Item } from 'dynalite/db/index.js';
import * as z from 'zod';
import { AwsError } from '../service';

const DYNAMODB = 'com.amazonaws.dynamodb.v20120810#';

export function validationError(message: string): AwsError {
  return new AwsError('com.amazon.coral.validate#ValidationException', message);
}

export function dynamoError(name: string, message: string, fields: Record<string, unknown> = {}): AwsError {
  return new AwsError(DYNAMODB + name, message, 400, fields);
}

/** The condition of a write did not hold. `existing`: the item as it is, for those who asked to be shown it. */
export class ConditionFailed extends AwsError {
  constructor(message: string, readonly existing: Item | undefined) {
    super(`${DYNAMODB}ConditionalCheckFailedException`, message);
  }

  /** The same refusal with the item in it, as ReturnValuesOnConditionCheckFailure: ALL_OLD asks. */
  showingItem(): AwsError {
    return new AwsError(this.code, this.message, this.status, this.existing === undefined ? {} : { Item: this.existing });
  }
}

const DynaliteError = z.object({
  statusCode: z.number(),
  body: z.object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() }),
});

/** What dynalite throws or calls back with: its refusals carry a status and a body, anything else is a fault. */
export function asThrowable(error: unknown, existing: Item | undefined): unknown {
  const known = DynaliteError.safeParse(error);
  if (!known.success) return error;
  const { __type: code, message, Message } = known.data.body;
  const text = message ?? Message ?? '';
  return code.endsWith('#ConditionalCheckFailedException') ? new ConditionFailed(text, existing) : new AwsError(code, text, known.data.statusCode);
}
