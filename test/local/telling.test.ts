import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetConfigurationSetEventDestinationsCommand, GetEmailIdentityCommand, ListEmailIdentitiesCommand, NotFoundException, SESv2Client } from '@aws-sdk/client-sesv2';
import { CloudFormation } from '../../local/aws/cloudformation/cloudformation';
import { EventBridge } from '../../local/aws/eventbridge/event-bridge';
import { Gateway } from '../../local/aws/gateway';
import { Ses } from '../../local/aws/ses/ses';
import { Queues } from '../../local/aws/sqs/queues';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';

/* What the services of this machine tell of how they are set up, to the AWS SDK. */

let dir: string;
let store: Store;
let gateway: Gateway;
const cloudFormation = new CloudFormation();
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'telling-'));
  store = await Store.open(dir);
  const clock = await Clock.open(store);
  const queues = await Queues.open(store, clock);
  const bridge = await EventBridge.open(store, clock, { queues, invoke: () => Promise.resolve() }, () => undefined);
  bridge.defineBus('shop');
  const rule = { bus: 'shop', pattern: { source: ['store'] }, schedule: undefined, enabled: true, targets: [] };
  bridge.defineRule({ ...rule, name: 'on' });
  bridge.defineRule({ ...rule, name: 'off', enabled: false });
  bridge.defineRule({ ...rule, name: 'minute', bus: 'default', pattern: undefined, schedule: 'rate(1 minute)' });
  const ses = await Ses.open({ store, clock, publish: () => Promise.resolve(), isTold: () => true, failed: () => undefined });
  ses.senders.defineIdentity('Shop.example');
  ses.senders.defineIdentity('orders@other.example');
  ses.senders.defineConfigurationSet('notices');
  ses.senders.defineEventDestination('notices', { name: 'feedback', types: ['SEND', 'BOUNCE'] });
  cloudFormation.define({ stack: 'Service', logicalId: 'Queue1', type: 'AWS::SQS::Queue', physicalId: 'http://127.0.0.1/q?a=1&b=<2>' });
  gateway = await Gateway.listen(0, [bridge, ses, cloudFormation]);
});
afterAll(async () => {
  await gateway.close();
  await store.close();
  await rm(dir, { recursive: true });
});

const where = () => ({ endpoint: gateway.origin, region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' }, maxAttempts: 1 });

describe('CloudFormation', () => {
  test('tells the resources of a stack, whatever signs their names hold', async () => {
    const { StackResourceSummaries: resources } = await new CloudFormationClient(where()).send(new ListStackResourcesCommand({ StackName: 'Service' }));
    expect(resources).toEqual([
      expect.objectContaining({ LogicalResourceId: 'Queue1', PhysicalResourceId: 'http://127.0.0.1/q?a=1&b=<2>', ResourceType: 'AWS::SQS::Queue', ResourceStatus: 'CREATE_COMPLETE' }),
    ]);
  });

  test('knows no other stack', async () => {
    await expect(new CloudFormationClient(where()).send(new ListStackResourcesCommand({ StackName: 'Staging' }))).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack with id Staging does not exist' });
  });
});

test.each([
  ['shop', [['on', 'ENABLED'], ['off', 'DISABLED']]],
  [undefined, [['minute', 'ENABLED']]],
])('EventBridge tells the rules of the bus %s, those that are off too', async (bus, rules) => {
  const { Rules: listed = [] } = await new EventBridgeClient(where()).send(new ListRulesCommand({ EventBusName: bus }));
  expect(listed.map(({ Name, State }) => [Name, State])).toEqual(rules);
});

describe('SES', () => {
  const ses = () => new SESv2Client(where());

  test('tells its identities as they were verified', async () => {
    const { EmailIdentities: identities = [] } = await ses().send(new ListEmailIdentitiesCommand({}));
    expect(identities.map(({ IdentityName, IdentityType }) => [IdentityName, IdentityType])).toEqual([['Shop.example', 'DOMAIN'], ['orders@other.example', 'EMAIL_ADDRESS']]);
  });

  test.each([
    ['SHOP.example', true, 'mail.shop.example'],
    ['orders@other.example', false, undefined],
  ])('tells of %s what it has', async (name, isSigned, mailFrom) => {
    const identity = await ses().send(new GetEmailIdentityCommand({ EmailIdentity: name }));
    expect([identity.VerifiedForSendingStatus, identity.DkimAttributes?.SigningEnabled, identity.MailFromAttributes?.MailFromDomain]).toEqual([true, isSigned, mailFrom]);
  });

  test('tells where a configuration set tells of its mails, and knows no other', async () => {
    const { EventDestinations: destinations } = await ses().send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: 'notices' }));
    expect(destinations).toEqual([{ Name: 'feedback', Enabled: true, MatchingEventTypes: ['SEND', 'BOUNCE'], EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:000000000000:event-bus/default' } }]);
    await expect(ses().send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: 'other' }))).rejects.toThrow(NotFoundException);
    await expect(ses().send(new GetEmailIdentityCommand({ EmailIdentity: 'nobody.example' }))).rejects.toThrow(NotFoundException);
  });
});
