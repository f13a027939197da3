import { setTimeout as elapsed } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { askAccount } from '../functions/adapters/pacing/account';
import { Pacer } from '../functions/adapters/pacing/pacer';
import type { Urgency } from '../functions/core/pacing/pace';

/*
 * One instance of the Lambda as bench/pacing.ts sees it: so many mails at once, each committed, sent and recorded. A commit
 * is only its time here: what is measured is how workers share slots, not how many customers the embedded database takes.
 */

const Order = z.object({
  dynamodb: z.url(),
  ses: z.url(),
  table: z.string(),
  routineAtOnce: z.int(),
  /** Urgent mails a second that come to this worker, at random. */
  urgentPerSecond: z.number(),
});
const order = Order.parse(JSON.parse(process.argv[2] ?? ''));

const credentials = { accessKeyId: 'bench', secretAccessKey: 'any' };
const ses = new SESv2Client({ endpoint: order.ses, region: 'us-east-1', credentials, maxAttempts: 1 });
const table = { client: new DynamoDBClient({ endpoint: order.dynamodb, region: 'us-east-1', credentials }), name: order.table, recordMonths: 84 };
const pacer = new Pacer({
  table,
  askAccount: () => askAccount(ses),
  time: {
    now: () => Date.now(),
    wait: async (ms) => {
      await elapsed(ms);
    },
  },
});

async function mail(urgency: Urgency): Promise<void> {
  const asked = performance.now();
  const turn = await pacer.take(urgency);
  if (!turn.go) throw new Error(`no slot: ${turn.why}`);
  await commit();
  await turn.untilSlot();
  if (urgency === 'urgent') process.send?.({ waitedMs: performance.now() - asked });
  await ses.send(new SendEmailCommand({ FromEmailAddress: 'a@example.com', Destination: { ToAddresses: ['b@example.com'] }, Content: { Simple: { Subject: { Data: urgency }, Body: { Text: { Data: 'x' } } } } }));
  await turn.report('sent');
  await commit();
}

const commit = (): Promise<unknown> => elapsed(5 + 25 * Math.random());

const routine = async (): Promise<never> => {
  for (;;) await mail('routine');
};

async function urgent(): Promise<void> {
  for (;;) {
    await elapsed((-Math.log(1 - Math.random()) / order.urgentPerSecond) * 1000);
    void mail('urgent');
  }
}

for (let n = 0; n < order.routineAtOnce; n += 1) void routine();
if (order.urgentPerSecond > 0) void urgent();
