import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { stacksOf } from './stacks';
import type { StackTemplate } from './synthesized';

/*
 * Who can reach what is deployed, how it is encrypted and how long it is kept, for every resource of every type. A type that comes
 * anew has to be entered here. What roles may do is in permissions.test.ts.
 */

let folder: string;
let resources: [id: string, type: string, properties: Properties][];
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forthright-security-'));
  const { data, service } = stacksOf(folder, {
    pageDomain: { name: 'orders.ternandtide.example', certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/5b1c' },
    mailDomain: { name: 'ternandtide.example', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
  });
  resources = [data, service].flatMap((stack) => Object.entries((Template.fromStack(stack).toJSON() as StackTemplate).Resources).map(([id, { Type, Properties }]): [string, string, Properties] => [id, Type, Properties]));
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Properties = Record<string, unknown>;

interface Statement {
  Effect: string;
  Action: string | string[];
  Principal: unknown;
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}
const statementsOf = (properties: Properties, document = 'PolicyDocument'): Statement[] => (properties[document] as { Statement: Statement[] }).Statement;

/** A policy of a queue or topic: nobody without TLS, and of AWS's services only in the name of this account. */
function expectClosed(properties: Properties, letIn: string): void {
  const statements = statementsOf(properties);
  const [denied, allowed] = ['Deny', 'Allow'].map((effect) => statements.filter(({ Effect }) => Effect === effect));
  expect(denied?.map(({ Condition }) => Condition)).toEqual([{ Bool: { 'aws:SecureTransport': 'false' } }]);
  for (const { Principal } of denied ?? []) expect(['*', { AWS: '*' }]).toContainEqual(Principal);
  for (const { Principal, Condition } of allowed ?? []) {
    expect(Principal).toEqual({ Service: letIn });
    expect(JSON.stringify(Condition)).toMatch(/"aws:Source(?:Arn|Account)"/);
  }
}

/** What must hold of each resource of a type. */
const held: Readonly<Record<string, (properties: Properties) => void>> = {
  'AWS::DynamoDB::GlobalTable': ({ Replicas, SSESpecification }) => {
    expect(Replicas).toEqual([expect.objectContaining({ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })]);
    // Nobody outside the account, and the key that AWS keeps for every table.
    expect((Replicas as Properties[]).map(({ ResourcePolicy }) => ResourcePolicy)).toEqual([undefined]);
    expect(SSESpecification).toBeUndefined();
  },
  'AWS::SecretsManager::Secret': ({ SecretString, GenerateSecretString }) => {
    expect(SecretString).toBeUndefined();
    expect((GenerateSecretString as { PasswordLength: number }).PasswordLength).toBe(64);
  },
  'AWS::SecretsManager::RotationSchedule': ({ RotationRules, RotateImmediatelyOnUpdate }) => {
    expect({ RotationRules, RotateImmediatelyOnUpdate }).toEqual({ RotationRules: { AutomaticallyAfterDays: 365 }, RotateImmediatelyOnUpdate: undefined });
  },
  'AWS::Events::EventBus': ({ Policy, EventSourceName }) => expect([Policy, EventSourceName]).toEqual([undefined, undefined]),
  'AWS::Events::Archive': ({ RetentionDays }) => expect(RetentionDays).toBe(30),
  'AWS::SQS::Queue': ({ SqsManagedSseEnabled, MessageRetentionPeriod }) => {
    expect(SqsManagedSseEnabled).toBe(true);
    expect([4, 14].map((days) => days * 86_400)).toContain(MessageRetentionPeriod);
  },
  'AWS::SQS::QueuePolicy': (properties) => expectClosed(properties, 'events.amazonaws.com'),
  'AWS::SNS::TopicPolicy': (properties) => expectClosed(properties, 'cloudwatch.amazonaws.com'),
  'AWS::Logs::LogGroup': ({ RetentionInDays }) => expect(RetentionInDays).toBe(30),
  'AWS::Lambda::Function': ({ LoggingConfig, Environment, Role }) => {
    expect(LoggingConfig).toMatchObject({ LogGroup: expect.anything() as unknown });
    expect(Role).toMatchObject({ 'Fn::GetAtt': expect.anything() as unknown });
    // The keyring is named here and read there: what stands in an environment, whoever may look at the function can read.
    for (const [name, value] of Object.entries((Environment as { Variables: Properties }).Variables)) expect([name, typeof value === 'object' || (typeof value === 'string' && /^https:|^forthright/i.test(value))]).toEqual([name, true]);
  },
  'AWS::Lambda::Permission': ({ Action, Principal, SourceArn, SourceAccount }) => {
    expect(Action).toBe('lambda:InvokeFunction');
    expect(['apigateway.amazonaws.com', 'events.amazonaws.com', 'secretsmanager.amazonaws.com']).toContain(Principal);
    expect(SourceArn ?? SourceAccount).toBeDefined();
  },
  'AWS::IAM::Role': (properties) => {
    expect(statementsOf(properties, 'AssumeRolePolicyDocument')).toEqual([{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }]);
  },
  'AWS::ApiGatewayV2::Api': ({ ProtocolType, CorsConfiguration, Target }) => {
    // No other site may read a page, and nothing answers but the routes.
    expect({ ProtocolType, CorsConfiguration, Target }).toEqual({ ProtocolType: 'HTTP', CorsConfiguration: undefined, Target: undefined });
  },
  'AWS::ApiGatewayV2::Stage': ({ DefaultRouteSettings, AccessLogSettings }) => {
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    const { DestinationArn, Format } = AccessLogSettings as { DestinationArn: unknown; Format: string };
    expect(DestinationArn).toBeDefined();
    expect(Format).not.toMatch(/path|identity|sourceIp|userAgent|query|authorizer|domainName/i);
  },
  'AWS::ApiGatewayV2::Route': ({ RouteKey }) => expect(RouteKey).toMatch(/^ANY \/[bu]\/\{token\}(?:\/\{intent\})?$/),
  'AWS::ApiGatewayV2::DomainName': ({ DomainNameConfigurations }) => expect(DomainNameConfigurations).toEqual([expect.objectContaining({ SecurityPolicy: 'TLS_1_2', EndpointType: 'REGIONAL' })]),
  'AWS::SES::ConfigurationSet': ({ DeliveryOptions, TrackingOptions, SuppressionOptions, ReputationOptions }) => {
    // A mailbox that knows no TLS is told all the same. Nothing is tracked.
    expect({ DeliveryOptions, TrackingOptions }).toEqual({ DeliveryOptions: { TlsPolicy: 'OPTIONAL' }, TrackingOptions: undefined });
    expect({ SuppressionOptions, ReputationOptions }).toEqual({ SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] }, ReputationOptions: { ReputationMetricsEnabled: true } });
  },
  'AWS::SES::ConfigurationSetEventDestination': ({ EventDestination }) => {
    const { MatchingEventTypes } = EventDestination as { MatchingEventTypes: string[] };
    expect(MatchingEventTypes.filter((type) => /open|click/i.test(type))).toEqual([]);
  },
  // On by default, and nothing here turns it off: a key of SES's own that it changes by itself.
  'AWS::SES::EmailIdentity': ({ DkimAttributes, DkimSigningAttributes }) => expect([DkimAttributes, DkimSigningAttributes]).toEqual([undefined, undefined]),
};

