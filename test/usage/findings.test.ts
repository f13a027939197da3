import type { LambdaUsage } from '../../local/usage';
import type { Wiring } from '../../local/template/wiring';
import { allow, arn, shop } from '../local/iam/one-lambda';
import { findings } from './findings';

const sqs = (queue: string): string => arn('sqs', queue);
const did = (...actions: [string, string][]): LambdaUsage => ({ lambda: 'Fn', calls: actions.map(([action, resource]) => ({ action, resource, context: {} })), variables: [] });
const given = (...statements: object[]): Wiring => shop(...statements);

test.each<[string, object[], LambdaUsage[], string[]]>([
  ['a permission that a call needed is fine', [allow('sqs:SendMessage', sqs('A'))], [did(['sqs:SendMessage', sqs('A')])], []],
  ['one that nothing needed is found', [allow('sqs:SendMessage', sqs('A'))], [did()], [`Fn may sqs:SendMessage on ${sqs('A')}, and no test needs it`]],
  ['of a statement with two actions each counts', [allow(['sqs:SendMessage', 'sqs:DeleteMessage'], sqs('A'))], [did(['sqs:SendMessage', sqs('A')])], [`Fn may sqs:DeleteMessage on ${sqs('A')}, and no test needs it`]],
  [
    'of a statement with two resources each counts',
    [{ ...allow('sqs:SendMessage', ''), Resource: [sqs('A'), sqs('B')] }],
    [did(['sqs:SendMessage', sqs('B')])],
    [`Fn may sqs:SendMessage on ${sqs('A')}, and no test needs it`],
  ],
  [
    'where two statements allow the same, neither is needed',
    [allow('sqs:SendMessage', sqs('A')), allow('sqs:*', sqs('A'))],
    [did(['sqs:SendMessage', sqs('A')])],
    [`Fn may sqs:SendMessage on ${sqs('A')}, and no test needs it`, `Fn may sqs:* on ${sqs('A')}, and no test needs it`],
  ],
  ['what two stacks needed is needed', [allow(['sqs:SendMessage', 'sqs:DeleteMessage'], sqs('A'))], [did(['sqs:SendMessage', sqs('A')]), did(['sqs:DeleteMessage', sqs('A')])], []],
  ['what another Lambda did counts for that one', [allow('sqs:SendMessage', sqs('A'))], [{ ...did(['sqs:SendMessage', sqs('A')]), lambda: 'Other' }], [`Fn may sqs:SendMessage on ${sqs('A')}, and no test needs it`]],
])('%s', (_rule, statements, usage, expected) => {
  expect(findings(given(...statements), usage, [])).toEqual(expected);
});

test('a variable that nobody looked at is found', () => {
  const wiring = given();
  const [lambda] = wiring.functions;
  const lambdas = [{ ...lambda!, environment: { TABLE_NAME: 't', OLD_NAME: 'o' } }];
  expect(findings({ ...wiring, functions: lambdas }, [{ ...did(), variables: ['TABLE_NAME'] }], [])).toEqual(['Fn is given OLD_NAME, and never looks at it']);
});

test('what has a reason to stay is no finding, and a reason that is out of date is one', () => {
  const excuse = { lambda: 'Fn', what: 'sqs:SendMessage', reason: 'for a rainy day' };
  const wiring = given(allow('sqs:SendMessage', sqs('A')));
  expect(findings(wiring, [did()], [excuse])).toEqual([]);
  expect(findings(wiring, [did(['sqs:SendMessage', sqs('A')])], [excuse])).toEqual(['Fn: sqs:SendMessage is excused and is needed, or is not there any more']);
});
