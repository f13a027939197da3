import { arnOf } from '../../aws/account';

/**
 * Types that change nothing on this machine: who outside the Lambdas may call what, who is told when something is
 * wrong, how the world finds the domain. Anything that is neither here nor has a kind of its own is refused.
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
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::Route53::RecordSet',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/** Something must be answered where one that runs refers to one that does not, such as a rule to its topic. */
export function ignoredIdentity(logicalId: string) {
  return { ref: logicalId, attribute: (name: string): string => (name.endsWith('Arn') ? arnOf('ignored', logicalId) : `${logicalId}.${name}`) };
}
