import * as z from 'zod';
import { arnOf } from '../../aws/account';
import { type Place, type ResourceKind, kind, nameOf } from '../resource-kind';

/** What shapes a table; the local DynamoDB reads these itself. */
const shape = {
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(z.unknown()),
  KeySchema: z.array(z.unknown()),
  GlobalSecondaryIndexes: z.array(z.unknown()).optional(),
  LocalSecondaryIndexes: z.array(z.unknown()).optional(),
  StreamSpecification: z.unknown().optional(),
  TimeToLiveSpecification: z.unknown().optional(),
};

/** Capacity, encryption, backups and protection: nothing that a handler sees. */
const meaningless = [
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

const table = kind(shape, meaningless, identify, (wiring, properties, { identity }) => void wiring.tables.push({ name: identity.ref, properties }));

export const dynamodb: Record<string, ResourceKind> = { 'AWS::DynamoDB::GlobalTable': table, 'AWS::DynamoDB::Table': table };
