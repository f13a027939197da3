import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { runbookLink, type RunbookEntry } from '../runbook';

interface About {
  /** Where the alarm is told. */
  alarms: ITopic;
  metric: IMetric;
  /** What customers lose while this lasts: whoever is woken at night reads this first. */
  loss: string;
  /** What to do about it. */
  entry: RunbookEntry;
  /** Periods in a row; 1 unless told. */
  periods?: number;
}

/** Something happens that should not, or something does not happen that should: then no data is the worst of news. */
export type LossAlarmProps = About & ({ above: number } | { below: number });

/** An alarm that says what customers are losing, and tells someone. */
export class LossAlarm extends Construct {
  constructor(scope: Construct, id: string, props: LossAlarmProps) {
    super(scope, id);
    const isTooMuch = 'above' in props;
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      threshold: isTooMuch ? props.above : props.below,
      comparisonOperator: isTooMuch ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: isTooMuch ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
      alarmDescription: `${props.loss} Run book: ${runbookLink(props.entry)}`,
    });
    alarm.addAlarmAction(new SnsAction(props.alarms));
  }
}
