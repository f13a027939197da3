import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { busNameOf, stackNameOf, stageNamed, type Installation } from '../../infra/installation';
import { stacksOf, type Stacks } from './stacks';
import { ofType, type StackTemplate } from './synthesized';

/* Several shops and stages in one account and region: none gets in another's way. */

const LONGEST_SHOP = 'abcdefghijklmnopqrst';
const mailDomain = { name: 'ternandtide.example', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };

/** Both stacks of an installation. */
interface Deployed {
  isProtected: boolean;
  data: StackTemplate;
  service: StackTemplate;
}
let folder: string;
let prod: Deployed;
let trial: Deployed;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forthright-installations-'));
  prod = deployed(stacksOf(folder, { mailDomain }));
  trial = deployed(stacksOf(folder, { mailDomain, shop: LONGEST_SHOP }, 'test'));
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function deployed({ data, service }: Stacks): Deployed {
  return { isProtected: data.terminationProtection, data: Template.fromStack(data).toJSON() as StackTemplate, service: Template.fromStack(service).toJSON() as StackTemplate };
}

test.each([
  [{ shop: undefined, stage: 'prod' }, ['forthright', 'ForthrightData', 'ForthrightService']],
  [{ shop: 'lamps', stage: 'prod' }, ['forthright-lamps', 'ForthrightData-lamps', 'ForthrightService-lamps']],
  [{ shop: undefined, stage: 'dev' }, ['forthright-dev', 'ForthrightData-dev', 'ForthrightService-dev']],
  [{ shop: 'lamps', stage: 'test' }, ['forthright-lamps-test', 'ForthrightData-lamps-test', 'ForthrightService-lamps-test']],
] as const satisfies [Installation, string[]][])('%j has names of its own', (installation, names) => {
  expect([busNameOf(installation), stackNameOf(installation, 'Data'), stackNameOf(installation, 'Service')]).toEqual(names);
});

test('without a word the stage is the one whose data is kept', () => {
  expect(stageNamed(undefined)).toBe('prod');
});

test.each(['production', 'Prod', '', 7, true])('%j is no stage', (name) => {
  expect(() => stageNamed(name)).toThrow(`stage ${JSON.stringify(name)}: expected prod, test or dev`);
});

/** Properties by which a resource is known in its account and region: CloudFormation makes up the rest. A policy's name is known in its role alone. */
const IDENTITIES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Events::Archive': 'ArchiveName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

/** The names that the templates fix, each with the type of what is called so. */
const fixedNames = ({ data, service }: Deployed): string[] =>
  [data, service].flatMap(({ Resources }) =>
    Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
      const name = Properties[IDENTITIES[Type] ?? ''];
      return typeof name === 'string' ? [`${Type} ${name}`] : [];
    }),
  );

test('no two installations have a name in common', () => {
  const [ours, theirs] = [fixedNames(prod), fixedNames(trial)];
  expect(ours).toEqual(expect.arrayContaining(['AWS::Events::EventBus forthright', 'AWS::SQS::Queue ForthrightService-EtaChangedDeadLetters']));
  expect(theirs).toHaveLength(ours.length);
  expect(ours.filter((name) => theirs.includes(name))).toEqual([]);
});

test('metrics of two installations do not add up', () => {
  const namespaces = ({ service }: Deployed) => Object.values(ofType(service, 'AWS::Lambda::Function')).map(({ Properties }) => (Properties.Environment as { Variables: Record<string, string> }).Variables.METRICS_NAMESPACE);
  expect(new Set(namespaces(prod))).toEqual(new Set(['ForthrightService']));
  expect(new Set(namespaces(trial))).toEqual(new Set([`ForthrightService-${LONGEST_SHOP}-test`]));
});

test('the longest names are no longer than AWS takes them', () => {
  const queues = fixedNames(trial).flatMap((line) => /^AWS::SQS::Queue (.*)$/.exec(line)?.[1] ?? []);
  expect(queues.length).toBeGreaterThan(0);
  expect(queues.filter((name) => name.length > 80)).toEqual([]);
  // The archive is called as the bus is.
  expect(busNameOf({ shop: LONGEST_SHOP, stage: 'test' }).length).toBeLessThanOrEqual(48);
});

test.each([
  ['prod', () => prod, true, 'Retain'],
  ['test', () => trial, false, 'Delete'],
] as const)('what is data at %s: kept whoever deletes its stack, or leaves nothing behind', (_stage, of, isProtected, policy) => {
  const { data, ...deployment } = of();
  expect(deployment.isProtected).toBe(isProtected);
  for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of Object.entries(data.Resources)) expect({ id, DeletionPolicy, UpdateReplacePolicy }).toEqual({ id, DeletionPolicy: policy, UpdateReplacePolicy: policy });
  const tables = Object.values(ofType(data, 'AWS::DynamoDB::GlobalTable'));
  expect(tables.map(({ Properties }) => Properties.Replicas)).toEqual([[expect.objectContaining({ DeletionProtectionEnabled: isProtected })]]);
});
