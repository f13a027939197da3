import { readAssembly } from '../../local/template/assembly';
import { readWiring } from '../../local/template/read-wiring';
import type { Wiring } from '../../local/template/wiring';
import { type Resources, type StackOfTest, assemblyOf } from './cloud-assembly';

const names = { queueUrl: (name: string) => `http://127.0.0.1:4401/000000000000/${name}`, apiOrigin: 'http://localhost:4400' };

const read = (stacks: Record<string, StackOfTest>, bundles: Record<string, string> = { abc: '' }): Wiring =>
  readWiring(readAssembly(assemblyOf(stacks, bundles)), names);
const readOne = (resources: Resources, rest: Partial<StackOfTest> = {}): Wiring => read({ Shop: { resources, ...rest } });

const lambda = {
  Type: 'AWS::Lambda::Function',
  Properties: { Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: 'abc.zip' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 20, MemorySize: 512, Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
};
const role = { Type: 'AWS::IAM::Role', Properties: {} };

test('a stack finds what another one exports', () => {
  const wiring = read({
    Service: { resources: { Role: role, Fn: { ...lambda, Properties: { ...lambda.Properties, Environment: { Variables: { TABLE_NAME: { 'Fn::ImportValue': 'Data:Table' } } } } } } },
    Data: {
      resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { KeySchema: [], AttributeDefinitions: [], BillingMode: 'PAY_PER_REQUEST', Replicas: [] } } },
      outputs: { Out: { Value: { Ref: 'Table' }, Export: { Name: 'Data:Table' } } },
    },
  });
  expect(wiring.functions[0]?.environment).toEqual({ TABLE_NAME: 'Data-Table' });
  expect(wiring.tables).toEqual([{ name: 'Data-Table', properties: { KeySchema: [], AttributeDefinitions: [] } }]);
});

test('a Lambda has the folder of its asset, its limits and an ARN', () => {
  const { functions } = readOne({ Role: role, Fn: lambda });
  expect(functions).toHaveLength(1);
  expect(functions[0]).toMatchObject({ logicalId: 'Fn', name: 'Shop-Fn', arn: 'arn:aws:lambda:us-east-1:000000000000:function:Shop-Fn', timeoutSeconds: 20, memoryMegabytes: 512 });
  expect(functions[0]!.code).toMatch(/asset\.abc$/);
});

const document = (Action: string, Resource: unknown = '*') => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const policy = (PolicyDocument: unknown) => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', PolicyDocument, Roles: [{ Ref: 'Role' }] } });

test('a role has the statements of its own and of the policies that name it, their references resolved', () => {
  const { roles, policies, functions } = readOne({
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'Own', PolicyDocument: document('ses:GetAccount') }] } },
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } },
    Policy: policy(document('logs:PutLogEvents', { 'Fn::GetAtt': ['Log', 'Arn'] })),
    Fn: { ...lambda, Properties: { ...lambda.Properties, LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'Log' } } } },
  });
  expect(roles).toMatchObject([{ name: 'Shop-Role', arn: 'arn:aws:iam::000000000000:role/Shop-Role', statements: [{ actions: ['ses:GetAccount'], resources: ['*'] }] }]);
  expect(policies).toMatchObject([{ roles: ['Shop-Role'], statements: [{ actions: ['logs:PutLogEvents'], resources: ['arn:aws:logs:us-east-1:000000000000:log-group:Shop-Log:*'] }] }]);
  expect(functions).toMatchObject([{ roleArn: 'arn:aws:iam::000000000000:role/Shop-Role', logGroup: 'Shop-Log' }]);
});

test('a queue answers Ref with its URL, and its dead letters are found by ARN', () => {
  const { queues, mappings } = readOne({
    Role: role,
    Fn: lambda,
    Dead: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 120, RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 } } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Fn' }, ScalingConfig: { MaximumConcurrency: 4 }, FunctionResponseTypes: ['ReportBatchItemFailures'] },
    },
  });
  expect(queues).toEqual([
    { name: 'Shop-Dead', visibilityTimeoutSeconds: 30, retentionSeconds: 1_209_600, delaySeconds: 0, redrive: undefined },
    { name: 'Shop-Queue', visibilityTimeoutSeconds: 120, retentionSeconds: 345_600, delaySeconds: 0, redrive: { deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:Shop-Dead', maxReceiveCount: 5 } },
  ]);
  expect(mappings).toEqual([
    {
      queueArn: 'arn:aws:sqs:us-east-1:000000000000:Shop-Queue',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Shop-Fn',
      batchSize: 10,
      batchingWindowSeconds: 0,
      maxConcurrency: 4,
      reportsBatchItemFailures: true,
      enabled: true,
    },
  ]);
});

