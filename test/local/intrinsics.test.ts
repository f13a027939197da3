import { resolve, type Scope } from '../../local/template/intrinsics';
import { TemplateError } from '../../local/template/template-error';

const pseudo: Record<string, string> = { Queue: 'https://queue', 'AWS::Region': 'us-east-1', 'AWS::Partition': 'aws', 'AWS::AccountId': '000000000000', 'AWS::StackName': 'Shop' };
const attributes: Record<string, string> = { 'Queue.Arn': 'arn:queue', 'Queue.Endpoint.Port': '1' };
const found = (value: string | undefined, what: string): string => {
  if (value === undefined) throw new TemplateError(`${what} is not known`);
  return value;
};

const scope: Scope = {
  ref: (name) => (name === 'AWS::NoValue' ? undefined : found(pseudo[name], name)),
  attribute: (id, name) => found(attributes[`${id}.${name}`], `${id}.${name}`),
  imported: (name) => found(name === 'Data:Table' ? 'table-1' : undefined, name),
  condition: () => true,
};

test.each([
  [{ Ref: 'Queue' }, 'https://queue'],
  [{ Ref: 'AWS::Region' }, 'us-east-1'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
  [{ 'Fn::GetAtt': 'Queue.Endpoint.Port' }, '1'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Partition' }, 1]] }, 'a-aws-1'],
  [{ 'Fn::Sub': '${Queue.Arn}/${AWS::AccountId}/${!literal}' }, 'arn:queue/000000000000/${literal}'],
  [{ 'Fn::Sub': ['${x}-${Queue}', { x: { Ref: 'AWS::StackName' } }] }, 'Shop-https://queue'],
  [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  [{ 'Fn::ImportValue': 'Data:Table' }, 'table-1'],
  [{ kept: [{ deep: { Ref: 'Queue' } }], left: { Ref: 'AWS::NoValue' }, plain: null }, { kept: [{ deep: 'https://queue' }], plain: null }],
])('%j becomes %j', (value, expected) => {
  expect(resolve(value, scope)).toEqual(expected);
});

test.each([
  [{ Ref: 'Nobody' }, 'Nobody'],
  [{ 'Fn::GetAtt': ['Queue', 'Colour'] }, 'Queue.Colour'],
  [{ 'Fn::ImportValue': 'Data:Nothing' }, 'Data:Nothing'],
  [{ 'Fn::Cidr': [] }, 'Fn::Cidr'],
])('%j is refused by name', (value, name) => {
  expect(() => resolve(value, scope)).toThrow(name);
});
