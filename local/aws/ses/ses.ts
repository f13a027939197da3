import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Store } from '../../store';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../service';
import { checkMail, type CheckedMail } from './message';

export interface StoredMail {
  id: string;
  /** When it was taken, ISO 8601 on the stack's clock. */
  at: string;
  to: string;
  from: string;
  replyTo: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
  configurationSet?: string;
}

/** An SES event, as SES words it for the default bus. */
export interface SesEvent {
  /** Of the mail that it is about; which events are published is a setting of the set. */
  configurationSet: string | undefined;
  detailType: 'Email Sent' | 'Email Delivered' | 'Email Bounced' | 'Email Complaint Received';
  resources: string[];
  detail: { eventType: string } & Record<string, unknown>;
}

const PREFIX = 'mail/';
/** Lexicographic order of keys is the order of arrival. */
const keyOf = (number: number): string => `${PREFIX}${String(number).padStart(12, '0')}`;

/** SES with an inbox: checks what SES checks, keeps every mail on disk, and tells the default bus what became of it. */
export class Ses implements AwsService {
  readonly name = 'ses';
  private readonly identities = new Set<string>();
  private readonly configurationSets = new Set<string>();
  private readonly listeners: (() => void)[] = [];
  /** Programmed answers for the next sends, the first for the next. */
  readonly refusals: AwsError[] = [];

  private constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private total: number,
    private readonly publish: (event: SesEvent) => Promise<void>,
  ) {}

  static async open(store: Store, clock: Clock, publish: (event: SesEvent) => Promise<void>): Promise<Ses> {
    let total = 0;
    for await (const [key] of store.entries<StoredMail>(PREFIX)) total = Number(key.slice(PREFIX.length)) + 1;
    return new Ses(store, clock, total, publish);
  }

  /** A verified domain or address. */
  defineIdentity(identity: string): void {
    this.identities.add(identity.toLowerCase());
  }

  defineConfigurationSet(name: string): void {
    this.configurationSets.add(name);
  }

  count(): number {
    return this.total;
  }

  onMail(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Oldest first. */
  async mails({ offset = 0, limit = Number.POSITIVE_INFINITY }: { offset?: number; limit?: number } = {}): Promise<StoredMail[]> {
    const found: StoredMail[] = [];
    for (let number = offset; number < this.total && found.length < limit; number += 1) {
      const mail = await this.store.get<StoredMail>(keyOf(number));
      if (mail !== undefined) found.push(mail);
    }
    return found;
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const route = `${request.method} ${request.path}`;
    if (route === 'POST /v2/email/outbound-emails') return json(await this.send(parse(request.body)));
    if (route === 'GET /v2/email/account') return json(this.account());
    if (route === 'GET /v2/email/identities') {
      return json({ EmailIdentities: [...this.identities].map((IdentityName) => ({ IdentityName, IdentityType: IdentityName.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN', SendingEnabled: true, VerificationStatus: 'SUCCESS' })) });
    }
    throw new AwsError('NotFoundException', `${route} is not part of the local stack`, 404);
  }

  private async send(body: unknown): Promise<{ MessageId: string }> {
    const mail = checkMail(body);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw refusal;
    this.checkSender(mail);
    const id = randomUUID();
    const at = new Date(this.clock.now()).toISOString();
    const number = this.total;
    this.total += 1;
    const { to, from, replyTo, subject, html, text, headers, tags, configurationSet } = mail;
    const stored: StoredMail = { id, at, to: to.join(', '), from, replyTo, subject, html, text, headers, tags };
    if (configurationSet !== undefined) stored.configurationSet = configurationSet;
    await this.store.batch([{ type: 'put', key: keyOf(number), value: stored }]);
    for (const listener of this.listeners) listener();
    await this.tell(stored, to);
    return { MessageId: id };
  }

  private checkSender({ fromAddress, configurationSet }: CheckedMail): void {
    const address = fromAddress.toLowerCase();
    const domain = address.slice(address.indexOf('@') + 1);
    if (!this.identities.has(address) && !this.identities.has(domain)) {
      throw new AwsError('MessageRejected', `Email address is not verified. The following identities failed the check in region US-EAST-1: ${fromAddress}`);
    }
    if (configurationSet !== undefined && !this.configurationSets.has(configurationSet)) {
      throw new AwsError('NotFoundException', `Configuration set <${configurationSet}> does not exist.`, 404);
    }
  }

  private async tell(mail: StoredMail, to: string[]): Promise<void> {
    const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]));
    const about = { timestamp: mail.at, messageId: mail.id, source: mail.from, destination: to, tags };
    const event = (detailType: SesEvent['detailType'], eventType: string, outcome: Record<string, unknown>): Promise<void> =>
      this.publish({ configurationSet: mail.configurationSet, detailType, resources: [], detail: { eventType, mail: about, ...outcome } });
    await event('Email Sent', 'Send', { send: {} });
    const outcome = simulated(to[0] ?? '');
    const recipients = to.map((emailAddress) => ({ emailAddress }));
    switch (outcome) {
      case 'delivered':
        return event('Email Delivered', 'Delivery', { delivery: { timestamp: mail.at, recipients: to, processingTimeMillis: 1, smtpResponse: '250 OK' } });
      case 'complaint':
        await event('Email Delivered', 'Delivery', { delivery: { timestamp: mail.at, recipients: to, processingTimeMillis: 1, smtpResponse: '250 OK' } });
        return event('Email Complaint Received', 'Complaint', { complaint: { timestamp: mail.at, complainedRecipients: recipients, complaintFeedbackType: 'abuse' } });
      case 'General':
      case 'OnAccountSuppressionList':
        return event('Email Bounced', 'Bounce', { bounce: { timestamp: mail.at, bounceType: 'Permanent', bounceSubType: outcome, bouncedRecipients: recipients } });
    }
  }

  /** An account out of the sandbox, at SES's common starting rate. */
  private account(): unknown {
    const sent = this.total;
    return {
      DedicatedIpAutoWarmupEnabled: false,
      EnforcementStatus: 'HEALTHY',
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: sent },
    };
  }
}

/** What SES's simulator addresses bring about; any other address takes the mail. */
function simulated(address: string): 'delivered' | 'complaint' | 'General' | 'OnAccountSuppressionList' {
  const box = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(address)?.[1]?.toLowerCase();
  if (box === 'bounce') return 'General';
  if (box === 'suppressionlist') return 'OnAccountSuppressionList';
  return box === 'complaint' ? 'complaint' : 'delivered';
}

const json = (body: unknown): AwsResponse => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('BadRequestException', 'The request is not JSON.');
  }
}
