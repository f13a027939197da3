import * as z from 'zod';
import { arnOf } from '../../aws/account';
import { type ResourceKind, kind, nameOf } from '../resource-kind';

const identity = kind(
  { EmailIdentity: z.string() },
  ['DkimAttributes', 'DkimSigningAttributes', 'FeedbackAttributes', 'MailFromAttributes', 'ConfigurationSetAttributes', 'Tags'],
  (place) => {
    const name = place.named('EmailIdentity') ?? '';
    const records = [1, 2, 3].flatMap((n) => [
      [`DkimDNSTokenName${n}`, `token${n}._domainkey.${name}`],
      [`DkimDNSTokenValue${n}`, `token${n}.dkim.amazonses.com`],
    ]);
    return { ref: name, attributes: { EmailIdentityArn: arnOf('ses', `identity/${name}`), ...Object.fromEntries(records) as Record<string, string> } };
  },
  (wiring, { EmailIdentity }) => void wiring.identities.push(EmailIdentity),
);

const configurationSet = kind(
  {},
  ['Name', 'DeliveryOptions', 'ReputationOptions', 'SendingOptions', 'SuppressionOptions', 'TrackingOptions', 'VdmOptions', 'ArchivingOptions', 'Tags'],
  (place) => ({ ref: nameOf(place, 'Name'), attributes: {} }),
  (wiring, _properties, built) => void wiring.configurationSets.push(built.identity.ref),
);

const eventDestination = kind(
  {
    ConfigurationSetName: z.string(),
    EventDestination: z.object({
      Enabled: z.boolean().default(true),
      MatchingEventTypes: z.array(z.string()),
      EventBridgeDestination: z.object({ EventBusArn: z.string().endsWith(':event-bus/default', 'SES puts events on the default bus alone') }).optional(),
    }),
  },
  [],
  (place) => ({ ref: nameOf(place, 'Id'), attributes: {} }),
  (wiring, { ConfigurationSetName, EventDestination }, built) => {
    const { Enabled, EventBridgeDestination, MatchingEventTypes } = EventDestination;
    // CDK writes the types in lower case (`send`, `bounce`), the API in capitals: CloudFormation takes both.
    if (Enabled && EventBridgeDestination) wiring.mailEvents.push({ name: built.identity.ref, configurationSet: ConfigurationSetName, types: MatchingEventTypes.map(capitals) });
  },
);

const capitals = (type: string): string => type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

export const ses: Record<string, ResourceKind> = {
  'AWS::SES::EmailIdentity': identity,
  'AWS::SES::ConfigurationSet': configurationSet,
  'AWS::SES::ConfigurationSetEventDestination': eventDestination,
};
