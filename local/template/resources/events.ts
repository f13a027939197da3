import * as z from 'zod';
import { arnOf } from '../../aws/account';
import { ruleArn } from '../../aws/eventbridge/event';
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
    return { ref: name, attributes: { Arn: ruleArn({ bus: busNamed(place.named('EventBusName') ?? 'default'), name }) } };
  },
  (wiring, properties, { identity }) =>
    void wiring.rules.push({
      name: identity.ref,
      bus: busNamed(properties.EventBusName),
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

const archive = kind(
  {
    SourceArn: z.string().regex(/:event-bus\//, 'expected the ARN of a bus'),
    EventPattern: z.record(z.string(), z.unknown()).optional(),
    RetentionDays: z.number().int().nonnegative().default(0),
  },
  ['ArchiveName', 'Description', 'KmsKeyIdentifier'],
  (place) => {
    const name = nameOf(place, 'ArchiveName');
    return { ref: name, attributes: { Arn: arnOf('events', `archive/${name}`), ArchiveName: name } };
  },
  (wiring, properties, { identity }) =>
    void wiring.archives.push({
      name: identity.ref,
      arn: identity.attributes['Arn'] ?? '',
      bus: busNamed(properties.SourceArn),
      pattern: properties.EventPattern,
      retentionDays: properties.RetentionDays,
    }),
);

/** A bus may be named by its name or by its ARN. */
function busNamed(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:.*:event-bus\//, '');
}

export const events: Record<string, ResourceKind> = { 'AWS::Events::EventBus': bus, 'AWS::Events::Rule': rule, 'AWS::Events::Archive': archive };
