import * as z from 'zod';
import { arnOf } from '../../aws/account';
import { type ResourceKind, kind, nameOf } from '../resource-kind';
import type { TargetWiring } from '../wiring';

const bus = kind(
  { Name: z.string() },
  ['Description', 'Tags', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig'],
  (place) => {
    const name = nameOf(place, 'Name');
    return { ref: name, attributes: { Arn: arnOf('events', `event-bus/${name}`), Name: name } };
  },
  (wiring, { Name }) => void wiring.buses.push({ name: Name }),
);

const Target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z.unknown().optional(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
});

const rule = kind(
  {
    EventBusName: z.string().default('default'),
    EventPattern: z.record(z.string(), z.unknown()).optional(),
    ScheduleExpression: z.string().optional(),
    State: z.string().default('ENABLED'),
    Targets: z.array(Target).default([]),
  },
  ['Name', 'Description', 'RoleArn', 'Tags'],
  (place) => {
    const name = nameOf(place, 'Name');
    return { ref: name, attributes: { Arn: arnOf('events', `rule/${name}`) } };
  },
  (wiring, properties, { identity }) =>
    void wiring.rules.push({
      name: identity.ref,
      bus: properties.EventBusName.replace(/^arn:.*:event-bus\//, ''),
      pattern: properties.EventPattern,
      schedule: properties.ScheduleExpression,
      enabled: properties.State.startsWith('ENABLED'),
      targets: properties.Targets.map(target),
    }),
);

function target(given: z.output<typeof Target>): TargetWiring {
  return {
    id: given.Id,
    arn: given.Arn,
    ...(given.DeadLetterConfig && { deadLetterArn: given.DeadLetterConfig.Arn }),
    ...(given.Input !== undefined && { input: given.Input }),
    ...(given.InputPath !== undefined && { inputPath: given.InputPath }),
    ...(given.SqsParameters && { sqsMessageGroupId: given.SqsParameters.MessageGroupId }),
  };
}

export const events: Record<string, ResourceKind> = { 'AWS::Events::EventBus': bus, 'AWS::Events::Rule': rule };
