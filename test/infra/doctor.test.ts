import { CloudFormationClient, ListStackResourcesCommand, type ResourceStatus, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetAccountCommand, type GetAccountCommandOutput, GetConfigurationSetEventDestinationsCommand, GetEmailIdentityCommand, type GetEmailIdentityCommandOutput, NotFoundException, SESv2Client } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { examineAccount } from '../../infra/doctor/account';
import { examineCost } from '../../infra/doctor/cost';
import { readCommand } from '../../infra/doctor/command';
import { findDeployment } from '../../infra/doctor/deployment';
import { examineDmarc } from '../../infra/doctor/dmarc';
import { examineDestination, examineRules, TOLD } from '../../infra/doctor/events';
import type { Finding } from '../../infra/doctor/finding';
import { examineSenders } from '../../infra/doctor/senders';
import { InvalidCommandError } from '../../infra/terminal/arguments';
import { synthesizeProject } from './synthesized';

/* What AWS answers, good and bad, and what the doctor makes of it. Against a running stack: test/flows/doctor.test.ts. */

const ses = mockClient(SESv2Client);
const bridge = mockClient(EventBridgeClient);
const cloudFormation = mockClient(CloudFormationClient);
const region = { region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' } };
const [sesClient, bridgeClient, cloudFormationClient] = [new SESv2Client(region), new EventBridgeClient(region), new CloudFormationClient(region)];
beforeEach(() => {
  for (const one of [ses, bridge, cloudFormation]) one.reset();
});

/** Level and finding, of those that are not ok. */
const bad = (findings: readonly Finding[]): string[] => findings.flatMap(({ level, what }) => (level === 'ok' ? [] : [`${level} ${what}`]));

describe('the account', () => {
  const healthy: Partial<GetAccountCommandOutput> = {
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 100 },
    SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  };
  const examined = async (over: Partial<GetAccountCommandOutput>, volume?: { orders: number; open: number }): Promise<string[]> => {
    ses.on(GetAccountCommand).resolves({ ...healthy, ...over });
    return bad(await examineAccount(sesClient, volume));
  };

  test.each<[string, Partial<GetAccountCommandOutput>, string[]]>([
    ['that is as it should be', {}, []],
    ['in the sandbox', { ProductionAccessEnabled: false }, ['fail The account is in the SES sandbox']],
    ['that somebody paused', { SendingEnabled: false }, ['fail Sending is paused for the whole account']],
    ['under review', { EnforcementStatus: 'PROBATION' }, ['warn AWS is reviewing the account']],
    ['that AWS shut down', { EnforcementStatus: 'SHUTDOWN' }, ['fail AWS has shut down sending for the account']],
    ['without a state', { EnforcementStatus: undefined }, ["warn AWS says nothing of the account's reputation"]],
    ['that forgets complaints', { SuppressionAttributes: { SuppressedReasons: ['BOUNCE'] } }, ['warn The suppression list of the account does not take COMPLAINT']],
    ['without a suppression list', { SuppressionAttributes: undefined }, ['warn The suppression list of the account does not take BOUNCE and COMPLAINT']],
  ])('%s', async (_what, over, findings) => {
    expect(await examined(over)).toEqual(findings);
  });

  test.each([
    // A quarter of those who wait, and the orders of a day.
    ['a quota that is just enough', 50_000, { orders: 30_000, open: 196_000 }, []],
    ['a quota that is one mail too small', 50_000, { orders: 30_000, open: 196_001 }, ['fail SES takes 50000 mails in 24 hours; 100 are used, and some 50001 are needed on a busy day']],
    ['no quota', -1, { orders: 30_000, open: 196_001 }, []],
  ])('%s', async (_what, most, volume, findings) => {
    expect(await examined({ SendQuota: { Max24HourSend: most, MaxSendRate: 14, SentLast24Hours: 100 } }, volume)).toEqual(findings);
  });

  test('a rate that stretches the morning is warned of', async () => {
    expect(await examined({ SendQuota: { Max24HourSend: -1, MaxSendRate: 1, SentLast24Hours: 0 } }, { orders: 0, open: 100_000 })).toEqual(['warn SES takes 1 mails a second, and 4 are needed while updates go out']);
  });
});

