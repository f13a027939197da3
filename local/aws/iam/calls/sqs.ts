import * as z from 'zod';
import { arnOf } from '../../account';
import type { AwsRequest } from '../../service';
import type { Call } from '../call';
import { bodyOf, operationOf, unknownPermission } from './body';

const OfQueue = z.looseObject({ QueueUrl: z.string() });

/** To SQS a batch is the same as one ("Actions, resources, and condition keys for Amazon SQS" knows no batches). */
const permissions: ReadonlyMap<string, string> = new Map([
  ['SendMessage', 'SendMessage'],
  ['SendMessageBatch', 'SendMessage'],
  ['ReceiveMessage', 'ReceiveMessage'],
  ['DeleteMessage', 'DeleteMessage'],
  ['DeleteMessageBatch', 'DeleteMessage'],
  ['ChangeMessageVisibility', 'ChangeMessageVisibility'],
  ['ChangeMessageVisibilityBatch', 'ChangeMessageVisibility'],
  ['GetQueueAttributes', 'GetQueueAttributes'],
]);

export function sqsCalls(request: AwsRequest): Call[] {
  const operation = operationOf(request);
  const permission = permissions.get(operation);
  if (permission === undefined) throw unknownPermission('sqs', operation);
  const { QueueUrl: url } = bodyOf(request, OfQueue);
  return [sqsCall(permission, arnOf('sqs', url.slice(url.lastIndexOf('/') + 1)))];
}

export function sqsCall(permission: string, queueArn: string): Call {
  return { action: `sqs:${permission}`, resource: queueArn, context: {} };
}
