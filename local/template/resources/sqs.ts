import * as z from 'zod';
import { arnOf } from '../../aws/account';
import { type ResourceKind, kind, nameOf } from '../resource-kind';

const queue = kind(
  {
    VisibilityTimeout: z.number().default(30),
    MessageRetentionPeriod: z.number().default(345_600),
    DelaySeconds: z.number().default(0),
    RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int() }).optional(),
    FifoQueue: z.literal(false, 'FIFO queues are not supported').optional(),
  },
  ['QueueName', 'SqsManagedSseEnabled', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'ReceiveMessageWaitTimeSeconds', 'RedriveAllowPolicy', 'Tags'],
  (place) => {
    const name = nameOf(place, 'QueueName');
    return { ref: place.names.queueUrl(name), attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: place.names.queueUrl(name) } };
  },
  (wiring, properties, { identity }) => {
    const redrive = properties.RedrivePolicy;
    wiring.queues.push({
      name: identity.attributes['QueueName'] ?? identity.ref,
      visibilityTimeoutSeconds: properties.VisibilityTimeout,
      retentionSeconds: properties.MessageRetentionPeriod,
      delaySeconds: properties.DelaySeconds,
      redrive: redrive && { deadLetterArn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount },
    });
  },
);

export const sqs: Record<string, ResourceKind> = { 'AWS::SQS::Queue': queue };
