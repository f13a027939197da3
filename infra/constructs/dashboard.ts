import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, AlarmStatusWidget, Dashboard as CloudWatchDashboard, GraphWidget, SingleValueWidget, Stats, TextWidget, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MetricName } from '../../functions/core/metrics';
import { NoticeKind } from '../../functions/core/notice-kinds';
import { awsGraphs, type Measured } from './dashboard-aws';
import { graph } from './dashboard-graph';
import { ourMetric, ourMetricOfKind } from './our-metric';

const { SUM, MAXIMUM } = Stats;
const FIVE_MINUTES = Duration.minutes(5);
const HOUR = Duration.hours(1);

/**
 * One page that answers one question from top to bottom: is every customer informed? First whether anything rings and how late
 * the latest is; then what was sent and what became of it; then money, SES, queues and code.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, measured: Measured) {
    super(scope, id);
    // Whatever rings in this stack, and whatever is added to it later.
    const alarms = Stack.of(this).node.findAll().filter((one): one is Alarm => one instanceof Alarm);
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', { defaultInterval: Duration.days(1) });
    const rows: IWidget[][] = [
      [new TextWidget({ markdown: '# Is every customer informed?', width: 24, height: 1 })],
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 5 })],
      this.answer(),
      this.promptness(),
      this.mail(),
      this.refunds(),
      ...awsGraphs(this, measured),
    ];
    for (const row of rows) dashboard.addWidgets(...row);
    const { region } = Stack.of(this);
    new CfnOutput(this, 'Url', {
      value: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`,
      description: 'Whether every customer is informed',
    });
  }

  private answer(): IWidget[] {
    const number = (title: string, metric: MetricName, statistic: string, period: Duration): IWidget =>
      new SingleValueWidget({ title, metrics: [ourMetric(this, metric, { statistic, period, label: metric })], width: 4, height: 4 });
    return [
      number('Overdue, may not wait: seconds', 'UrgentOverdueSeconds', MAXIMUM, FIVE_MINUTES),
      number('Overdue, weekly: seconds', 'RoutineOverdueSeconds', MAXIMUM, FIVE_MINUTES),
      number('Slowest first notice of a day: seconds', 'FirstNoticeSeconds', MAXIMUM, Duration.days(1)),
      number('Mails unknown in a day', 'NoticesUnknown', SUM, Duration.days(1)),
      number('Mails unwritten in an hour', 'NoticesUnwritten', SUM, HOUR),
      number('Quota of SES used: percent', 'QuotaUsed', MAXIMUM, FIVE_MINUTES),
    ];
  }

  private promptness(): IWidget[] {
    const overdue = (metric: MetricName): IMetric => ourMetric(this, metric, { statistic: MAXIMUM, period: FIVE_MINUTES });
    const first = (statistic: string): IMetric => ourMetric(this, 'FirstNoticeSeconds', { statistic, period: FIVE_MINUTES, label: statistic });
    return [
      graph('How long somebody has been due (seconds)', [overdue('UrgentOverdueSeconds'), overdue('RoutineOverdueSeconds')], { limits: [{ value: 900, label: 'rings' }, { value: 3600, label: 'weekly updates ring' }] }),
      graph('From event to first notice (seconds)', [first(Stats.p(50)), first(Stats.p(90)), first(MAXIMUM)], { limits: [{ value: 120, label: 'promised' }, { value: 240, label: 'rings' }] }),
    ];
  }

  private mail(): IWidget[] {
    const sent = NoticeKind.options.map((kind) => ourMetricOfKind(this, 'NoticesSent', kind, { statistic: SUM, period: HOUR, label: kind }));
    const outcomes = (['NoticesUnknown', 'NoticesTakenBack', 'NoticesBounced', 'NoticesRejected', 'NoticesComplained', 'NoticesDoubled', 'NoticesUnwritten'] as const).map((name) => this.hourly(name));
    return [graph('Mails sent by kind', sent, { stacked: true }), graph('Mails that were not, or did not arrive', outcomes)];
  }

  private refunds(): IWidget[] {
    const counts = (['RefundsRequested', 'RefundsSettled', 'RefundsFailed', 'RefundsOverdue'] as const).map((name) => this.hourly(name));
    const waiting = (statistic: string, label: string): IMetric => ourMetric(this, 'RefundUnansweredSeconds', { statistic, period: Duration.days(1), label });
    return [
      graph('Refunds', counts),
      new GraphWidget({
        title: 'Refunds without an answer for a day or more',
        left: [waiting(Stats.SAMPLE_COUNT, 'how many')],
        right: [waiting(MAXIMUM, 'the oldest (seconds)')],
        width: 12,
      }),
    ];
  }

  private hourly(name: MetricName): IMetric {
    return ourMetric(this, name, { statistic: SUM, period: HOUR, label: name });
  }
}
