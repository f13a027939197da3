import { readMerchant } from '../../infra/merchant-file';
import { lambdas } from '../../infra/lambdas';
import { lambdaOf, ofType, root, synthesizeProject, type Resource, type Synthesized } from './synthesized';

/* Each Lambda may do what its code does, to what its code does it to, and nothing else. */

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesizeProject();
}, 60_000);

const { senders } = readMerchant(root);
const addresses = [...new Set([senders.notices, senders.updates])];
const domains = [...new Set(addresses.map((address) => address.split('@')[1]!.toLowerCase()))];

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

function statementsOf({ Properties }: Resource): Statement[] {
  return (Properties.PolicyDocument as { Statement: Statement[] }).Statement;
}

/** A resource as its logical id, what it is called, or the ARN with both in it. */
function named(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const [[name, argument] = ['', undefined]] = Object.entries(resource as Record<string, unknown>);
  switch (name) {
    case 'Fn::Join':
      return (argument as [string, unknown[]])[1].map(named).join('');
    case 'Fn::GetAtt':
      return (argument as string[])[0]!.replace(/[0-9A-F]{8}$/, '');
    case 'Fn::ImportValue':
      return ['Bus', 'Keyring'].find((id) => (argument as string).includes(id)) ?? 'Table';
    default:
      return String(argument).replace(/^AWS::(\w+)$/, '<$1>').replace(/[0-9A-F]{8}$/, '');
  }
}

/** `action resource`, sorted, of every Lambda but for writing its own log. */
function permissions(): Record<string, string[]> {
  return Object.fromEntries(
    Object.values(ofType(stack.service, 'AWS::IAM::Policy')).map((policy) => {
      const [role] = policy.Properties.Roles as { Ref: string }[];
      const rows = statementsOf(policy).flatMap(({ Action, Resource }) => listed(Action).flatMap((action) => listed(Resource).map((resource) => `${action} ${named(resource)}`)));
      return [lambdaOf(role!.Ref), rows.filter((row) => !row.startsWith('logs:')).sort()];
    }),
  );
}

