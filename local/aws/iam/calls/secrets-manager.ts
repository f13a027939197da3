import * as z from 'zod';
import { arnOf } from '../../account';
import type { AwsRequest } from '../../service';
import type { Call } from '../call';
import { bodyOf, operationOf } from './body';

const OfSecret = z.looseObject({ SecretId: z.string() });

/** Every operation on a secret is an action of the same name on its ARN, whether it was named by its ARN or by its name. */
export function secretsManagerCalls(request: AwsRequest, secrets: readonly { name: string; arn: string }[]): Call[] {
  const operation = operationOf(request);
  const { SecretId: id } = bodyOf(request, OfSecret);
  const resource = id.startsWith('arn:') ? id : (secrets.find(({ name }) => name === id)?.arn ?? arnOf('secretsmanager', `secret:${id}`));
  return [{ action: `secretsmanager:${operation}`, resource, context: {} }];
}
