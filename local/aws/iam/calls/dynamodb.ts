import * as z from 'zod';
import { arnOf } from '../../account';
import { AwsError, type AwsRequest } from '../../service';
import type { Call } from '../call';
import { bodyOf, operationOf, unknownPermission } from './body';

/** The attribute that is the partition key of a table, or of an index of it. Undefined where there is none of that name. */
export type PartitionKeys = (table: string, index: string | undefined) => string | undefined;

const Attributes = z.record(z.string(), z.record(z.string(), z.unknown()));
const One = z.looseObject({
  TableName: z.string(),
  IndexName: z.string().optional(),
  Key: Attributes.optional(),
  Item: Attributes.optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: Attributes.default({}),
});
type One = z.infer<typeof One>;

const keyed = { ConditionCheck: 'ConditionCheckItem', Delete: 'DeleteItem', Get: 'GetItem', Put: 'PutItem', Update: 'UpdateItem' } as const;
const Transaction = z.looseObject({ TransactItems: z.array(z.partialRecord(z.enum(['ConditionCheck', 'Delete', 'Get', 'Put', 'Update']), One)) });
const Batch = z.looseObject({ RequestItems: z.record(z.string(), z.unknown()) });

/**
 * What a request to DynamoDB does. A transaction asks for what is inside, item by item ("Using IAM with DynamoDB transactions",
 * Developer Guide), a query of an index for that index and not for its table, a batch for each table as a whole.
 */
export function dynamodbCalls(request: AwsRequest, keys: PartitionKeys): Call[] {
  const operation = operationOf(request);
  switch (operation) {
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
    case 'Query':
      return [callOf(operation, bodyOf(request, One), keys)];
    case 'Scan':
      return [{ ...callOn(operation, bodyOf(request, One)), context: {} }];
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return bodyOf(request, Transaction).TransactItems.flatMap((item) => Object.entries(keyed).flatMap(([part, action]) => partsOf(item, part).map((one) => callOf(action, one, keys))));
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(bodyOf(request, Batch).RequestItems).map((table) => ({ ...callOn(operation, { TableName: table, IndexName: undefined }), context: {} }));
    default:
      throw unknownPermission('dynamodb', operation);
  }
}

function partsOf(item: Readonly<Partial<Record<string, One>>>, part: string): One[] {
  const one = item[part];
  return one === undefined ? [] : [one];
}

function callOf(action: string, one: One, keys: PartitionKeys): Call {
  return { ...callOn(action, one), context: { 'dynamodb:LeadingKeys': [leadingKey(one, keys)] } };
}

function callOn(action: string, { TableName: table, IndexName: index }: Pick<One, 'TableName' | 'IndexName'>): Pick<Call, 'action' | 'resource'> {
  return { action: `dynamodb:${action}`, resource: arnOf('dynamodb', `table/${table}${index === undefined ? '' : `/index/${index}`}`) };
}

/** The partition that is read or written: in a key or an item by its attribute, in a query by its condition. */
function leadingKey(one: One, keys: PartitionKeys): string {
  const attribute = keys(one.TableName, one.IndexName);
  const value = attribute === undefined ? undefined : ((one.Key ?? one.Item)?.[attribute] ?? sought(one, attribute));
  const [text] = Object.values(value ?? {});
  // Without a key a condition on it would hold, as IAM has it: a hole, unless nothing can be read or written without one.
  if (typeof text !== 'string') throw new AwsError('com.amazon.coral.validate#ValidationException', `Query condition missed key schema element: ${attribute ?? one.TableName}`);
  return text;
}

/** What a query's condition has the attribute equal: `#pk = :customer AND ...` */
function sought({ KeyConditionExpression: expression = '', ExpressionAttributeNames: names, ExpressionAttributeValues: values }: One, attribute: string): Record<string, unknown> | undefined {
  for (const [, name = '', value = ''] of expression.matchAll(/(#?[\w-]+)\s*=\s*(:\w+)/g)) {
    if ((names[name] ?? name) === attribute) return values[value];
  }
  return undefined;
}