test('a rule names its bus, its pattern and where its targets lose what they cannot take', () => {
  const { rules, buses } = readOne({
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'forthright' } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: [{ 'anything-but': 'forthright' }] },
        State: 'ENABLED',
        Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } }],
      },
    },
    Tick: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' } },
  });
  const queueArn = 'arn:aws:sqs:us-east-1:000000000000:Shop-Queue';
  expect(buses).toEqual([{ name: 'forthright' }]);
  expect(rules).toEqual([
    { name: 'Shop-Rule', bus: 'forthright', pattern: { source: [{ 'anything-but': 'forthright' }] }, schedule: undefined, enabled: true, targets: [{ id: 'Target0', arn: queueArn, deadLetterArn: queueArn }] },
    { name: 'Shop-Tick', bus: 'default', pattern: undefined, schedule: 'rate(1 minute)', enabled: false, targets: [] },
  ]);
});

test('what SES tells of a set goes to the default bus; a destination that is off tells nothing', () => {
  const bus = { 'Fn::Sub': 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default' };
  const destination = (Enabled: boolean) => ({
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: { ConfigurationSetName: { Ref: 'Set' }, EventDestination: { Enabled, MatchingEventTypes: ['send', 'deliveryDelay', 'RENDERING_FAILURE'], EventBridgeDestination: { EventBusArn: bus } } },
  });
  const { configurationSets, mailEvents } = readOne({ Set: { Type: 'AWS::SES::ConfigurationSet' }, On: destination(true), Off: destination(false) });
  expect(configurationSets).toEqual(['Shop-Set']);
  expect(mailEvents).toEqual([{ name: 'Shop-On', configurationSet: 'Shop-Set', types: ['SEND', 'DELIVERY_DELAY', 'RENDERING_FAILURE'] }]);
});

test('routes lead through their integration to a Lambda', () => {
  const { routes, integrations } = readOne({
    Role: role,
    Fn: lambda,
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Name: 'pages' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true } },
    Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] }, PayloadFormatVersion: '2.0' } },
    Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /b/{token}', Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] } } },
  });
  expect(routes).toEqual([{ api: 'Shop-Api', key: 'GET /b/{token}', integration: 'Shop-Integration' }]);
  expect(integrations).toEqual([{ id: 'Shop-Integration', functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Shop-Fn', timeoutMs: 30_000 }]);
});

test('what only matters in an account is passed over, and a resource whose condition is false is not there', () => {
  const wiring = readOne(
    {
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [{ Ref: 'Topic' }] } },
      Topic: { Type: 'AWS::SNS::Topic' },
      Elsewhere: { Type: 'AWS::SQS::Queue', Condition: 'InEurope' },
    },
    { conditions: { InEurope: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } },
  );
  expect(wiring.queues).toEqual([]);
});

test.each<[string, Resources, string]>([
  ['a type that is not known', { Stream: { Type: 'AWS::Kinesis::Stream' } }, 'Stream (AWS::Kinesis::Stream): resources of this type are not supported'],
  ['a policy that somebody else wrote', { Role: { ...role, Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } } }, 'Role (AWS::IAM::Role): property ManagedPolicyArns is not supported'],
  ['a statement that is not understood', { Role: role, Policy: policy({ ...document('sqs:*'), Statement: { NotAction: 'sqs:*' } }) }, 'Policy (AWS::IAM::Policy): property PolicyDocument.Statement.0: NotAction is not supported'],
  ['a property that is not known', { Queue: { Type: 'AWS::SQS::Queue', Properties: { Tape: 1 } } }, 'Queue (AWS::SQS::Queue): property Tape is not supported'],
  ['a property of the wrong shape', { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon' } } }, 'Queue (AWS::SQS::Queue): property DelaySeconds: Invalid input: expected number, received string'],
  ['a FIFO queue', { Queue: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } }, 'Queue (AWS::SQS::Queue): property FifoQueue: FIFO queues are not supported'],
  ['a name that leads nowhere', { Queue: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Gone', 'Arn'] }, maxReceiveCount: 1 } } } }, 'Queue (AWS::SQS::Queue): there is no resource Gone'],
  ['a bundle that was not made', { Role: role, Fn: { ...lambda, Properties: { ...lambda.Properties, Code: { S3Bucket: 'b', S3Key: 'gone.zip' } } } }, 'Fn (AWS::Lambda::Function): no asset gone.zip'],
])('%s is one clear line with logical id and type', (_what, resources, expected) => {
  let message = 'nothing was thrown';
  try {
    readOne(resources);
  } catch (error) {
    message = String(error);
  }
  expect(message).toBe(`TemplateError: ${expected}`);
});
