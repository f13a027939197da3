import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, ConfigurationSetTlsPolicy, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Merchant } from '../../functions/core/merchant';

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
    private readonly senders: Merchant['senders'],
  ) {
    super(scope, id);
    const props = { reputationMetrics: true, tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL, suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS };
    this.notices = new ConfigurationSet(this, 'Notices', props);
    this.updates = new ConfigurationSet(this, 'Updates', props);
  }

  /** Lets a role send from the merchant's senders by these two sets, and as nobody else. */
  allow(role: Role): void {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string): string => stack.formatArn({ service: 'ses', resource, resourceName });
    const addresses = [this.senders.notices, this.senders.updates];
    // Either the address itself is verified or its domain: SES looks for the narrower first.
    const identities = new Set(addresses.flatMap((address) => [address, address.slice(address.indexOf('@') + 1)]));
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
  }
}
