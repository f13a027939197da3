import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, ConfigurationSetTlsPolicy, EmailSendingEvent, EventDestination, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { APP } from '../../functions/adapters/mail-tags';
import type { Merchant } from '../../functions/core/merchant';
import { LossAlarm } from './loss-alarm';

export interface MailSenderProps {
  senders: Merchant['senders'];
  /** Of the identity that is made with the stacks, if one is. */
  domain: string | undefined;
  alarms: ITopic;
}

/** All that becomes of a mail. Not who opened it or followed which link: that would put a picture and a detour in each. */
const TOLD = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
];

/**
 * The two streams of mail, apart so that a weekly update that someone marks as spam does not cost the notices their
 * reputation. The identities they are sent from are the merchant's own and must be verified before, or made with the stacks: mail-domain.ts.
 */
export class MailSender extends Construct {
  readonly notices: ConfigurationSet;
  readonly updates: ConfigurationSet;
  /** Where SES tells what became of a mail: it knows no other bus than the account's default one. */
  readonly feedback: IEventBus;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MailSenderProps,
  ) {
    super(scope, id);
    const settings = { reputationMetrics: true, tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL, suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS };
    this.notices = new ConfigurationSet(this, 'Notices', settings);
    this.updates = new ConfigurationSet(this, 'Updates', settings);
    this.feedback = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    for (const set of [this.notices, this.updates]) set.addEventDestination('Feedback', { destination: EventDestination.eventBus(this.feedback), events: TOLD });
    this.watchReputation();
  }

  /**
   * Fits what SES tells of our mails and of no other in the account: those that carry our tag and went out by our sets. SES
   * adds the name of the set to the tags of each mail, and gives every tag back as a list, of which one value has to fit.
   */
  ofOurMails(): Pick<EventPattern, 'source' | 'detail'> {
    const sets = [this.notices.configurationSetName, this.updates.configurationSetName];
    return { source: ['aws.ses'], detail: { mail: { tags: { app: [APP], 'ses:configuration-set': sets } } } };
  }

  /** Lets a role send from the merchant's senders by these two sets, and as nobody else. */
  allow(role: Role): void {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string): string => stack.formatArn({ service: 'ses', resource, resourceName });
    const { senders, domain } = this.props;
    const addresses = [senders.notices, senders.updates];
    // Either the address itself is verified or its domain, whose name SES keeps in small letters.
    const identities = new Set([...addresses.flatMap((address) => [address, address.slice(address.indexOf('@') + 1).toLowerCase()]), ...(domain === undefined ? [] : [domain])]);
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
    Validations.of(role).acknowledge({ id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason: 'ses:GetAccount, which reads how fast the account may send, knows no resource' });
  }

  /** SES looks at an account with 5 % bounces or 0.1 % complaints and pauses it at twice that: all of it, whoever sent the mails. */
  private watchReputation(): void {
    const rate = (metricName: string): Metric => new Metric({ namespace: 'AWS/SES', metricName, statistic: Stats.MAXIMUM, period: Duration.hours(1) });
    const loss = 'When SES pauses the account, no customer is told anything.';
    new LossAlarm(this, 'Bounces', { alarms: this.props.alarms, metric: rate('Reputation.BounceRate'), above: 0.02, entry: 'bounces', loss: `More than 2 % of the mails bounce. ${loss}` });
    new LossAlarm(this, 'Complaints', { alarms: this.props.alarms, metric: rate('Reputation.ComplaintRate'), above: 0.0005, entry: 'complaints', loss: `More than 0.05 % of the mails are marked as spam. ${loss}` });
  }
}
