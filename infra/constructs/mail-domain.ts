import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Merchant } from '../../functions/core/merchant';

/** A record that the domain needs in DNS. */
interface DnsRecord {
  /** Of the output that says it, or of the record in the stack. */
  id: string;
  type: 'CNAME' | 'MX' | 'TXT';
  /** Fully qualified, without the last dot. */
  name: string;
  value: string;
}

/** As AWS advises for records of DKIM, in seconds. */
const TTL = '1800';

/**
 * The SES identity of the domain that mails come from, and what DNS has to say about it: that SES may sign for it (DKIM), that SES
 * may send for it (SPF, by a MAIL FROM domain of its own, so that bounces come back to SES), and what becomes of mail that is neither (DMARC). Mailbox
 * providers ask bulk senders for all three. Into the hosted zone where there is one; else the deployment says what to enter.
 */
export class MailDomain extends Construct {
  constructor(scope: Construct, id: string, { name, hostedZoneId, mailFrom, dmarc }: NonNullable<Merchant['mailDomain']>) {
    super(scope, id);
    const mailFromDomain = `${mailFrom}.${name}`;
    const identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(name), mailFromDomain });
    const records: DnsRecord[] = [
      ...identity.dkimRecords.map((record, n): DnsRecord => ({ id: `Dkim${n + 1}`, type: 'CNAME', name: record.name, value: record.value })),
      // "Setting up your custom MAIL FROM domain", SES Developer Guide.
      { id: 'MailFrom', type: 'MX', name: mailFromDomain, value: `10 feedback-smtp.${Stack.of(this).region}.amazonses.com` },
      { id: 'Spf', type: 'TXT', name: mailFromDomain, value: '"v=spf1 include:amazonses.com ~all"' },
      ...(dmarc === null ? [] : [{ id: 'Dmarc', type: 'TXT', name: `_dmarc.${name}`, value: `"${dmarc}"` } as const]),
    ];
    for (const record of records) {
      if (hostedZoneId === undefined) new CfnOutput(this, record.id, { value: `${record.name} ${record.type} ${record.value}`, description: 'Enter this record in the DNS of your domain' });
      // The construct for records adds the zone's name to one that it can't read yet, as those of DKIM are.
      else new CfnRecordSet(this, record.id, { hostedZoneId, type: record.type, name: record.name, resourceRecords: [record.value], ttl: TTL });
    }
  }
}
