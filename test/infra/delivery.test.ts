import { WORKER_SECONDS } from '../../functions/core/due';
import { incoming } from '../../functions/core/events/incoming';
import { outgoing } from '../../functions/core/events/outgoing';
import { matcher } from '../../local/aws/eventbridge/pattern';
import { lambdaOf, ofType, synthesizeProject, type Synthesized } from './synthesized';

/* Nothing that the store says may be lost: it reaches its Lambda, or lies in dead letters and someone is told. */

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesizeProject();
}, 60_000);

const queueOf = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);
const feeding = (): string[] => stack.wiring.mappings.map(({ queueArn }) => queueOf(queueArn));
const deadLetters = (): string[] => stack.wiring.queues.map(({ name }) => name).filter((name) => !feeding().includes(name));

/** What a queue is called in the template: dead letters have a name of their own there, other queues get theirs from it. */
const idOf = (queue: string): string =>
  Object.entries(ofType(stack.service, 'AWS::SQS::Queue')).find(([, { Properties }]) => Properties.QueueName === queue)?.[0] ?? queue.replace(/^ForthrightService-/, '');

/** The alarms on a queue's metric, each with how many it tolerates. */
function alarmsOn(queue: string, metric: string): unknown[] {
  return Object.values(ofType(stack.service, 'AWS::CloudWatch::Alarm'))
    .map(({ Properties }) => Properties)
    .filter(({ MetricName, Dimensions }) => MetricName === metric && JSON.stringify(Dimensions).includes(`"${idOf(queue)}"`))
    .map(({ Threshold, ComparisonOperator }) => `${String(ComparisonOperator)} ${String(Threshold)}`);
}

/** Where an event comes out: the Lambda that is fed, or `dead letters`. */
function reached(source: string, detailType: string, detail: unknown = {}, onBus = 'forthright'): string[] {
  const event = { source, 'detail-type': detailType, detail };
  const rules = stack.wiring.rules.filter(({ bus, pattern }) => bus === onBus && pattern !== undefined && matcher(pattern)(event));
  return rules
    .flatMap(({ targets }) => targets.map(({ arn }) => arn))
    .map((arn) => {
      const mapping = stack.wiring.mappings.find(({ queueArn }) => queueArn === arn);
      return mapping === undefined ? 'dead letters' : lambdaOf(stack.wiring.functions.find((one) => one.arn === mapping.functionArn)?.logicalId ?? '');
    });
}

test.each([
  ['Backorder Created', 'backorder-created'],
  ['ETA Changed', 'eta-changed'],
  ['ETA Confirmed', 'eta-changed'],
  ['Order Shipped', 'order-closed'],
  ['Order Cancelled', 'order-closed'],
  ['Refund Settled', 'order-closed'],
  ['Refund Failed', 'order-closed'],
  ['Customer Updated', 'order-closed'],
  ['Customer Erased', 'order-closed'],
])('%s reaches %s and nobody else', (detailType, lambda) => {
  expect(reached('shop', detailType)).toEqual([lambda]);
});

test('every event that the store may send is taken by exactly one Lambda', () => {
  for (const detailType of Object.keys(incoming)) {
    expect([detailType, ...reached('shop', detailType)]).toEqual([detailType, expect.not.stringMatching('dead letters')]);
  }
});

describe('what SES tells of a mail', () => {
  const told = (detailType: string, tags: Record<string, string[]>): string[] => reached('aws.ses', detailType, { mail: { tags } }, 'default');
  const sets = (): string[] => stack.wiring.configurationSets;

  test.each(['Email Sent', 'Email Delivered', 'Email Delivery Delayed', 'Email Bounced', 'Email Complaint Received', 'Email Rejected', 'Email Rendering Failed'])('%s, by either set, reaches email-feedback', (detailType) => {
    expect(sets()).toHaveLength(2);
    for (const set of sets()) expect(told(detailType, { app: ['forthright'], 'ses:configuration-set': [set], notice: ['n'] })).toEqual(['email-feedback']);
  });

  test.each(['Email Opened', 'Email Clicked', 'Email Subscribed', 'Advisor Recommendation Status Open'])('%s reaches nobody', (detailType) => {
    expect(told(detailType, { app: ['forthright'], 'ses:configuration-set': [sets()[0]!] })).toEqual([]);
  });

  test('that another system of the account sent costs no invocation', () => {
    const set = [sets()[0]!];
    for (const tags of [{}, { 'ses:configuration-set': set }, { app: ['crm'], 'ses:configuration-set': set }, { app: ['forthright'], 'ses:configuration-set': ['their-set'] }]) {
      expect([tags, told('Email Bounced', tags as Record<string, string[]>)]).toEqual([tags, []]);
    }
    expect(reached('aws.ses', 'Email Bounced', { mail: {} }, 'default')).toEqual([]);
  });

  test('in the name of somebody else reaches nobody', () => {
    expect(reached('shop', 'Email Bounced', { mail: { tags: { app: ['forthright'], 'ses:configuration-set': [sets()[0]!] } } }, 'default')).toEqual([]);
  });

  test('is told of both sets: all that becomes of a mail, and not who opened it', () => {
    expect(stack.wiring.mailEvents.map(({ configurationSet }) => configurationSet).sort()).toEqual([...sets()].sort());
    for (const { types } of stack.wiring.mailEvents) {
      expect([...types].sort()).toEqual(['BOUNCE', 'COMPLAINT', 'DELIVERY', 'DELIVERY_DELAY', 'REJECT', 'RENDERING_FAILURE', 'SEND']);
    }
  });
});

