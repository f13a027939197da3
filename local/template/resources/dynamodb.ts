import * as z from 'zod';
import { arnOf } from '../../aws/account';
import { type Place, type ResourceKind, kind, nameOf } from '../resource-kind';

const Key = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const shape = {
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: Key,
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: z.string(),
        KeySchema: Key,
        Projection: z.strictObject({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).optional() }),
      }),
    )
    .default([]),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
};

/** Capacity, encryption, backups and protection: nothing that a handler sees. */
const meaningless = [
  'TableName',
  'BillingMode',
  'Replicas',
  'SSESpecification',
  'WriteOnDemandThroughputSettings',
  'WriteProvisionedThroughputSettings',
  'ProvisionedThroughput',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'DeletionProtectionEnabled',
  'TableClass',
  'Tags',
];

function identify(place: Place) {
  const name = nameOf(place, 'TableName');
  return { ref: name, attributes: { Arn: arnOf('dynamodb', `table/${name}`) } };
}

const table = kind(shape, meaningless, identify, (wiring, properties, { identity }) => {
  const timeToLive = properties.TimeToLiveSpecification;
  wiring.tables.push({
    name: identity.ref,
    attributes: properties.AttributeDefinitions,
    key: properties.KeySchema,
    indexes: properties.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
    timeToLiveAttribute: timeToLive?.Enabled === true ? timeToLive.AttributeName : undefined,
  });
});

export const dynamodb: Record<string, ResourceKind> = { 'AWS::DynamoDB::GlobalTable': table, 'AWS::DynamoDB::Table': table };
