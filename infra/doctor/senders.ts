import { GetEmailIdentityCommand, type GetEmailIdentityCommandOutput, NotFoundException, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { Merchant } from '../../functions/core/merchant';
import { type Finding, fail, ok, warn } from './finding';

type Identity = GetEmailIdentityCommandOutput;

const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1).toLowerCase();

export const addressesOf = ({ notices, updates }: Merchant['senders']): string[] => [...new Set([notices, updates])];
export const domainsOf = (senders: Merchant['senders']): string[] => [...new Set(addressesOf(senders).map(domainOf))];

/** Whether the merchant's senders may send, signed and as themselves. */
export async function examineSenders(ses: SESv2Client, senders: Merchant['senders']): Promise<Finding[]> {
  const domains = new Map(await Promise.all(domainsOf(senders).map(async (domain) => [domain, await identityOf(ses, domain)] as const)));
  const verified = await Promise.all(addressesOf(senders).map(async (address) => verification(address, domains.get(domainOf(address)) ?? (await identityOf(ses, address)))));
  return [...verified, ...[...domains].flatMap(([domain, identity]) => (identity === undefined ? [unsigned(domain)] : [dkim(domain, identity), mailFrom(domain, identity)]))];
}

async function identityOf(ses: SESv2Client, name: string): Promise<Identity | undefined> {
  try {
    return await ses.send(new GetEmailIdentityCommand({ EmailIdentity: name }));
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

function verification(address: string, identity: Identity | undefined): Finding {
  if (identity?.VerifiedForSendingStatus === true) return ok(`${address} may send`);
  const state = identity === undefined ? 'is not verified in SES in this region' : `waits to be verified in SES: ${identity.VerificationStatus ?? 'no state given'}`;
  return fail(`${address} ${state}`, 'SES refuses every mail from it: customers are told nothing.', `SES console, Identities, Create identity, Domain ${domainOf(address)}; put the records it shows into the DNS.`);
}

const unsigned = (domain: string): Finding =>
  warn(`${domain} itself is no identity in SES`, 'Mails are not signed by your domain, so mailbox providers may take them for forged.', `SES console, Identities, Create identity, Domain ${domain}, with DKIM.`);

function dkim(domain: string, { DkimAttributes: { SigningEnabled: isOn, Status: status } = {} }: Identity): Finding {
  if (isOn === true && status === 'SUCCESS') return ok(`Mails from ${domain} are signed (DKIM)`);
  const state = isOn === true ? `is not ready: ${status ?? 'no state given'}` : 'is switched off';
  return fail(`DKIM of ${domain} ${state}`, 'Mailbox providers refuse or hide mails that nobody signed: customers do not see them.', `SES console, Identities, ${domain}, DKIM: switch it on and put the three CNAME records into the DNS.`);
}

function mailFrom(domain: string, { MailFromAttributes: attributes }: Identity): Finding {
  const own = attributes?.MailFromDomain;
  const status = attributes?.MailFromDomainStatus;
  if (own === undefined || own === '') {
    return warn(`${domain} has no MAIL FROM domain of its own`, 'SPF vouches for amazonses.com and not for you, so that DKIM alone speaks for your mails.', `SES console, Identities, ${domain}, Custom MAIL FROM domain.`);
  }
  if (status === 'SUCCESS') return ok(`${own} is the MAIL FROM domain of ${domain}`);
  const remedy = `Put the MX and TXT records that the SES console shows for ${own} into the DNS.`;
  const what = `The MAIL FROM domain ${own} is not ready: ${status ?? 'no state given'}`;
  if (attributes?.BehaviorOnMxFailure === 'REJECT_MESSAGE') return fail(what, 'SES is told to refuse mails until it is: customers are told nothing.', remedy);
  return warn(what, 'Until it is, SPF vouches for amazonses.com and not for you.', remedy);
}