describe('the cost of a month', () => {
  test.each([
    // 100 orders, each told of three times, and 70 who wait for 4.348 weeks: 604.375 mails.
    [undefined, '0.06 of them for SES (à la carte)'],
    ['ESSENTIALS', '0.10 of them for SES (plan Essentials)'],
    ['PRO', '0.06 of them for SES (reckoned à la carte, though the account is on the plan PRO)'],
  ] as const)('on the plan %s', async (plan, told) => {
    ses.on(GetAccountCommand).resolves(plan === undefined ? {} : { PricingAttributes: { CurrentPlan: plan } });
    const [finding] = await examineCost(sesClient, { orders: 100, open: 70 });
    expect([finding?.level, finding?.what]).toEqual(['ok', expect.stringContaining(told)]);
  });

  test('is not told of a shop of which nobody said how large it is', async () => {
    expect(await examineCost(sesClient, undefined)).toEqual([]);
  });
});

describe('the senders', () => {
  const senders = { notices: 'orders@shop.example', updates: 'Updates@Shop.example' };
  const ready: Partial<GetEmailIdentityCommandOutput> = {
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS' },
    MailFromAttributes: { MailFromDomain: 'mail.shop.example', MailFromDomainStatus: 'SUCCESS', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
  };
  const known = (identities: Record<string, Partial<GetEmailIdentityCommandOutput>>): void => {
    ses.on(GetEmailIdentityCommand).rejects(new NotFoundException({ $metadata: {}, message: 'Email identity does not exist.' }));
    for (const [name, identity] of Object.entries(identities)) ses.on(GetEmailIdentityCommand, { EmailIdentity: name }).resolves(identity);
  };

  test.each<[string, Partial<GetEmailIdentityCommandOutput>, string[]]>([
    ['as they should be', {}, []],
    [
      'that wait to be verified',
      { VerifiedForSendingStatus: false, VerificationStatus: 'PENDING' },
      ['fail orders@shop.example waits to be verified in SES: PENDING', 'fail Updates@Shop.example waits to be verified in SES: PENDING'],
    ],
    ['without DKIM', { DkimAttributes: { SigningEnabled: false, Status: 'SUCCESS' } }, ['fail DKIM of shop.example is switched off']],
    ['whose DKIM records are missing', { DkimAttributes: { SigningEnabled: true, Status: 'FAILED' } }, ['fail DKIM of shop.example is not ready: FAILED']],
    ['without a MAIL FROM domain', { MailFromAttributes: undefined }, ['warn shop.example has no MAIL FROM domain of its own']],
    [
      'whose MAIL FROM domain waits',
      { MailFromAttributes: { MailFromDomain: 'mail.shop.example', MailFromDomainStatus: 'PENDING', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' } },
      ['warn The MAIL FROM domain mail.shop.example is not ready: PENDING'],
    ],
    [
      'whose mails are refused for it',
      { MailFromAttributes: { MailFromDomain: 'mail.shop.example', MailFromDomainStatus: 'FAILED', BehaviorOnMxFailure: 'REJECT_MESSAGE' } },
      ['fail The MAIL FROM domain mail.shop.example is not ready: FAILED'],
    ],
  ])('%s', async (_what, over, findings) => {
    known({ 'shop.example': { ...ready, ...over } });
    expect(bad(await examineSenders(sesClient, senders))).toEqual(findings);
  });

  test('that nobody verified can not send, and one that is verified by itself can, unsigned', async () => {
    known({ 'orders@shop.example': ready });
    expect(bad(await examineSenders(sesClient, senders))).toEqual(['fail Updates@Shop.example is not verified in SES in this region', 'warn shop.example itself is no identity in SES']);
  });
});

describe('DMARC', () => {
  const answering = (records: Record<string, string[][]>, otherwise = 'ENOTFOUND') => (name: string) => {
    const found = records[name];
    return found === undefined ? Promise.reject(Object.assign(new Error(`queryTxt ${otherwise} ${name}`), { code: otherwise })) : Promise.resolve(found);
  };
  test.each([
    ['of the domain', answering({ '_dmarc.mail.shop.example': [['v=DMARC1; p=reject; ', 'rua=mailto:a@shop.example']] }), 'ok DMARC of mail.shop.example: v=DMARC1; p=reject; rua=mailto:a@shop.example'],
    ['of the domain above', answering({ '_dmarc.shop.example': [['v=DMARC1;p=none']] }, 'ENODATA'), 'ok DMARC of mail.shop.example: v=DMARC1;p=none'],
    ['that is not there', answering({}), 'fail mail.shop.example has no DMARC record'],
    ['beside which something else stands', answering({ '_dmarc.shop.example': [['hello']] }), 'fail mail.shop.example has no DMARC record'],
    ['that is there twice', answering({ '_dmarc.shop.example': [['v=DMARC1; p=none'], ['v=DMARC1; p=reject']] }), 'fail _dmarc.shop.example has 2 DMARC records'],
    ['without a policy', answering({ '_dmarc.shop.example': [['v=DMARC1; rua=mailto:a@shop.example']] }), 'fail The DMARC record of _dmarc.shop.example has no policy: v=DMARC1; rua=mailto:a@shop.example'],
    ['that no server tells', answering({}, 'ESERVFAIL'), 'warn DMARC of mail.shop.example could not be looked up: ESERVFAIL'],
  ])('%s', async (_what, resolveTxt, finding) => {
    const { level, what } = await examineDmarc(resolveTxt, 'mail.shop.example');
    expect(`${level} ${what}`).toBe(finding);
  });
});

describe('what SES tells', () => {
  const bus = 'arn:aws:events:us-east-1:111122223333:event-bus/default';
  test.each([
    ['all', [{ Name: 'd', Enabled: true, MatchingEventTypes: [...TOLD], EventBridgeDestination: { EventBusArn: bus } }], []],
    ['nothing', [], ['fail notices tells the default bus nothing']],
    ['nothing any more', [{ Name: 'd', Enabled: false, MatchingEventTypes: [...TOLD], EventBridgeDestination: { EventBusArn: bus } }], [`fail notices does not tell the default bus of ${TOLD.join(', ')}`]],
    ['some of it', [{ Name: 'd', Enabled: true, MatchingEventTypes: TOLD.filter((type) => type !== 'BOUNCE'), EventBridgeDestination: { EventBusArn: bus } }], ['fail notices does not tell the default bus of BOUNCE']],
    ['somebody else', [{ Name: 'd', Enabled: true, MatchingEventTypes: [...TOLD], SnsDestination: { TopicArn: 'arn:aws:sns:us-east-1:111122223333:t' } }], ['fail notices tells the default bus nothing']],
  ])('%s', async (_what, destinations, findings) => {
    ses.on(GetConfigurationSetEventDestinationsCommand).resolves({ EventDestinations: destinations });
    expect(bad([await examineDestination(sesClient, 'notices')])).toEqual(findings);
  });

  test('of a set that is gone', async () => {
    ses.on(GetConfigurationSetEventDestinationsCommand).rejects(new NotFoundException({ $metadata: {}, message: 'no' }));
    expect(bad([await examineDestination(sesClient, 'notices')])).toEqual(['fail There is no configuration set notices']);
  });

  test('what is looked for is what the template has SES tell', async () => {
    const { wiring } = await synthesizeProject();
    for (const { types } of wiring.mailEvents) expect([...types].sort()).toEqual([...TOLD].sort());
  }, 60_000);
});

describe('the rules', () => {
  const deployment = { stack: 'S', table: 't', bus: 'forthright', rules: { FeedRule: 'S-Feed-1', EveryMinute: 'S-EveryMinute-2' }, configurationSets: { notices: 'n', updates: 'u' } };
  const listing = (own: string, minute: string | undefined): void => {
    // Two pages: what stands on the second counts too.
    bridge.on(ListRulesCommand, { EventBusName: 'forthright' }).resolves({ Rules: [], NextToken: 'more' });
    bridge.on(ListRulesCommand, { EventBusName: 'forthright', NextToken: 'more' }).resolves({ Rules: [{ Name: 'S-Feed-1', State: own === 'ENABLED' ? 'ENABLED' : 'DISABLED' }] });
    bridge.on(ListRulesCommand, { EventBusName: 'default' }).resolves({ Rules: minute === undefined ? [] : [{ Name: 'S-EveryMinute-2', State: 'ENABLED' }] });
  };
  test.each([
    ['on', 'ENABLED', 'ENABLED', []],
    ['one switched off', 'DISABLED', 'ENABLED', ['fail The rule FeedRule is switched off']],
    ['one deleted', 'ENABLED', undefined, ['fail The rule EveryMinute is not there']],
  ])('%s', async (_what, own, minute, findings) => {
    listing(own, minute);
    expect(bad(await examineRules(bridgeClient, deployment))).toEqual(findings);
  });
});

describe('the stacks', () => {
  const resource = (type: string, id: string, name: string, status: ResourceStatus = 'CREATE_COMPLETE'): StackResourceSummary => ({ ResourceType: type, LogicalResourceId: id, PhysicalResourceId: name, ResourceStatus: status, LastUpdatedTimestamp: new Date(0) });
  const data = [resource('AWS::DynamoDB::GlobalTable', 'Table1', 'table-1'), resource('AWS::Events::EventBus', 'BusEA82B648', 'forthright-lamps')];
  const service = [
    resource('AWS::SES::ConfigurationSet', 'MailUpdates1', 'MailUpdates-u'),
    resource('AWS::SES::ConfigurationSet', 'MailNotices1', 'MailNotices-n'),
    resource('AWS::Events::Rule', 'FeedRule1', 'forthright-lamps|S-Feed-1'),
    resource('AWS::Events::Rule', 'EveryMinute2', 'S-EveryMinute-2'),
  ];
  const lamps = { shop: 'lamps', stage: 'prod' } as const;
  const deployed = (resources: StackResourceSummary[]): void => {
    cloudFormation.on(ListStackResourcesCommand, { StackName: 'ForthrightData-lamps' }).resolves({ StackResourceSummaries: data });
    cloudFormation.on(ListStackResourcesCommand, { StackName: 'ForthrightService-lamps' }).resolves({ StackResourceSummaries: resources });
  };

  test('are found by what CloudFormation calls their parts', async () => {
    deployed(service);
    const { deployment, findings } = await findDeployment(cloudFormationClient, lamps);
    expect(bad(findings)).toEqual([]);
    expect(deployment).toEqual({ stack: 'ForthrightService-lamps', table: 'table-1', bus: 'forthright-lamps', rules: { FeedRule1: 'S-Feed-1', EveryMinute2: 'S-EveryMinute-2' }, configurationSets: { notices: 'MailNotices-n', updates: 'MailUpdates-u' } });
  });

  test('that a deployment left half done are found', async () => {
    deployed([...service, resource('AWS::Lambda::Function', 'Page', 'p', 'UPDATE_FAILED')]);
    expect(bad((await findDeployment(cloudFormationClient, lamps)).findings)).toEqual(['fail Page is in the state UPDATE_FAILED']);
  });

  test('without a part say which, and those that are not there say so', async () => {
    deployed(service.filter(({ LogicalResourceId }) => LogicalResourceId !== 'MailNotices1'));
    await expect(findDeployment(cloudFormationClient, lamps)).rejects.toThrow('The stacks ForthrightData-lamps and ForthrightService-lamps have no AWS::SES::ConfigurationSet MailNotices');
    cloudFormation.on(ListStackResourcesCommand).rejects(Object.assign(new Error('Stack with id ForthrightData does not exist'), { name: 'ValidationError' }));
    await expect(findDeployment(cloudFormationClient, lamps)).rejects.toThrow('There is no stack ForthrightData-lamps here.');
  });
});

test.each([
  [['--stage', 'a b'], '--stage "a b": expected prod, test or dev'],
  [['--open', '5'], '--orders and --open: expected both'],
  [['--orders', 'many', '--open', '5'], '--orders many: expected a number from 0 to 1000000000'],
  [['--endpoint', 'here'], '--endpoint here: expected an address such as http://127.0.0.1:4401'],
  [['--sned'], "Unknown option '--sned'"],
])('%j is answered with what was expected', (argv, message) => {
  expect(() => readCommand(argv)).toThrow(InvalidCommandError);
  expect(() => readCommand(argv)).toThrow(message);
});
