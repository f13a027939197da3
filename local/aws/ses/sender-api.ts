import { arnOf } from '../account';
import { AwsError, type AwsRequest } from '../service';
import type { Identity, Senders } from './senders';

const IDENTITIES = '/v2/email/identities';
const DESTINATIONS = /^\/v2\/email\/configuration-sets\/([^/]+)\/event-destinations$/;

/** ListEmailIdentities, GetEmailIdentity and GetConfigurationSetEventDestinations (API reference, v2). Undefined for a request that is none of them. */
export function answerOnSenders(senders: Senders, { method, path }: AwsRequest): unknown {
  // Newer SDKs ask for the list by a POST of its own.
  if (`${method} ${path}` === `GET ${IDENTITIES}` || `${method} ${path}` === 'POST /v2/email/list-identities') return { EmailIdentities: senders.identities().map(summary) };
  if (method !== 'GET') return undefined;
  if (path.startsWith(`${IDENTITIES}/`)) return detail(senders, decodeURIComponent(path.slice(IDENTITIES.length + 1)));
  const [, set] = DESTINATIONS.exec(path) ?? [];
  return set === undefined ? undefined : { EventDestinations: senders.destinationsOf(decodeURIComponent(set)).map(destination) };
}

const typeOf = ({ name }: Identity): string => (name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN');

const summary = (identity: Identity) => ({ IdentityName: identity.name, IdentityType: typeOf(identity), SendingEnabled: true, VerificationStatus: 'SUCCESS' });

function detail(senders: Senders, name: string): unknown {
  const identity = senders.identities().find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (identity === undefined) throw new AwsError('NotFoundException', `Email identity ${name} does not exist.`, 404);
  const { mailFromDomain } = identity;
  return {
    IdentityType: typeOf(identity),
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    DkimAttributes: { SigningEnabled: identity.isSigned, Status: identity.isSigned ? 'SUCCESS' : 'NOT_STARTED', SigningAttributesOrigin: 'AWS_SES', Tokens: [] },
    // Without a domain of its own a mail leaves as from amazonses.com, and SES tells of no domain.
    MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE', ...(mailFromDomain !== undefined && { MailFromDomain: mailFromDomain, MailFromDomainStatus: 'SUCCESS' }) },
    Policies: {},
    Tags: [],
  };
}

const destination = ({ name, types }: { name: string; types: readonly string[] }) => ({
  Name: name,
  Enabled: true,
  MatchingEventTypes: types,
  EventBridgeDestination: { EventBusArn: arnOf('events', 'event-bus/default') },
});
