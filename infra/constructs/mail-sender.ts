import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, ConfigurationSetTlsPolicy, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { FilterPattern, MetricFilter, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Merchant } from '../../functions/core/merchant';
import { LossAlarm } from './loss-alarm';

export interface MailSenderProps {
  senders: Merchant['senders'];
  alarms: ITopic;
}

/**
 * The two streams of mail, apart so that a weekly update that someone marks as spam does not cost the notices their
 * reputation. The identities they are sent from are the merchant's own and must be verified before: see docs/deploy.md.
 */
export class MailSender extends Construct {
  readonly notices: ConfigurationSet;
  readonly updates: ConfigurationSet;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MailSenderProps,
  ) {
    super(scope, id);
    const settings = { reputationMetrics: true, tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL, suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS };
    this.notices = new ConfigurationSet(this, 'Notices', settings);
    this.updates = new ConfigurationSet(this, 'Updates', settings);
    this.watchReputation();
  }

  /** Lets a role send from the merchant's senders by these two sets, and as nobody else. */
  allow(role: Role): void {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string): string => stack.formatArn({ service: 'ses', resource, resourceName });
    const addresses = [this.props.senders.notices, this.props.senders.updates];
    // Either the address itself is verified or its domain, whose name SES keeps in small letters.
    const identities = new Set(addresses.flatMap((address) => [address, address.slice(address.indexOf('@') + 1).toLowerCase()]));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [
          ...[...identities].map((identity) => arn('identity', identity)),
          arn('configuration-set', this.notices.configurationSetName),
          arn('configuration-set', this.updates.configurationSetName),
        ],
        conditions: { StringEquals: { 'ses:FromAddress': [...new Set(addresses)] } },
      }),
    );
    // How fast it may send. SES knows no resource for that question (Service Authorization Reference, Amazon SES v2).
    role.addToPolicy(new PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] }));
  }

  /** Rings when nothing leaves any more, told by the log of the Lambda that sends: functions/adapters/pacing/pacer.ts. */
  watchStops(sender: LogGroup): void {
    const filter = new MetricFilter(this, 'Stops', {
      logGroup: sender,
      filterPattern: FilterPattern.literal('"no mail leaves"'),
      metricNamespace: 'Forthright',
      metricName: 'MailStopped',
      metricValue: '1',
    });
    new LossAlarm(this, 'Stopped', {
      alarms: this.props.alarms,
      // Every quarter of an hour somebody tries and says so again, or every hour where the quota is used up.
      metric: filter.metric({ statistic: Stats.SUM, period: Duration.minutes(20) }),
      above: 0,
      loss: 'SES takes no mail of this account, since it is paused or the quota of the day is used up: no customer is told anything until it does. See the SES console, Account dashboard. What waits goes out by itself then.',
    });
  }

  /** SES looks at an account with 5 % bounces or 0.1 % complaints and pauses it at twice that: all of it, whoever sent the mails. */
  private watchReputation(): void {
    const rate = (metricName: string): Metric => new Metric({ namespace: 'AWS/SES', metricName, statistic: Stats.MAXIMUM, period: Duration.hours(1) });
    const loss = 'When SES pauses the account, no customer is told anything.';
    new LossAlarm(this, 'Bounces', { alarms: this.props.alarms, metric: rate('Reputation.BounceRate'), above: 0.02, loss: `More than 2 % of the mails bounce. ${loss}` });
    new LossAlarm(this, 'Complaints', { alarms: this.props.alarms, metric: rate('Reputation.ComplaintRate'), above: 0.0005, loss: `More than 0.05 % of the mails are marked as spam. ${loss}` });
  }
}
