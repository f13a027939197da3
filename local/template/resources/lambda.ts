import * as z from 'zod';
import { arnOf } from '../../aws/account';
import { type ResourceKind, kind, nameOf } from '../resource-kind';

const lambda = kind(
  {
    Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
    Handler: z.string().regex(/^[^.]+\.[^.]+$/, 'expected <file>.<export>'),
    Runtime: z.string().startsWith('nodejs', 'only Node.js Lambdas run here'),
    Timeout: z.number().default(3),
    MemorySize: z.number().default(128),
    Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
    ReservedConcurrentExecutions: z.number().optional(),
    PackageType: z.literal('Zip').optional(),
    Role: z.string().regex(/^arn:aws:iam:/, 'expected the ARN of a role of the template'),
    LoggingConfig: z.object({ LogGroup: z.string().optional() }).optional(),
  },
  ['FunctionName', 'Description', 'Architectures', 'TracingConfig', 'RuntimeManagementConfig', 'RecursiveLoop', 'Tags'],
  (place) => {
    const name = nameOf(place, 'FunctionName');
    return { ref: name, attributes: { Arn: arnOf('lambda', `function:${name}`) } };
  },
  (wiring, properties, { logicalId, identity, asset }) =>
    void wiring.functions.push({
      logicalId,
      name: identity.ref,
      arn: identity.attributes['Arn'] ?? '',
      code: asset(properties.Code.S3Key),
      handler: properties.Handler,
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      environment: properties.Environment?.Variables ?? {},
      reservedConcurrency: properties.ReservedConcurrentExecutions,
      roleArn: properties.Role,
      logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${identity.ref}`,
    }),
);

const mapping = kind(
  {
    EventSourceArn: z.string().startsWith('arn:aws:sqs:', 'only queues are supported as event sources'),
    FunctionName: z.string(),
    BatchSize: z.number().default(10),
    MaximumBatchingWindowInSeconds: z.number().default(0),
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.number().optional() }).optional(),
    FunctionResponseTypes: z.array(z.string()).default([]),
    Enabled: z.boolean().default(true),
  },
  ['Tags', 'MetricsConfig'],
  (place) => ({ ref: `${place.stack}-${place.logicalId}`, attributes: {} }),
  (wiring, properties) =>
    void wiring.mappings.push({
      queueArn: properties.EventSourceArn,
      functionArn: functionArn(properties.FunctionName),
      batchSize: properties.BatchSize,
      batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      maxConcurrency: properties.ScalingConfig?.MaximumConcurrency,
      reportsBatchItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      enabled: properties.Enabled,
    }),
);

const eventInvokeConfig = kind(
  {
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: z.number().default(2),
    DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).optional(),
  },
  // Hours that an invocation may wait for its turn: here it never waits.
  ['MaximumEventAgeInSeconds'],
  (place) => ({ ref: `${place.stack}-${place.logicalId}`, attributes: {} }),
  (wiring, properties) =>
    void wiring.asyncInvocations.push({
      functionArn: functionArn(properties.FunctionName),
      maxRetries: properties.MaximumRetryAttempts,
      onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
    }),
);

/** A function may be named by its name or by its ARN. */
const functionArn = (nameOrArn: string): string => (nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('lambda', `function:${nameOrArn}`));

export const lambdas: Record<string, ResourceKind> = {
  'AWS::Lambda::Function': lambda,
  'AWS::Lambda::EventSourceMapping': mapping,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
};
