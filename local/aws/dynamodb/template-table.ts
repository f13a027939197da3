import * as z from 'zod';
import type { TableShape } from './tables';

const Key = z.object({ AttributeName: z.string().min(1), KeyType: z.enum(['HASH', 'RANGE']) });
const Keys = z.array(Key).min(1).max(2).refine((keys) => keys[0]?.KeyType === 'HASH', 'the partition key comes first');

const Index = z.object({
  IndexName: z.string().min(3),
  KeySchema: Keys,
  Projection: z.object({ ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']), NonKeyAttributes: z.array(z.string()).optional() }),
});

/** Here neither streams nor local indexes are kept; better to say so than to leave them out in silence. */
const Absent = z.undefined('is not supported by the local stack').optional();

/**
 * Properties of AWS::DynamoDB::GlobalTable and AWS::DynamoDB::Table, as far as they shape a table. Capacity, encryption,
 * backups and deletion protection mean nothing on this machine.
 */
const Properties = z
  .object({
    TableName: z.string().optional(),
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
    KeySchema: Keys,
    GlobalSecondaryIndexes: z.array(Index).optional(),
    LocalSecondaryIndexes: Absent,
    StreamSpecification: Absent,
    TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
  })
  .superRefine(({ AttributeDefinitions, KeySchema, GlobalSecondaryIndexes = [] }, context) => {
    const known = AttributeDefinitions.map((definition) => definition.AttributeName);
    for (const { AttributeName: name } of [...KeySchema, ...GlobalSecondaryIndexes.flatMap((index) => index.KeySchema)]) {
      if (!known.includes(name)) context.addIssue({ code: 'custom', path: ['AttributeDefinitions'], message: `${name} is a key but not defined` });
    }
  });

export class TemplateTableError extends Error {
  override readonly name = 'TemplateTableError';
}

/** `name`: what the table is called where the template leaves that to CloudFormation. Throws TemplateTableError. */
export function tableFromTemplate(name: string, properties: unknown): TableShape {
  const parsed = Properties.safeParse(properties);
  if (!parsed.success) throw new TemplateTableError(`table ${name}: ${z.prettifyError(parsed.error)}`);
  const { TableName, TimeToLiveSpecification: expiry, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = parsed.data;
  return {
    TableName: TableName ?? name,
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes,
    timeToLive: expiry?.Enabled === true ? expiry.AttributeName : undefined,
  };
}

/** A CreateTable request that passed the checks of DynamoDB has the same shape. */
export function tableFromRequest(request: Record<string, unknown>): TableShape {
  return tableFromTemplate(z.string().parse(request['TableName']), request);
}
