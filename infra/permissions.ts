import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { PACE_KEY } from '../functions/adapters/keys';
import type { Index } from './stacks/data-stack';

/*
 * What a Lambda's role may do, each named for the adapter that does it. CDK's own grants are wider than the code: theirs
 * let a reader of the table scan it whole, and a sender read the queue's settings.
 */

/** functions/adapters/customers.ts and what lies beside it. DynamoDB asks for the actions inside a transaction, not for the transaction. */
export function mayChangeCustomers(role: Role, table: TableV2): void {
  const actions = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`);
  role.addToPolicy(new PolicyStatement({ actions, resources: [table.tableArn] }));
}

/** Reads these indexes and not the table. */
export function mayQueryIndexes(role: Role, table: TableV2, ...indexes: Index[]): void {
  role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: indexes.map((index) => `${table.tableArn}/index/${index}`) }));
}

/** functions/adapters/pacing/pace-row.ts: that row, and no customer. */
export function mayReadPace(role: Role, table: TableV2): void {
  const conditions = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [PACE_KEY.pk] } };
  role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [table.tableArn], conditions }));
}

/** functions/adapters/keyring.ts */
export function mayReadKeyring(role: Role, keyring: Secret): void {
  role.addToPolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [keyring.secretArn] }));
}

/** functions/adapters/keyring-versions.ts */
export function mayRotateKeyring(role: Role, keyring: Secret): void {
  const actions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map((action) => `secretsmanager:${action}`);
  role.addToPolicy(new PolicyStatement({ actions, resources: [keyring.secretArn] }));
}

/** functions/adapters/queues.ts, `send` and `wakeAll`: to SQS a batch is the same action. */
export function maySend(role: Role, queue: Queue): void {
  role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
}

/** functions/adapters/queues.ts, `depthOf` */
export function mayMeasure(role: Role, queue: Queue): void {
  role.addToPolicy(new PolicyStatement({ actions: ['sqs:GetQueueAttributes'], resources: [queue.queueArn] }));
}

/** functions/adapters/bus.ts. In our own name alone: an event in the store's would come back to us as a fact. */
export function mayPublish(role: Role, bus: IEventBus): void {
  role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn], conditions: { StringEquals: { 'events:source': 'forthright' } } }));
}
