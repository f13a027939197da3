import { Aws, Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule, type Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { mayRotateKeyring } from '../permissions';
import { BundledLambda } from './bundled-lambda';
import { LossAlarm } from './loss-alarm';

export interface KeyringRotationProps {
  keyring: Secret;
  /** Folder with index.js. */
  code: string;
  alarms: ITopic;
}

/** A key should not sign for more than two years (NIST SP 800-57 Part 1, Table 1, symmetric authentication key). */
const EVERY_DAYS = 365;

/**
 * A new key for the links every year, and one at the first deployment, so that the first that signs bears the date on which it
 * was made. By hand: `aws secretsmanager rotate-secret`.
 */
export class KeyringRotation extends Construct {
  constructor(scope: Construct, id: string, { keyring, code, alarms }: KeyringRotationProps) {
    super(scope, id);
    const { function: lambda, role } = new BundledLambda(this, 'Lambda', {
      description: 'Makes a new key for the links in mails',
      code,
      timeout: Duration.seconds(20),
      environment: { KEYRING_ARN: keyring.secretArn },
    });
    mayRotateKeyring(role, keyring);
    // The library's own schedule lets in the Secrets Manager of every account, and the Lambda make passwords that it does not use.
    lambda.addPermission('SecretsManager', { principal: new ServicePrincipal('secretsmanager.amazonaws.com'), sourceAccount: Aws.ACCOUNT_ID });
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: keyring.secretArn,
      rotationLambdaArn: lambda.functionArn,
      rotationRules: { automaticallyAfterDays: EVERY_DAYS },
    });
    // The first rotation begins at once.
    schedule.node.addDependency(lambda, role);
    new LossAlarm(this, 'Failing', {
      alarms,
      metric: lambda.metricErrors({ statistic: Stats.SUM, period: Duration.hours(1) }),
      above: 0,
      loss: 'No new key is made for the links in mails. Customers lose nothing yet: the present key goes on signing, and every link opens.',
      entry: 'no-new-key',
    });
  }
}
