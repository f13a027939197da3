import { arnOf } from '../../aws/account';

/**
 * Types that change nothing on this machine: what may call what, who is told when something is wrong, where logs lie,
 * how the world finds the domain. Anything that is neither here nor has a kind of its own is refused.
 */
export const ignoredTypes: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::Route53::RecordSet',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/** Something must be answered where one that runs refers to one that does not, such as a Lambda to its role. */
export function ignoredIdentity(logicalId: string) {
  return { ref: logicalId, attribute: (name: string): string => (name.endsWith('Arn') ? arnOf('ignored', logicalId) : `${logicalId}.${name}`) };
}
