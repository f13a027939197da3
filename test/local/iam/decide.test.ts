import type { Call } from '../../../local/aws/iam/call';
import { decide } from '../../../local/aws/iam/decide';
import { readPolicyDocument } from '../../../local/aws/iam/policy-document';

/* What the IAM User Guide says of how policies are evaluated, case by case. */

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/Orders';
const call = (over: Partial<Call> = {}): Call => ({ action: 'dynamodb:GetItem', resource: TABLE, context: {}, ...over });
const allow = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE };
const deny = { ...allow, Effect: 'Deny' };
const decided = (statements: object | object[], asked: Call): string => decide(readPolicyDocument({ Version: '2012-10-17', Statement: statements }, 'policy'), asked);

describe('"Policy evaluation logic" and "The difference between explicit and implicit denies"', () => {
  test.each([
    ['what no statement speaks of is denied implicitly', [], 'implicitly-denied'],
    ['what a statement allows is allowed', [allow], 'allowed'],
    ['a single statement may stand without a list', allow, 'allowed'],
    ['a Deny wins over an Allow', [allow, deny], 'explicitly-denied'],
    ['the order of statements means nothing', [deny, allow], 'explicitly-denied'],
    ['a Deny alone allows nothing', [deny], 'explicitly-denied'],
    ['a Deny of something else changes nothing', [allow, { ...deny, Action: 'dynamodb:PutItem' }], 'allowed'],
    ['a Deny of something else allows nothing either', [{ ...deny, Action: 'dynamodb:PutItem' }], 'implicitly-denied'],
    ['action and resource have to stand in one statement', [{ ...allow, Resource: `${TABLE}2` }, { ...allow, Action: 'dynamodb:PutItem' }], 'implicitly-denied'],
    ['a Deny whose condition does not hold denies nothing', [allow, { ...deny, Condition: { StringEquals: { 'events:source': 'shop' } } }], 'allowed'],
    ['an Allow whose condition does not hold allows nothing', [{ ...allow, Condition: { StringEquals: { 'events:source': 'shop' } } }], 'implicitly-denied'],
  ])('%s', (_rule, statements, expected) => {
    expect(decided(statements, call())).toBe(expected);
  });
});