test.each(['Backorder created', 'Backorder Created ', 'Order Paid', ''])('an event of the type "%s", which nobody takes, lies in the dead letters', (detailType) => {
  expect(reached('shop', detailType)).toEqual(['dead letters']);
});

test('what Forthright says itself comes back to no Lambda', () => {
  for (const detailType of Object.keys(outgoing)) expect([detailType, reached('forthright', detailType)]).toEqual([detailType, []]);
});

test("a store that sends in Forthright's name finds its events in the dead letters", () => {
  for (const detailType of Object.keys(incoming)) expect([detailType, reached('forthright', detailType)]).toEqual([detailType, ['dead letters']]);
});

test('every queue that feeds a Lambda hands over to dead letters what fails five times', () => {
  expect(feeding()).toHaveLength(6);
  for (const { name, redrive } of stack.wiring.queues.filter((queue) => feeding().includes(queue.name))) {
    expect([name, redrive?.maxReceiveCount, deadLetters()]).toEqual([name, 5, expect.arrayContaining([queueOf(redrive?.deadLetterArn ?? '')])]);
  }
});

test('the first dead letter rings an alarm', () => {
  expect(deadLetters()).toHaveLength(8);
  for (const queue of deadLetters()) {
    expect([queue, ...alarmsOn(queue, 'ApproximateNumberOfMessagesVisible')]).toEqual([queue, 'GreaterThanThreshold 0']);
  }
});

test('dead letters are kept for the two weeks that SQS allows', () => {
  for (const queue of stack.wiring.queues.filter(({ name }) => deadLetters().includes(name))) expect(queue.retentionSeconds).toBe(14 * 24 * 3600);
});

test('a queue that nobody empties rings an alarm after half an hour', () => {
  for (const queue of feeding()) expect([queue, ...alarmsOn(queue, 'ApproximateAgeOfOldestMessage')]).toEqual([queue, 'GreaterThanThreshold 1800']);
});

test('what a rule cannot deliver goes to dead letters', () => {
  const targets = stack.wiring.rules.filter(({ pattern }) => pattern !== undefined).flatMap((rule) => rule.targets.map((target) => ({ rule: rule.name, ...target })));
  expect(targets).toHaveLength(6);
  for (const { rule, arn, deadLetterArn } of targets) {
    // The rule of unknown events has dead letters for its target: behind those there is nothing more.
    expect([rule, deadLetters().includes(queueOf(deadLetterArn ?? arn))]).toEqual([rule, true]);
  }
});

test('the archive keeps every event of the store for 30 days, and none of ours', () => {
  expect(stack.wiring.archives).toEqual([
    { name: 'forthright', arn: expect.stringMatching(/:archive\/forthright$/) as unknown, bus: 'forthright', pattern: { source: [{ 'anything-but': ['forthright'] }] }, retentionDays: 30 },
  ]);
});

test('the bus may put events in every queue that a rule names', () => {
  const policies = JSON.stringify(ofType(stack.service, 'AWS::SQS::QueuePolicy'));
  for (const { targets } of stack.wiring.rules.filter(({ pattern }) => pattern !== undefined)) {
    for (const { arn } of targets) {
      expect(policies).toContain(`"Principal":{"Service":"events.amazonaws.com"},"Resource":{"Fn::GetAtt":["${idOf(queueOf(arn))}","Arn"]}`);
    }
  }
});

