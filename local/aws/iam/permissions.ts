import { TemplateError } from '../../template/template-error';
import type { FunctionWiring, Wiring } from '../../template/wiring';
import { ACCOUNT, arnOf } from '../account';
import { tableFromTemplate } from '../dynamodb/template-table';
import { AwsError, type AwsRequest } from '../service';
import type { Call } from './call';
import { dynamodbCalls, type PartitionKeys } from './calls/dynamodb';
import { eventsCalls } from './calls/events';
import { secretsManagerCalls } from './calls/secrets-manager';
import { sesCalls } from './calls/ses';
import { sqsCall, sqsCalls } from './calls/sqs';
import type { Statement } from './policy-document';
import { Principal } from './principal';

/** What the Lambda service does with a queue that it feeds a function from ("Using Lambda with Amazon SQS", execution role permissions). */
const POLLING = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/**
 * What each Lambda may do, by its role in the template. Whoever else calls, the store, the desk or a person with a command, is
 * the account's administrator here and may do everything.
 */
export class Permissions {
  private readonly principals = new Map<string, Principal>();
  private readonly partitionKeys: PartitionKeys;

  /**
   * `identityOf` finds what a sender's address is verified by; `refused` is told of every call that is. Throws TemplateError for what AWS would refuse or leave silent:
   * a mapping of a queue that its function may not read, a queue for failures that it may not write, a log that stays empty. TemplateTableError for a table that is none.
   */
  constructor(
    private readonly wiring: Wiring,
    private readonly identityOf: (address: string) => string,
    private readonly refused: (error: AwsError) => void = () => undefined,
  ) {
    this.partitionKeys = partitionKeysOf(wiring);
    for (const lambda of wiring.functions) this.principals.set(lambda.logicalId, principalOf(lambda, wiring));
    this.checkLogs();
    this.checkQueues();
  }

  /** Throws AwsError for a call that the caller's role does not allow. */
  authorize(service: string, request: AwsRequest): void {
    const principal = this.principals.get(request.caller);
    if (principal === undefined) return;
    try {
      for (const call of this.callsOf(service, request)) principal.require(call);
    } catch (error) {
      if (error instanceof AwsError) this.refused(error);
      throw error;
    }
  }

  /** What a Lambda was allowed to do and did, each thing once. */
  callsBy(logicalId: string): readonly Call[] {
    return this.principals.get(logicalId)?.calls() ?? [];
  }

  private callsOf(service: string, request: AwsRequest): Call[] {
    switch (service) {
      case 'dynamodb':
        return dynamodbCalls(request, this.partitionKeys);
      case 'sqs':
        return sqsCalls(request);
      case 'events':
        return eventsCalls(request);
      case 'ses':
        return sesCalls(request, this.identityOf);
      case 'secretsmanager':
        return secretsManagerCalls(request, this.wiring.secrets);
      default:
        throw new Error(`nothing is known of the permissions of ${service}`);
    }
  }

  /** AWS runs a function that may not write its log, and the log stays empty. Nobody would notice that here. */
  private checkLogs(): void {
    for (const { logicalId, logGroup } of this.wiring.functions) {
      const resource = arnOf('logs', `log-group:${logGroup}:log-stream:local`);
      for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
        if (!this.may(logicalId, { action, resource, context: {} })) throw new TemplateError(`${logicalId} (AWS::Lambda::Function): its role does not allow ${action} on ${resource}, so its log would stay empty`);
      }
    }
  }

  /** In the words with which Lambda refuses to make the mapping or to set the destination. */
  private checkQueues(): void {
    for (const { functionArn, queueArn } of this.wiring.mappings) {
      for (const permission of POLLING) this.require(functionArn, permission, queueArn, `The function execution role does not have permissions to call ${permission} on SQS`);
    }
    for (const { functionArn, onFailureArn } of this.wiring.asyncInvocations) {
      if (onFailureArn !== undefined) this.require(functionArn, 'SendMessage', onFailureArn, `The function's execution role does not have permissions to call SendMessage on ${onFailureArn}`);
    }
  }

  private require(functionArn: string, permission: string, queueArn: string, words: string): void {
    const lambda = this.wiring.functions.find(({ arn }) => arn === functionArn);
    if (lambda === undefined) throw new TemplateError(`there is no Lambda ${functionArn}`);
    if (!this.may(lambda.logicalId, sqsCall(permission, queueArn))) throw new TemplateError(`${lambda.logicalId} (AWS::Lambda::Function): ${queueArn}: ${words}`);
  }

  private may(logicalId: string, call: Call): boolean {
    return this.principals.get(logicalId)?.may(call) ?? false;
  }
}

/** All statements of the role that a Lambda has. Throws TemplateError. */
export function statementsOf({ logicalId, roleArn }: FunctionWiring, { roles, policies }: Wiring): Statement[] {
  const role = roles.find(({ arn }) => arn === roleArn);
  if (role === undefined) throw new TemplateError(`${logicalId} (AWS::Lambda::Function): the template has no role ${roleArn}`);
  return [...role.statements, ...policies.filter((policy) => policy.roles.includes(role.name)).flatMap(({ statements }) => statements)];
}

function principalOf(lambda: FunctionWiring, wiring: Wiring): Principal {
  const role = lambda.roleArn.slice(lambda.roleArn.lastIndexOf('/') + 1);
  return new Principal(`arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${lambda.name}`, statementsOf(lambda, wiring));
}

function partitionKeysOf({ tables }: Wiring): PartitionKeys {
  const shapes = new Map(tables.map(({ name, properties }) => [name, tableFromTemplate(name, properties)]));
  return (table, index) => {
    const shape = shapes.get(table);
    const keys = index === undefined ? shape?.KeySchema : shape?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index)?.KeySchema;
    return keys?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
  };
}
