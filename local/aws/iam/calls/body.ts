import type * as z from 'zod';
import { AwsError, type AwsRequest } from '../../service';

/** A request's JSON as `schema` has it. Throws AwsError: what can't be read can't be allowed. */
export function bodyOf<T>({ body }: AwsRequest, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AwsError('SerializationException', `The local stack can't tell what this is done to: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
}

/** Of the header X-Amz-Target, `AmazonSQS.SendMessage`. */
export const operationOf = ({ target = '' }: AwsRequest): string => target.slice(target.lastIndexOf('.') + 1);

/** A call of a Lambda that no rule here covers is refused, so that none gets by without having been asked about. */
export function unknownPermission(service: string, operation: string): AwsError {
  return new AwsError('UnknownOperationException', `The local stack does not know which permission ${service}:${operation} needs.`);
}
