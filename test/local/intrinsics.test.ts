import { resolve, TemplateError, type Scope } from '../../local/template/intrinsics';

const scope: Scope = {
  stack: 'Shop',
  resource: (id) => (id === 'Queue' ? { ref: 'https://queue', attributes: { Arn: 'arn:queue', 'Endpoint.Port': '1' } } : undefined),
  exported: (name) => (name === 'Data:Table' ? 'table-1' : undefined),
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
  [{ Ref: 'Nobody' }, 'Shop: there is no resource Nobody to refer to'],
  [{ 'Fn::GetAtt': ['Queue', 'Colour'] }, 'Shop: Queue has no attribute Colour here'],
  [{ 'Fn::ImportValue': 'Data:Nothing' }, 'Shop: no stack exports Data:Nothing'],
  [{ 'Fn::Cidr': [] }, 'Shop: Fn::Cidr is not understood by the local stack'],
])('%j is refused in one line', (value, message) => {
  expect(() => resolve(value, scope)).toThrow(new TemplateError(message));
});
