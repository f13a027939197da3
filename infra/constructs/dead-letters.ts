import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { LossAlarm } from './loss-alarm';

export interface DeadLettersProps {
  alarms: ITopic;
  /** What customers lose when something lies here. */
  loss: string;
}

/** Where what could not be delivered or handled lies, and the alarm that the first of it rings. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, { alarms, loss }: DeadLettersProps) {
    super(scope, id, {
      // By which `npm run dead-letters` finds it. What CloudFormation makes up is cut short where it gets too long.
      queueName: `${Stack.of(scope).stackName}-${nameBelowStack(scope, id)}`,
      // Counted from the first arrival, not from the last failure: the longest that SQS keeps anything.
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const reason = 'Dead letters lie here: behind them there is nothing more, and the first rings an alarm';
    Validations.of(this).acknowledge({ id: 'AwsSolutions::AwsSolutions-SQS3', reason }, { id: 'Serverless::Serverless-SQSRedrivePolicy', reason });
    new LossAlarm(scope, `${id}Alarm`, {
      alarms,
      metric: this.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      above: 0,
      entry: 'dead-letters',
      loss,
    });
  }
}

/** `EtaChangedDeadLetters` of EtaChanged/DeadLetters. */
function nameBelowStack(scope: Construct, id: string): string {
  const below = scope.node.scopes.slice(Stack.of(scope).node.scopes.length);
  return [...below.map(({ node }) => node.id), id].join('');
}
