import { randomUUID } from 'node:crypto';
import { setTimeout as elapsed } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { senderOf } from '../../functions/adapters/mail';
import { testTagsOf } from '../../functions/adapters/mail-tags';
import { loadTestMail } from '../../functions/adapters/test-mails';
import type { Merchant } from '../../functions/core/merchant';
import type { Deployment } from './deployment';
import { type Finding, fail, ok } from './finding';

/** How long to wait for what SES tells, which comes within seconds as a rule, and how often to look. */
export interface Patience {
  forMs: number;
  everyMs: number;
}
export const PATIENCE: Patience = { forMs: 90_000, everyMs: 1000 };

/**
 * Sends one mail by each configuration set to SES's mailbox simulator ("Using the mailbox simulator", SES Developer Guide)
 * and waits until email-feedback has kept in the table what SES told of it. So the whole way is gone, the way of every mail:
 *
 *   SES ──> default bus ──> rule ──> queue ──> email-feedback ──> table
 *
 * No customer and no record is touched; the rows are gone after a day.
 */
export async function tryMails(ses: SESv2Client, dynamodb: DynamoDBClient, merchant: Merchant, { table, configurationSets }: Deployment, patience = PATIENCE): Promise<Finding[]> {
  const { senders } = merchant;
  const trials = [
    { set: configurationSets.notices, from: senders.notices, to: 'success@simulator.amazonses.com', expected: ['Send', 'Delivery'] },
    { set: configurationSets.updates, from: senders.updates, to: 'bounce@simulator.amazonses.com', expected: ['Send', 'Bounce'] },
  ];
  return Promise.all(
    trials.map(async ({ set, from, to, expected }) => {
      const testId = randomUUID();
      await ses.send(
        new SendEmailCommand({
          FromEmailAddress: senderOf(merchant, from),
          Destination: { ToAddresses: [to] },
          ConfigurationSetName: set,
          EmailTags: Object.entries(testTagsOf(testId)).map(([Name, Value]) => ({ Name, Value })),
          Content: { Simple: { Subject: { Data: 'Forthright tries the way' }, Body: { Text: { Data: 'To the mailbox simulator of SES, and back.' } } } },
        }),
      );
      const missing = await awaited(expected, () => loadTestMail({ client: dynamodb, name: table }, testId), patience);
      if (missing.length === 0) return ok(`A mail from ${from} to ${to} came back as ${expected.join(', ')}`);
      return fail(
        `Of a mail from ${from} to ${to}, ${missing.join(' and ')} did not come back within ${patience.forMs / 1000} seconds`,
        'Nobody hears which mails bounced: a customer whom a notice did not reach counts as told.',
        'SES took the mail. Look at the rules and dead letters above, then at the log of EmailFeedback.',
      );
    }),
  );
}

/** What has not come when patience ends. */
async function awaited(expected: readonly string[], look: () => Promise<string[]>, { forMs, everyMs }: Patience): Promise<string[]> {
  const until = Date.now() + forMs;
  for (;;) {
    const come = await look();
    const missing = expected.filter((one) => !come.includes(one));
    if (missing.length === 0 || Date.now() >= until) return missing;
    await elapsed(everyMs);
  }
}
