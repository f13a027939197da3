import { Duration } from 'aws-cdk-lib';
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

/** Where what could not be delivered or handled lies, and the alarm that the first of it rings. `npm run dead-letters` finds it by the name DeadLetters. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, { alarms, loss }: DeadLettersProps) {
    super(scope, id, {
      // Counted from the first arrival, not from the last failure: the longest that SQS keeps anything.
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    new LossAlarm(scope, `${id}Alarm`, {
      alarms,
      metric: this.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      above: 0,
      entry: 'dead-letters',
      loss,
    });
  }
}
