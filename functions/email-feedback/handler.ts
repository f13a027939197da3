import { now } from '../adapters/clock';
import { changeCustomer, loadProfile, loadRecord } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { readMerchant } from '../adapters/merchant-file';
import { openQueue, wakeWhenDue } from '../adapters/queues';
import { eachRecord } from '../adapters/sqs-records';
import { openTable } from '../adapters/table';
import { keepTestMail } from '../adapters/test-mails';
import { watched } from '../adapters/watched';
import { apply } from '../core/apply';
import { isAwaited } from '../core/apply/mail-reported';
import type { Change } from '../core/facts';
import type { MailReport } from '../core/mail-report';
import { readSesEvent } from './ses-event';
import { readTestMail } from './test-mail';

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'METRICS_NAMESPACE');
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const merchant = readMerchant();
const table = openTable(environment.TABLE_NAME, merchant.policy);

/** What became of a mail. About another's mail nothing is said: other systems of the account send mail too. */
export const handler = watched(environment.METRICS_NAMESPACE, eachRecord(takeIn, (body) => readSesEvent(body)?.customerKey ?? ''));

async function takeIn(body: unknown): Promise<void> {
  const tried = readTestMail(body);
  if (tried !== undefined) return keepTestMail(table, tried);
  const reported = readSesEvent(body);
  if (reported === undefined) return;
  const { customerKey } = reported;
  if (await isKnownAlready(customerKey, reported.report)) return;
  const report = await withArrival(customerKey, reported.report);
  let change: Change | undefined;
  const customer = await changeCustomer(table, customerKey, (known) => {
    change = apply(known, { type: 'Mail Reported', report }, merchant, now());
    return change;
  });
  // Most reports change nothing that anybody has to be woken for.
  if (change !== undefined) await wakeWhenDue(attendQueue, customer, now());
}

/** That SES has a mail is on record already, nearly always, and then it takes a look at the profile alone to see it. */
async function isKnownAlready(customerKey: string, { outcome, noticeId }: MailReport): Promise<boolean> {
  if (outcome.what !== 'sent') return false;
  const { profile } = await loadProfile(table, customerKey);
  return profile !== undefined && !isAwaited(profile, noticeId);
}

/** "Out of office" comes as a transient bounce: it takes back nothing from a mail that is on record as arrived. */
async function withArrival(customerKey: string, report: MailReport): Promise<MailReport> {
  const { outcome, noticeId } = report;
  if (outcome.what !== 'bounced' || outcome.type !== 'transient') return report;
  const record = await loadRecord(table, customerKey);
  return { ...report, outcome: { ...outcome, arrived: record.some(({ what, facts }) => what === 'notice-delivered' && facts.noticeId === noticeId) } };
}