describe('"IAM JSON policy elements: Action" and "Resource"', () => {
  test.each([
    ['another action of the service', { Action: 'dynamodb:PutItem' }, false],
    ['one of several actions', { Action: ['dynamodb:PutItem', 'dynamodb:GetItem'] }, true],
    ['the same action in other letters: case means nothing', { Action: 'dynamodb:getitem' }, true],
    ['every action of the service', { Action: 'dynamodb:*' }, true],
    ['every action', { Action: '*' }, true],
    ['every action of another service', { Action: 'sqs:*' }, false],
    ['a beginning that fits', { Action: 'dynamodb:Get*' }, true],
    ['a middle that fits', { Action: 'dynamodb:*t*tem' }, true],
    ['one character for one', { Action: 'dynamodb:GetIte?' }, true],
    ['one character for none', { Action: 'dynamodb:GetItem?' }, false],
    ['any run may be empty', { Action: 'dynamodb:GetItem*' }, true],
    ['another resource', { Resource: `${TABLE}2` }, false],
    ['the same resource in other letters: case means something', { Resource: TABLE.replace('Orders', 'orders') }, false],
    ['one of several resources', { Resource: [`${TABLE}2`, TABLE] }, true],
    ['every resource', { Resource: '*' }, true],
    ['every table, by the part behind the last colon', { Resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/*' }, true],
    ['a wildcard goes beyond colons', { Resource: 'arn:aws:dynamodb:*Orders' }, true],
    ['the indexes of a table are not the table', { Resource: `${TABLE}/index/*` }, false],
    ['characters that mean something elsewhere mean themselves', { Resource: TABLE.replace('Orders', 'Or.ers') }, false],
  ])('%s', (_rule, over, isAllowed) => {
    expect(decided({ ...allow, ...over }, call())).toBe(isAllowed ? 'allowed' : 'implicitly-denied');
  });

  test('a call that knows no resource is allowed by a statement for every resource, and by no other', () => {
    const asked = call({ action: 'ses:GetAccount', resource: '*' });
    expect(decided({ Effect: 'Allow', Action: 'ses:GetAccount', Resource: '*' }, asked)).toBe('allowed');
    expect(decided({ Effect: 'Allow', Action: 'ses:GetAccount', Resource: 'arn:aws:ses:us-east-1:000000000000:identity/shop.example' }, asked)).toBe('implicitly-denied');
  });
});

const source = (value: string | undefined): Call => call({ context: value === undefined ? {} : { 'events:source': [value] } });
const keys = (...values: string[]): Call => call({ context: { 'dynamodb:LeadingKeys': values } });

describe('"IAM JSON policy elements: Condition operators", keys with one value', () => {
  test.each([
    ['StringEquals', 'shop', source('shop'), true],
    ['StringEquals', 'shop', source('Shop'), false],
    ['StringEquals', ['till', 'shop'], source('shop'), true],
    ['StringEquals', 'sh*', source('shop'), false],
    ['StringEquals', 'shop', source(undefined), false],
    ['StringNotEquals', 'shop', source('till'), true],
    ['StringNotEquals', 'shop', source('shop'), false],
    ['StringNotEquals', ['till', 'shop'], source('shop'), false],
    ['StringNotEquals', 'shop', source(undefined), true],
    ['StringEqualsIgnoreCase', 'shop', source('SHOP'), true],
    ['StringNotEqualsIgnoreCase', 'shop', source('SHOP'), false],
    ['StringLike', 'sh*', source('shop'), true],
    ['StringLike', 'sho?', source('shop'), true],
    ['StringLike', 'SH*', source('shop'), false],
    ['StringLike', 'sh*', source(undefined), false],
    ['StringNotLike', 'sh*', source('shop'), false],
    ['StringNotLike', 'sh*', source(undefined), true],
    ['StringEqualsIfExists', 'shop', source(undefined), true],
    ['StringEqualsIfExists', 'shop', source('till'), false],
    ['StringNotEqualsIfExists', 'shop', source(undefined), true],
    ['Null', 'true', source(undefined), true],
    ['Null', 'true', source('shop'), false],
    ['Null', 'false', source('shop'), true],
    ['Null', false, source(undefined), false],
  ])('%s %j', (operator, wanted, asked, isAllowed) => {
    expect(decided({ ...allow, Condition: { [operator]: { 'events:source': wanted } } }, asked)).toBe(isAllowed ? 'allowed' : 'implicitly-denied');
  });

  test.each([
    ['all operators have to hold', { StringLike: { 'events:source': 's*' }, StringNotEquals: { 'events:source': 'shop' } }, false],
    ['all keys have to hold', { StringEquals: { 'events:source': 'shop', 'events:detail-type': 'Order Shipped' } }, false],
    ['the name of a key is the same in other letters', { StringEquals: { 'Events:Source': 'shop' } }, true],
  ])('%s', (_rule, condition, isAllowed) => {
    expect(decided({ ...allow, Condition: condition }, source('shop'))).toBe(isAllowed ? 'allowed' : 'implicitly-denied');
  });
});

describe('"Set operators for multivalued context keys"', () => {
  test.each([
    ['ForAllValues:StringEquals', ['a', 'b'], keys('a', 'b'), true],
    ['ForAllValues:StringEquals', ['a', 'b'], keys('a'), true],
    ['ForAllValues:StringEquals', ['a', 'b'], keys('a', 'c'), false],
    ['ForAllValues:StringEquals', ['a', 'b'], keys(), true],
    ['ForAllValues:StringEquals', ['a', 'b'], call(), true],
    ['ForAllValues:StringLike', ['a*'], keys('a1', 'a2'), true],
    ['ForAllValues:StringNotEquals', ['a'], keys('b', 'c'), true],
    ['ForAllValues:StringNotEquals', ['a'], keys('a', 'c'), false],
    ['ForAnyValue:StringEquals', ['a', 'b'], keys('a', 'c'), true],
    ['ForAnyValue:StringEquals', ['a', 'b'], keys('c', 'd'), false],
    ['ForAnyValue:StringEquals', ['a', 'b'], keys(), false],
    ['ForAnyValue:StringEquals', ['a', 'b'], call(), false],
    ['ForAnyValue:StringNotEquals', ['a'], keys('a', 'c'), true],
    ['ForAnyValue:StringNotEquals', ['a'], call(), false],
    ['ForAnyValue:StringEqualsIfExists', ['a'], call(), true],
  ])('%s %j', (operator, wanted, asked, isAllowed) => {
    expect(decided({ ...allow, Condition: { [operator]: { 'dynamodb:LeadingKeys': wanted } } }, asked)).toBe(isAllowed ? 'allowed' : 'implicitly-denied');
  });
});

test.each([
  ['NotAction', { ...allow, NotAction: 'dynamodb:PutItem' }, 'policy.Statement.0: NotAction is not supported'],
  ['NotResource', { ...allow, NotResource: TABLE }, 'policy.Statement.0: NotResource is not supported'],
  ['Principal', { ...allow, Principal: '*' }, 'policy.Statement.0: Principal is not supported'],
  ['no action', { Effect: 'Allow', Resource: TABLE }, 'policy.Statement.0.Action: expected text or a list of texts'],
  ['an action without a service', { ...allow, Action: 'GetItem' }, 'policy.Statement.0.Action.0: expected <service>:<action>'],
  ['another effect', { ...allow, Effect: 'Maybe' }, 'policy.Statement.0.Effect: Invalid option: expected one of "Allow"|"Deny"'],
  ['an operator that is not evaluated', { ...allow, Condition: { DateLessThan: { 'events:source': '2026' } } }, 'policy.Statement.0: condition operator DateLessThan is not supported'],
  ['a set operator that does not exist', { ...allow, Condition: { 'ForNoValue:StringEquals': { 'events:source': 'a' } } }, 'policy.Statement.0: condition operator ForNoValue:StringEquals is not supported'],
  ['a key that no call tells', { ...allow, Condition: { StringEquals: { 'aws:SourceVpc': 'a' } } }, 'policy.Statement.0: condition key aws:SourceVpc is not supported'],
  ['one value of a key that holds many', { ...allow, Condition: { StringEquals: { 'dynamodb:LeadingKeys': 'a' } } }, 'policy.Statement.0: condition StringEquals: dynamodb:LeadingKeys holds many values, expected ForAllValues: or ForAnyValue: before the operator'],
  ['Null with another value', { ...allow, Condition: { Null: { 'events:source': 'maybe' } } }, 'policy.Statement.0: condition Null events:source: expected true or false'],
  ['a policy variable', { ...allow, Resource: 'arn:aws:dynamodb:::${aws:username}' }, 'policy.Statement.0.Resource: policy variables are not supported'],
])('a policy with %s is refused when it is read', (_name, statement, message) => {
  expect(() => readPolicyDocument({ Version: '2012-10-17', Statement: [statement] }, 'policy')).toThrow(message);
});

test('a policy of the older version is refused: it means something else', () => {
  expect(() => readPolicyDocument({ Version: '2008-10-17', Statement: [allow] }, 'policy')).toThrow('policy.Version: Invalid input: expected "2012-10-17"');
});
