import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface LossAlarmProps {
  /** Where the alarm is told. */
  alarms: ITopic;
  metric: IMetric;
  /** The alarm goes off when the metric is above this. */
  above: number;
  /** What customers lose while this lasts, and what to do about it: whoever is woken at night reads this first. */
  loss: string;
  /** Periods in a row; 1 unless told. */
  periods?: number;
}

/** An alarm that says what customers are losing, and tells someone. */
export class LossAlarm extends Construct {
  constructor(scope: Construct, id: string, props: LossAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      threshold: props.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: props.loss,
    });
    alarm.addAlarmAction(new SnsAction(props.alarms));
  }
}