test('one record that fails does not take its batch along, and no batch is handed out twice while it runs', () => {
  for (const { queueArn, functionArn, reportsBatchItemFailures, enabled } of stack.wiring.mappings) {
    const lambda = stack.wiring.functions.find(({ arn }) => arn === functionArn);
    const queue = stack.wiring.queues.find(({ name }) => name === queueOf(queueArn));
    expect({ reportsBatchItemFailures, enabled }).toEqual({ reportsBatchItemFailures: true, enabled: true });
    expect(queue?.visibilityTimeoutSeconds).toBe(6 * (lambda?.timeoutSeconds ?? Number.NaN));
  }
});

test('no worker lives as long as the others leave its customer alone', () => {
  const attend = stack.wiring.functions.find(({ logicalId }) => lambdaOf(logicalId) === 'attend-customer');
  expect(attend?.timeoutSeconds).toBeLessThan(WORKER_SECONDS);
});

test('a Lambda that dies holds its messages for two minutes, so that a first notice still comes within four', () => {
  for (const { visibilityTimeoutSeconds } of stack.wiring.queues.filter(({ name }) => feeding().includes(name))) expect(visibilityTimeoutSeconds).toBe(120);
});

test('the customers who are due are woken every minute, and a minute that failed is not repeated', () => {
  const schedules = stack.wiring.rules.filter(({ schedule }) => schedule !== undefined);
  expect(schedules.map(({ schedule, enabled }) => ({ schedule, enabled }))).toEqual([{ schedule: 'rate(1 minute)', enabled: true }]);
  const [target] = schedules.flatMap(({ targets }) => targets);
  const weekly = stack.wiring.functions.find(({ logicalId }) => lambdaOf(logicalId) === 'weekly-updates');
  expect(target?.arn).toBe(weekly?.arn);
  expect(weekly?.timeoutSeconds).toBeLessThan(60);
  expect(stack.wiring.asyncInvocations).toEqual([{ functionArn: weekly?.arn, maxRetries: 0, onFailureArn: undefined }]);
});

test('the schedule that stops is noticed as well as the one that fails', () => {
  const of = (MetricName: string): unknown[] =>
    Object.values(ofType(stack.service, 'AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties)
      .filter((alarm) => alarm.MetricName === MetricName && JSON.stringify(alarm.Dimensions).includes('WeeklyUpdates'))
      .map(({ TreatMissingData }) => TreatMissingData);
  expect(of('Errors')).toEqual(['notBreaching']);
  expect(of('Invocations')).toEqual(['breaching']);
});

test('routine mail has a queue of its own, to the Lambda that tells everything', () => {
  const fed = stack.wiring.mappings.filter(({ functionArn }) => lambdaOf(stack.wiring.functions.find(({ arn }) => arn === functionArn)?.logicalId ?? '') === 'attend-customer');
  expect(fed.map(({ queueArn }) => queueOf(queueArn).replace(/^ForthrightService-|[0-9A-F]{8}$/g, '')).sort()).toEqual(['AttendCustomerQueue', 'AttendCustomerRoutineQueue']);
  // Each has invocations that the other can't take: a limit on both together would let one starve the other.
  for (const { maxConcurrency } of fed) expect(maxConcurrency).toBe(10);
  expect(stack.wiring.functions.map(({ reservedConcurrency }) => reservedConcurrency)).toEqual(stack.wiring.functions.map(() => undefined));
});

test('every alarm says what customers lose, and reaches the topic of alarms', () => {
  const [topic = 'no topic'] = Object.keys(ofType(stack.service, 'AWS::SNS::Topic'));
  const alarms = Object.entries(ofType(stack.service, 'AWS::CloudWatch::Alarm'));
  expect(alarms.length).toBeGreaterThan(0);
  for (const [id, { Properties }] of alarms) {
    expect([id, Properties.AlarmActions, Properties.AlarmDescription]).toEqual([id, [{ Ref: topic }], expect.stringMatching(/[Cc]ustomer|[Nn]obody|weekly updates/)]);
  }
});

test("the topic lets this account's alarms in", () => {
  const [policy] = Object.values(ofType(stack.service, 'AWS::SNS::TopicPolicy'));
  expect(policy?.Properties.PolicyDocument).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]) as unknown,
  });
});

test.each([
  ['Reputation.BounceRate', 0.02],
  ['Reputation.ComplaintRate', 0.0005],
])('SES is watched well before it pauses the account: %s', (metric, threshold) => {
  const alarms = Object.values(ofType(stack.service, 'AWS::CloudWatch::Alarm')).filter(({ Properties }) => Properties.MetricName === metric);
  expect(alarms).toEqual([
    expect.objectContaining({ Properties: expect.objectContaining({ Namespace: 'AWS/SES', Threshold: threshold, ComparisonOperator: 'GreaterThanThreshold' }) as unknown }),
  ]);
});
