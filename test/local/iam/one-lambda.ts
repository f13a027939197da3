import { readPolicyDocument } from '../../../local/aws/iam/policy-document';
import { emptyWiring, type Wiring } from '../../../local/template/wiring';

export const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
export const allow = (Action: string | string[], Resource: string): object => ({ Effect: 'Allow', Action, Resource });
export const LOGS = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], arn('logs', 'log-group:Shop-Log:*'));
export const POLLS = allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn('sqs', 'Work'));

/** One Lambda that is fed by a queue, whose role has these statements. */
export function shop(...statements: object[]): Wiring {
  return {
    ...emptyWiring(),
    roles: [{ name: 'Shop-Role', arn: 'arn:aws:iam::000000000000:role/Shop-Role', statements: [] }],
    policies: [{ roles: ['Shop-Role'], statements: readPolicyDocument({ Version: '2012-10-17', Statement: statements }, 'policy') }],
    functions: [
      {
        logicalId: 'Fn',
        name: 'Shop-Fn',
        arn: arn('lambda', 'function:Shop-Fn'),
        code: '',
        handler: 'index.handler',
        timeoutSeconds: 3,
        memoryMegabytes: 128,
        environment: {},
        reservedConcurrency: undefined,
        roleArn: 'arn:aws:iam::000000000000:role/Shop-Role',
        logGroup: 'Shop-Log',
      },
    ],
    mappings: [{ queueArn: arn('sqs', 'Work'), functionArn: arn('lambda', 'function:Shop-Fn'), batchSize: 1, batchingWindowSeconds: 0, maxConcurrency: undefined, reportsBatchItemFailures: true, enabled: true }],
  };
}
