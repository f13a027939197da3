import { GetAccountCommand, type GetAccountCommandOutput, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { Volume } from './command';
import { type Finding, fail, ok, warn } from './finding';

const CONSOLE = 'SES console, Account dashboard';
const DAY_HOURS = 24;
/** Updates go out on working days, in a week of five of them, and a day may be a busy one: docs/deploy.md. */
const OF_OPEN_A_DAY = 1 / 4;
/** `weekly.fromHour` to `weekly.toHour` of merchant.json unless told. */
const UPDATE_SECONDS = 2 * 3600;

/** Whether SES lets the account send, as much as it has to. `volume`: what the shop expects. */
export async function examineAccount(ses: SESv2Client, volume: Volume | undefined): Promise<Finding[]> {
  const account = await ses.send(new GetAccountCommand({}));
  return [sandbox(account), sending(account), ...reputation(account), quota(account, volume), rate(account, volume), suppression(account)];
}

function sandbox({ ProductionAccessEnabled: isOut }: GetAccountCommandOutput): Finding {
  if (isOut === true) return ok('SES sends to anyone: the account is out of the sandbox');
  return fail('The account is in the SES sandbox', 'Only addresses that you have verified get mails: customers are told nothing.', `${CONSOLE}, Request production access.`);
}

function sending({ SendingEnabled: isOn }: GetAccountCommandOutput): Finding {
  if (isOn === true) return ok('Sending is switched on');
  return fail('Sending is paused for the whole account', 'No customer is told anything; what waits goes out once it is on again.', 'Find out who paused it and why, then: aws sesv2 put-account-sending-attributes --sending-enabled');
}

/** HEALTHY, PROBATION or SHUTDOWN (GetAccount, SES API v2). */
function reputation({ EnforcementStatus: status }: GetAccountCommandOutput): Finding[] {
  switch (status) {
    case 'HEALTHY':
      return [ok('AWS has nothing against the mails of this account')];
    case 'PROBATION':
      return [warn('AWS is reviewing the account', 'If bounces or complaints stay as they are, AWS pauses it and no customer is told anything.', `${CONSOLE} says why; answer the case that AWS has opened.`)];
    case 'SHUTDOWN':
      return [fail('AWS has shut down sending for the account', 'No customer is told anything.', `${CONSOLE} says why; mend it and answer the case that AWS has opened.`)];
    default:
      return [warn(`AWS says ${status ?? 'nothing'} of the account's reputation`, 'It is not known whether mails leave.', `Look at the ${CONSOLE}.`)];
  }
}

function quota({ SendQuota: { Max24HourSend: most = 0, SentLast24Hours: sent = 0 } = {} }: GetAccountCommandOutput, volume: Volume | undefined): Finding {
  if (most === -1) return ok('SES sets no limit to the mails of a day');
  const what = `SES takes ${most} mails in ${DAY_HOURS} hours; ${sent} are used`;
  if (volume === undefined) return ok(`${what} (--orders and --open compare it with what you expect)`);
  const needed = Math.ceil(volume.open * OF_OPEN_A_DAY + volume.orders / 30);
  if (most >= needed) return ok(`${what}; some ${needed} are needed on a busy day`);
  return fail(`${what}, and some ${needed} are needed on a busy day`, 'Weekly updates are late by days; first notices still go out.', `${CONSOLE}, Request an increase.`);
}

function rate({ SendQuota: { MaxSendRate: most = 0 } = {} }: GetAccountCommandOutput, volume: Volume | undefined): Finding {
  const what = `SES takes ${most} mails a second`;
  if (volume === undefined) return ok(what);
  const needed = Math.ceil((volume.open * OF_OPEN_A_DAY) / UPDATE_SECONDS);
  if (most >= needed) return ok(`${what}; ${needed} are needed while updates go out`);
  return warn(`${what}, and ${needed} are needed while updates go out`, 'Updates come later in the day than they should.', `${CONSOLE}, Request an increase.`);
}

function suppression({ SuppressionAttributes: { SuppressedReasons: reasons = [] } = {} }: GetAccountCommandOutput): Finding {
  const missing = (['BOUNCE', 'COMPLAINT'] as const).filter((reason) => !reasons.includes(reason));
  if (missing.length === 0) return ok('SES keeps bounces and complaints on the suppression list of the account');
  return warn(
    `The suppression list of the account does not take ${missing.join(' and ')}`,
    'Other mails of yours go on to dead addresses, and AWS pauses the whole account for it: then no customer is told anything.',
    'aws sesv2 put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT',
  );
}
