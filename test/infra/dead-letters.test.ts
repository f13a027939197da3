import { ofType, type Resource, type StackTemplate, synthesizeProject } from './synthesized';

/*
 * Whatever the template has, today or after the next change: each queue, each target of a rule and each Lambda has somewhere
 * for what fails, and somebody is told. What needs none stands here with its reason.
 */

const EXCEPTIONS: Readonly<Record<string, string>> = {
  'UnknownEventsRule -> UnknownEventsDeadLetters': 'its target are dead letters; behind those there is nothing more',
  'UnknownEventsInOurName -> UnknownEventsDeadLetters': 'its target are dead letters; behind those there is nothing more',
  'WeeklyUpdatesFunction fails': 'the next minute does what this one could not; five failures in a row ring WeeklyUpdatesFailing, and a letter for each would ring for one',
  'RotateKeyringLambdaFunction fails': 'Secrets Manager calls it again; what fails rings RotateKeyringFailing, and the present key goes on signing',
  'CustomerPageFunction fails': 'a customer waits for its answer and sees the error; it rings CustomerPageFailing',
};

let service: StackTemplate;
beforeAll(async () => {
  service = structuredClone((await synthesizeProject()).service);
}, 60_000);

/** The logical id in `{"Fn::GetAtt": [id, "Arn"]}` or `{"Ref": id}`. */
function idIn(reference: unknown): string {
  const text = JSON.stringify(reference);
  return /"(?:Ref|Fn::GetAtt)":\[?"([^"]+)"/.exec(text)?.[1] ?? text;
}

/** `UnknownEventsRule` of `UnknownEventsRuleD565DB0B`. */
const short = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

interface Target {
  Arn: unknown;
  DeadLetterConfig?: { Arn: unknown };
}

/** What has no dead-letter queue with an alarm, by the words of EXCEPTIONS. */
function uncovered(template: StackTemplate): string[] {
  const entries = (type: string): [string, Resource['Properties']][] => Object.entries(ofType(template, type)).map(([id, { Properties }]) => [id, Properties]);
  const alarmed = new Set(
    entries('AWS::CloudWatch::Alarm')
      .filter(([, alarm]) => alarm.MetricName === 'ApproximateNumberOfMessagesVisible' && alarm.Threshold === 0 && Array.isArray(alarm.AlarmActions))
      .map(([, alarm]) => idIn(alarm.Dimensions)),
  );
  const isCovered = (reference: unknown): boolean => reference !== undefined && alarmed.has(idIn(reference));

  const targets = entries('AWS::Events::Rule').flatMap(([rule, { Targets }]) => (Targets as Target[]).map((target) => ({ rule, target })));
  const queues = entries('AWS::SQS::Queue').filter(([id, { RedrivePolicy }]) => !alarmed.has(id) && !isCovered((RedrivePolicy as { deadLetterTargetArn: unknown } | undefined)?.deadLetterTargetArn));
  const rules = targets.filter(({ target }) => !isCovered(target.DeadLetterConfig?.Arn));

  const fedByQueue = new Set(entries('AWS::Lambda::EventSourceMapping').map(([, { FunctionName }]) => idIn(FunctionName)));
  const withDestination = new Set(
    entries('AWS::Lambda::EventInvokeConfig')
      .filter(([, { DestinationConfig }]) => isCovered((DestinationConfig as { OnFailure?: { Destination: unknown } } | undefined)?.OnFailure?.Destination))
      .map(([, { FunctionName }]) => idIn(FunctionName)),
  );
  const functions = entries('AWS::Lambda::Function').filter(([id]) => !fedByQueue.has(id) && !withDestination.has(id));

  return [
    ...queues.map(([id]) => `queue ${short(id)}`),
    ...rules.map(({ rule, target }) => `${short(rule)} -> ${short(idIn(target.Arn))}`),
    ...functions.map(([id]) => `${short(id)} fails`),
  ];
}

test('every queue, rule and Lambda has a dead-letter queue with an alarm, or a reason to have none', () => {
  expect(uncovered(service).sort()).toEqual(Object.keys(EXCEPTIONS).sort());
});

test('what is called in a way that nobody waits for is called by rules alone, and by Secrets Manager, which looks whether it rotated', () => {
  const permissions = Object.values(ofType(service, 'AWS::Lambda::Permission')).map(({ Properties }) => [short(idIn(Properties.FunctionName)), Properties.Principal]);
  const callers = [...new Set(permissions.map((one) => one.join(' by ')))].sort();
  expect(callers).toEqual(['CustomerPageFunction by apigateway.amazonaws.com', 'RotateKeyringLambdaFunction by secretsmanager.amazonaws.com', 'WeeklyUpdatesFunction by events.amazonaws.com']);
});

test('every dead-letter queue that a rule names takes letters from that rule', () => {
  const policies = Object.values(ofType(service, 'AWS::SQS::QueuePolicy')).map(({ Properties }) => JSON.stringify(Properties));
  for (const [rule, { Properties }] of Object.entries(ofType(service, 'AWS::Events::Rule'))) {
    for (const { DeadLetterConfig } of Properties.Targets as Target[]) {
      if (DeadLetterConfig === undefined) continue;
      const queue = idIn(DeadLetterConfig.Arn);
      const allows = policies.some((policy) => policy.includes('"Service":"events.amazonaws.com"') && policy.includes(`"Fn::GetAtt":["${queue}","Arn"]`) && policy.includes(`"Fn::GetAtt":["${rule}","Arn"]`));
      expect([rule, queue, allows]).toEqual([rule, queue, true]);
    }
  }
});

/* The check itself: it finds each way in which one could be forgotten. */
describe('a dead-letter queue that is forgotten is found', () => {
  const spoiled = (change: (resources: StackTemplate['Resources']) => void): string[] => {
    const copy = structuredClone(service);
    change(copy.Resources);
    return uncovered(copy).filter((one) => !(one in EXCEPTIONS));
  };
  const leaveOut = (resources: StackTemplate['Resources'], beginning: string): boolean => Reflect.deleteProperty(resources, idOf(resources, beginning));
  const idOf = (resources: StackTemplate['Resources'], beginning: string): string => Object.keys(resources).find((id) => short(id) === beginning) ?? '';

  test('of a queue', () => {
    expect(spoiled((all) => delete all[idOf(all, 'EtaChangedQueue')]?.Properties.RedrivePolicy)).toEqual(['queue EtaChangedQueue']);
  });

  test('of a rule', () => {
    expect(spoiled((all) => delete (all[idOf(all, 'EveryMinute')]?.Properties.Targets as Target[])[0]?.DeadLetterConfig)).toEqual(['EveryMinute -> WeeklyUpdatesFunction']);
  });

  test('of a Lambda that nothing feeds from a queue any more', () => {
    expect(spoiled((all) => leaveOut(all, 'OrderClosedMapping'))).toEqual(['OrderClosedLambdaFunction fails']);
  });

  test('its alarm: for the dead letters, and for everything that leads there', () => {
    expect(spoiled((all) => leaveOut(all, 'OrderClosedDeadLettersAlarm'))).toEqual(['queue OrderClosedDeadLetters', 'queue OrderClosedQueue', 'OrderClosedOrderClosedRule -> OrderClosedQueue']);
  });
});
