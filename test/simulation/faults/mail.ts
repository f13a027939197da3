import { eventsOf } from '../../../local/aws/ses/ses-event';
import type { House, Invocation } from './house';

/** A mail that SES has taken. */
export interface Mail {
  at: number;
  messageId: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: { name: string; value: string }[];
  tags: Record<string, string>;
  /** Which run handed it over, and whether that run ever heard so. */
  by: Invocation;
}

interface Named {
  Name?: string;
  Value?: string;
}

interface SendEmail {
  Destination?: { ToAddresses?: string[] };
  Content?: { Simple?: { Subject?: { Data?: string }; Body?: { Html?: { Data?: string }; Text?: { Data?: string } }; Headers?: Named[] } };
  EmailTags?: Named[];
}

/** SES as far as the product uses it: takes every mail it gets to see. What it refuses, the weather refuses. */
export class SimulatedMail {
  readonly taken: Mail[] = [];
  /** What of a mail SES told, apart from what got lost on the way. */
  readonly told: { mail: Mail; detailType: string; at: number }[] = [];
  private readonly watchers: ((mail: Mail) => void)[] = [];
  private readonly listeners: ((event: unknown) => void)[] = [];

  constructor(private readonly house: House) {}

  /** Called for each mail in the instant in which SES takes it. */
  onTaken(watcher: (mail: Mail) => void): void {
    this.watchers.push(watcher);
  }

  /** What SES tells of mails, on the account's default bus: each delivery, so some come more than once, late, or never. */
  onEvent(listener: (event: unknown) => void): void {
    this.listeners.push(listener);
  }

  private tell(mail: Mail): void {
    const { house } = this;
    const { weather } = house;
    const stored = { id: mail.messageId, at: new Date(mail.at).toISOString(), from: 'orders@ternandtide.example', to: mail.to, replyTo: [], subject: mail.subject, html: '', text: '', headers: {}, tags: mail.tags, configurationSet: 'notices' };
    for (const { detailType, detail, afterSeconds = 0 } of eventsOf(stored, [mail.to], weather.mailBecomes())) {
      if (weather.losesMailEvent()) {
        house.note(`SES tells nobody: ${detailType} of ${mail.messageId}`);
        continue;
      }
      const event = { version: '0', id: `${mail.messageId}-${detailType}`, source: 'aws.ses', account: '000000000000', region: 'us-east-1', resources: [], time: new Date(mail.at).toISOString(), 'detail-type': detailType, detail };
      for (const ms of weather.deliveries('event')) {
        house.after(afterSeconds * 1000 + ms, `${detailType} of ${mail.messageId}`, () => {
          this.told.push({ mail, detailType, at: house.now });
          for (const listen of this.listeners) listen(event);
        });
      }
    }
  }

  send({ Destination: destination, Content: content, EmailTags: tags = [] }: SendEmail, by: Invocation): { MessageId: string } {
    const simple = content?.Simple;
    const [to, ...others] = destination?.ToAddresses ?? [];
    const [subject, html, text] = [simple?.Subject?.Data, simple?.Body?.Html?.Data, simple?.Body?.Text?.Data];
    if (to === undefined || others.length > 0 || subject === undefined || html === undefined || text === undefined) throw new Error('a mail that is not for one recipient, or not whole');
    const mail: Mail = {
      at: this.house.now,
      messageId: `mail-${this.taken.length + 1}`,
      to,
      subject,
      html,
      text,
      headers: (simple?.Headers ?? []).map(({ Name: name = '', Value: value = '' }) => ({ name, value })),
      tags: Object.fromEntries(tags.map(({ Name: name = '', Value: value = '' }) => [name, value])),
      by,
    };
    this.taken.push(mail);
    for (const watch of this.watchers) watch(mail);
    this.tell(mail);
    return { MessageId: mail.messageId };
  }
}

/** What a call to SES is about, before it is known whether SES takes it. */
export function tagOf({ EmailTags: tags = [] }: SendEmail, name: string): string {
  return tags.find((tag) => tag.Name === name)?.Value ?? '';
}

export type { SendEmail };