/** Types of which nothing depends on how they are set, and why. */
const harmless: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::ApiMapping': 'leads from the domain to the stage',
  'AWS::ApiGatewayV2::Integration': 'calls the one Lambda of the page',
  'AWS::CloudWatch::Alarm': 'reads metrics',
  'AWS::CloudWatch::Dashboard': 'shows metrics to whoever may see them in the account',
  'AWS::Events::Rule': 'its patterns are in delivery.test.ts, its targets are queues of ours',
  'AWS::IAM::Policy': 'permissions.test.ts',
  'AWS::Lambda::EventInvokeConfig': 'retries',
  'AWS::Lambda::EventSourceMapping': 'reads a queue of ours',
  'AWS::Logs::MetricFilter': 'counts lines of a log',
  'AWS::Route53::RecordSet': 'public by nature; mail-domain.test.ts has each',
  'AWS::SNS::Topic': 'who may use it is in its policy; alarms name no customer',
};

test('every type of resource is held to something, or there is a reason why not', () => {
  const known = new Set([...Object.keys(held), ...Object.keys(harmless)]);
  expect([...new Set(resources.map(([, type]) => type))].filter((type) => !known.has(type))).toEqual([]);
});

test.each(Object.entries(held))('%s', (type, holds) => {
  const ofThisType = resources.filter(([, one]) => one === type);
  expect(ofThisType.length).toBeGreaterThan(0);
  for (const [id, , properties] of ofThisType) {
    try {
      holds(properties);
    } catch (error) {
      throw new Error(id, { cause: error });
    }
  }
});

test.each([
  ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
  ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
])('no %s is without a policy', (type, policyType, property) => {
  const covered = new Set(resources.flatMap(([, one, properties]) => (one === policyType ? (properties[property] as { Ref: string }[]).map(({ Ref }) => Ref) : [])));
  const ids = resources.flatMap(([id, one]) => (one === type ? [id] : []));
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.filter((id) => !covered.has(id))).toEqual([]);
});
