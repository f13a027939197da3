import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { MetricName } from '../../functions/core/metrics';
import type { RunbookEntry } from '../runbook';
import { LossAlarm } from './loss-alarm';
import { ourMetric } from './our-metric';

interface Watched {
  metric: MetricName;
  statistic: string;
  period: Duration;
  above: number;
  entry: RunbookEntry;
  loss: string;
}

const { SUM, MAXIMUM } = Stats;

/**
 * What Forthright itself measures of its promises, and where it begins to be broken. What AWS measures rings beside the
 * queues, Lambdas and senders that it is about. docs/runbook.md says which promise is watched by what.
 */
const watched: Readonly<Record<string, Watched>> = {
  FirstNoticesLate: {
    metric: 'FirstNoticeSeconds',
    statistic: MAXIMUM,
    period: Duration.minutes(5),
    // Two minutes, and two more where a process died on the way.
    above: 240,
    entry: 'first-notices-late',
    loss: 'Customers with new backorders are told later than promised: their first notice took more than four minutes.',
  },
  CustomersOverdue: {
    metric: 'UrgentOverdueSeconds',
    statistic: MAXIMUM,
    period: Duration.minutes(5),
    // A mail of which nothing is heard is looked at after so long, and everybody else within minutes.
    above: 900,
    entry: 'customers-overdue',
    loss: 'Some customers have been due for more than a quarter of an hour: first notices, new dates, answers, deadlines or refunds wait.',
  },
  WeeklyUpdatesLate: {
    metric: 'RoutineOverdueSeconds',
    statistic: MAXIMUM,
    period: Duration.minutes(5),
    // An update is due a quarter of an hour before the week is over at the latest, and the promise is a week and an hour.
    above: 3600,
    entry: 'weekly-updates-late',
    loss: 'Weekly updates are more than an hour behind: customers are about to have a week without a word.',
  },
  MailStopped: {
    metric: 'SendingStopped',
    statistic: SUM,
    // Every quarter of an hour somebody tries and says so again, or every hour where the quota is used up.
    period: Duration.minutes(20),
    above: 0,
    entry: 'no-mail-leaves',
    loss: 'SES takes no mail of this account, since it is paused or the quota of the day is used up: no customer is told anything until it does.',
  },
  SenderRefused: {
    metric: 'SenderRefused',
    statistic: SUM,
    // Each mail is tried again after an hour and some minutes.
    period: Duration.minutes(90),
    above: 0,
    entry: 'sender-refused',
    loss: 'SES refuses mails because of who sends them: the sender is not verified or may not send, so customers are told nothing.',
  },
  MailUnwritten: {
    metric: 'NoticesUnwritten',
    statistic: SUM,
    // Each is tried again every hour.
    period: Duration.minutes(75),
    above: 0,
    entry: 'mail-cannot-be-written',
    loss: 'Mails to some customers can not be written, so these customers are told nothing.',
  },
  OutcomesUnknown: {
    metric: 'NoticesUnknown',
    statistic: SUM,
    period: Duration.hours(1),
    above: 0,
    entry: 'outcomes-unknown',
    loss: 'Nobody knows whether some mails went out: these customers are told late, or twice, or not at all.',
  },
  MailsDoubled: {
    metric: 'NoticesDoubled',
    statistic: SUM,
    period: Duration.hours(1),
    above: 0,
    entry: 'mails-doubled',
    loss: 'Some customers got the same mail twice.',
  },
  RefundsOverdue: {
    metric: 'RefundsOverdue',
    statistic: SUM,
    period: Duration.days(1),
    above: 0,
    entry: 'refunds-overdue',
    loss: 'The money of customers who cancelled is about to be late: the last day on which it has to be sent is near.',
  },
  RefundsUnanswered: {
    metric: 'RefundUnansweredSeconds',
    statistic: MAXIMUM,
    period: Duration.days(1),
    above: 3 * 86_400,
    entry: 'refunds-unanswered',
    loss: 'The store has not answered for more than three days whether it sent a refund: customers who cancelled wait for their money.',
  },
  LinksRefused: {
    metric: 'LinksRefused',
    statistic: SUM,
    period: Duration.minutes(15),
    // Somebody who guesses, or a mail program that cuts a link, makes a few.
    above: 25,
    entry: 'links-refused',
    loss: 'Many links to the page are not known: customers whose links they are can not cancel.',
  },
};

export class PromiseAlarms extends Construct {
  constructor(scope: Construct, id: string, alarms: ITopic) {
    super(scope, id);
    for (const [name, { metric, statistic, period, above, entry, loss }] of Object.entries(watched)) {
      new LossAlarm(this, name, { alarms, metric: ourMetric(this, metric, { statistic, period }), above, entry, loss });
    }
  }
}