const changesCustomers = ['DeleteItem Table', 'GetItem Table', 'PutItem Table', 'Query Table', 'UpdateItem Table'].map((row) => `dynamodb:${row}`);
const takesFrom = (queue: string): string[] => ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} ${queue}`);
const sends = (name: string): string => `ses:SendEmail arn:<Partition>:ses:<Region>:<AccountId>:${name}`;

test.each([
  ['backorder-created', [...changesCustomers, 'secretsmanager:GetSecretValue Keyring', ...takesFrom('BackorderCreatedQueue'), 'sqs:SendMessage AttendCustomerQueue']],
  [
    'eta-changed',
    [
      ...changesCustomers,
      'dynamodb:Query Table/index/sku',
      'dynamodb:Query Table/index/supplierOrder',
      ...takesFrom('EtaChangedQueue'),
      'sqs:SendMessage AttendCustomerQueue',
      'sqs:SendMessage EtaChangedQueue',
    ],
  ],
  ['order-closed', [...changesCustomers, 'secretsmanager:GetSecretValue Keyring', ...takesFrom('OrderClosedQueue'), 'sqs:SendMessage AttendCustomerQueue']],
  [
    'weekly-updates',
    [
      'dynamodb:GetItem Table',
      'dynamodb:Query Table/index/due',
      'dynamodb:Query Table/index/routine',
      ...['AttendCustomerQueue', 'AttendCustomerRoutineQueue'].flatMap((queue) => [`sqs:GetQueueAttributes ${queue}`, `sqs:SendMessage ${queue}`]),
    ],
  ],
  [
    'attend-customer',
    [
      ...changesCustomers,
      'events:PutEvents Bus',
      'secretsmanager:GetSecretValue Keyring',
      ...[...addresses, ...domains].map((identity) => sends(`identity/${identity}`)),
      sends('configuration-set/MailNotices'),
      sends('configuration-set/MailUpdates'),
      'ses:GetAccount *',
      ...['AttendCustomerQueue', 'AttendCustomerRoutineQueue'].flatMap((queue) => [...takesFrom(queue), `sqs:SendMessage ${queue}`]),
    ],
  ],
  ['email-feedback', [...changesCustomers, ...takesFrom('EmailFeedbackQueue'), 'sqs:SendMessage AttendCustomerQueue']],
  ['customer-page', [...changesCustomers, 'secretsmanager:GetSecretValue Keyring', 'sqs:SendMessage AttendCustomerQueue']],
  ['rotate-keyring', ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map((action) => `secretsmanager:${action} Keyring`)],
])('%s may do this and nothing else', (lambda, expected) => {
  expect(permissions()[lambda]).toEqual([...expected].sort());
});

test('Lambdas have a role each, and nobody else has one', () => {
  const roles = Object.keys(ofType(stack.service, 'AWS::IAM::Role')).map(lambdaOf).sort();
  expect(roles).toEqual([...lambdas].sort());
  expect(Object.keys(permissions()).sort()).toEqual(roles);
  expect(ofType(stack.data, 'AWS::IAM::Role')).toEqual({});
});

test('no role has a policy that AWS or somebody else may change', () => {
  for (const [id, { Properties }] of Object.entries(ofType(stack.service, 'AWS::IAM::Role'))) {
    expect([id, Properties.ManagedPolicyArns, Properties.Policies]).toEqual([id, undefined, undefined]);
  }
});

test('no role may do any action, or anything to any resource, but ask how fast the account may send', () => {
  const statements = Object.values(ofType(stack.service, 'AWS::IAM::Policy')).flatMap(statementsOf);
  expect(statements.length).toBeGreaterThan(0);
  for (const { Effect, Action, Resource } of statements.filter(({ Action: action }) => action !== 'ses:GetAccount')) {
    expect({ Effect, Action, Resource, wild: JSON.stringify([Action, Resource]).includes('*') }).toEqual({ Effect: 'Allow', Action, Resource, wild: false });
  }
});

test('each Lambda writes its own log and no other', () => {
  for (const [id, policy] of Object.entries(ofType(stack.service, 'AWS::IAM::Policy'))) {
    const logs = statementsOf(policy).filter(({ Action }) => listed(Action).some((action) => action.startsWith('logs:')));
    expect(logs.map(({ Action }) => Action)).toEqual([['logs:CreateLogStream', 'logs:PutLogEvents']]);
    expect(lambdaOf(named(logs[0]!.Resource).replace(/Log$/, 'Function'))).toBe(lambdaOf(id));
  }
});

test("mails leave from the merchant's senders alone, and events in Forthright's name alone", () => {
  const conditions = (action: string): unknown[] =>
    Object.values(ofType(stack.service, 'AWS::IAM::Policy'))
      .flatMap(statementsOf)
      .filter(({ Action }) => listed(Action).includes(action))
      .map(({ Condition }) => Condition);
  expect(conditions('ses:SendEmail')).toEqual([{ StringEquals: { 'ses:FromAddress': addresses } }]);
  expect(conditions('ses:GetAccount')).toEqual([undefined]);
  expect(conditions('events:PutEvents')).toEqual([{ StringEquals: { 'events:source': 'forthright' } }]);
});

test('the schedule reads how fast mail may leave, and no customer', () => {
  const [policy] = Object.entries(ofType(stack.service, 'AWS::IAM::Policy')).filter(([id]) => lambdaOf(id.replace('Policy', '')) === 'weekly-updates');
  const reads = statementsOf(policy![1]).filter(({ Action }) => listed(Action).includes('dynamodb:GetItem'));
  expect(reads.map(({ Condition }) => Condition)).toEqual([{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['P#SENDING'] } }]);
});

test('nobody outside is let in but the bus, the schedule, the API, the alarms and whoever rotates the keyring', () => {
  const invokers = Object.values(ofType(stack.service, 'AWS::Lambda::Permission')).map(({ Properties }) => Properties);
  expect([...new Set(invokers.map(({ Principal }) => Principal))].sort()).toEqual(['apigateway.amazonaws.com', 'events.amazonaws.com', 'secretsmanager.amazonaws.com']);
  for (const { Principal, SourceArn, SourceAccount } of invokers) expect([Principal, SourceArn ?? SourceAccount]).toEqual([Principal, expect.anything()]);
  const policies = [...Object.values(ofType(stack.service, 'AWS::SQS::QueuePolicy')), ...Object.values(ofType(stack.service, 'AWS::SNS::TopicPolicy'))];
  const allowed = policies.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Allow') as (Statement & { Principal: unknown })[];
  for (const { Principal, Condition } of allowed) {
    expect(['events.amazonaws.com', 'cloudwatch.amazonaws.com']).toContain((Principal as { Service: string }).Service);
    expect(JSON.stringify(Condition)).toMatch(/aws:SourceA(rn|ccount)/);
  }
});

test('queues and alarms are reached over TLS alone', () => {
  const queues = Object.keys(ofType(stack.service, 'AWS::SQS::Queue'));
  const denied = JSON.stringify(Object.values(ofType(stack.service, 'AWS::SQS::QueuePolicy')).flatMap(statementsOf).filter(({ Effect }) => Effect === 'Deny'));
  for (const queue of queues) expect(denied).toContain(`"Fn::GetAtt":["${queue}","Arn"]`);
});
