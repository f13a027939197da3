import { GetAccountCommand, SESv2Client, type GetAccountCommandOutput } from '@aws-sdk/client-sesv2';
import type { Account } from '../../core/pacing/pace';

/** Whoever asks holds up the mails of its worker meanwhile. */
const PATIENCE_MS = 2_000;

export const openAccounts = (): SESv2Client =>
  new SESv2Client({ requestHandler: { connectionTimeout: PATIENCE_MS, requestTimeout: PATIENCE_MS, throwOnRequestTimeout: true }, maxAttempts: 1 });

/** What SES allows the account now. Undefined when the answer names no rate. Throws what the SDK throws. */
export const askAccount = async (client: SESv2Client): Promise<Account | undefined> => accountIn(await client.send(new GetAccountCommand({})));

/** "A value of -1 signifies an unlimited quota"; an account that SES has shut down sends nothing (GetAccount, SES API v2). */
function accountIn({ SendQuota: quota, SendingEnabled: isEnabled, EnforcementStatus: status }: GetAccountCommandOutput): Account | undefined {
  const { MaxSendRate: ratePerSecond, Max24HourSend: dailyQuota, SentLast24Hours: sentInDay = 0 } = quota ?? {};
  if (ratePerSecond === undefined || ratePerSecond <= 0) return undefined;
  return {
    ratePerSecond,
    ...(dailyQuota === undefined || dailyQuota < 0 ? {} : { dailyQuota }),
    sentInDay,
    maySend: isEnabled !== false && status !== 'SHUTDOWN',
  };
}
