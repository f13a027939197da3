import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { clientDefaults } from '../../functions/adapters/aws-client';
import { contentOf, senderOf } from '../../functions/adapters/mail';
import { InvalidCommandError, type Command } from './command';
import { wrapped } from './kinds';
import { openRenderer, type Renderer } from './renderer';

type Send = Extract<Command, { verb: 'send' }>;

export interface SentSample {
  subject: string;
  from: string;
  messageId: string;
}

/**
 * Sends one sample as a customer would get it: the same words, headers and sender. Without the product's tags and
 * configuration set, so that what becomes of it is not taken for news of a customer.
 * Throws InvalidCommandError for a language that there is not, and what SES says when it refuses.
 */
export async function sendSample(root: string, { to, kind, locale, from, endpoint }: Send): Promise<SentSample> {
  const { merchant, exhibits } = await openRenderer(root);
  const { subject, html, text, headers } = exhibits.sampleFor(kind, { email: to, locale: spoken(exhibits, locale ?? merchant.locale) }, merchant);
  const sender = from ?? merchant.senders.notices;
  const client = connect(endpoint);
  try {
    const { MessageId: messageId = 'none' } = await client.send(
      new SendEmailCommand({
        FromEmailAddress: senderOf(merchant, sender),
        Destination: { ToAddresses: [to] },
        ReplyToAddresses: merchant.senders.replyTo === undefined ? undefined : [merchant.senders.replyTo],
        Content: contentOf({ subject, html, text, headers }),
      }),
    );
    return { subject, from: sender, messageId };
  } finally {
    client.destroy();
  }
}

/** Of a language without words the customer would get English; who tries one out wants to know. */
function spoken({ speaks, languages }: Renderer['exhibits'], locale: string): string {
  if (!speaks(locale)) throw new InvalidCommandError(`--locale ${locale}: there are no words for it. There are, each also with a region such as en-GB:\n${wrapped(languages())}`);
  return locale;
}

/** One try, as the product has it. With an endpoint a stack on this machine, which takes any credentials. */
function connect(endpoint: string | undefined): SESv2Client {
  const where = endpoint === undefined ? {} : { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' } };
  return new SESv2Client({ ...clientDefaults, ...where, maxAttempts: 1 });
}
