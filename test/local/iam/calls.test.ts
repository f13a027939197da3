import type { Call } from '../../../local/aws/iam/call';
import { dynamodbCalls } from '../../../local/aws/iam/calls/dynamodb';
import { eventsCalls } from '../../../local/aws/iam/calls/events';
import { secretsManagerCalls } from '../../../local/aws/iam/calls/secrets-manager';
import { sesCalls } from '../../../local/aws/iam/calls/ses';
import { sqsCalls } from '../../../local/aws/iam/calls/sqs';
import type { AwsRequest } from '../../../local/aws/service';

/* What a request asks IAM for: action, resource and circumstances. */

const request = (target: string, body: unknown, over: Partial<AwsRequest> = {}): AwsRequest => ({
  caller: 'Fn',
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  target,
  body: Buffer.from(JSON.stringify(body)),
  ...over,
});

const inWords = ({ action, resource, context }: Call): string =>
  [action, resource.replace(/^arn:aws:[a-z]+:us-east-1:000000000000:/, ''), ...Object.entries(context).map(([key, values]) => `${key}=${values.join()}`)].join(' ');

const TableName = 'Orders';
const key = { pk: { S: 'C#1' }, sk: { S: 'A' } };
const keys = (table: string, index: string | undefined): string | undefined => (table === 'Orders' ? (index === undefined ? 'pk' : 'sku') : undefined);

test.each([
  ['GetItem', { TableName, Key: key }, ['dynamodb:GetItem table/Orders dynamodb:LeadingKeys=C#1']],
  ['PutItem', { TableName, Item: { ...key, name: { S: 'x' } } }, ['dynamodb:PutItem table/Orders dynamodb:LeadingKeys=C#1']],
  ['UpdateItem', { TableName, Key: key }, ['dynamodb:UpdateItem table/Orders dynamodb:LeadingKeys=C#1']],
  ['DeleteItem', { TableName, Key: key }, ['dynamodb:DeleteItem table/Orders dynamodb:LeadingKeys=C#1']],
  ['Scan', { TableName }, ['dynamodb:Scan table/Orders']],
  [
    'Query',
    { TableName, KeyConditionExpression: 'begins_with(sk, :l) AND #p = :pk', ExpressionAttributeNames: { '#p': 'pk' }, ExpressionAttributeValues: { ':pk': { S: 'C#2' }, ':l': { S: 'L#' } } },
    ['dynamodb:Query table/Orders dynamodb:LeadingKeys=C#2'],
  ],
  [
    'Query',
    { TableName, IndexName: 'bySku', KeyConditionExpression: 'sku=:sku AND dueAt <= :now', ExpressionAttributeValues: { ':sku': { S: 'LAMP' }, ':now': { S: '2026' } } },
    ['dynamodb:Query table/Orders/index/bySku dynamodb:LeadingKeys=LAMP'],
  ],
  [
    'TransactWriteItems',
    { TransactItems: [{ Put: { TableName, Item: key } }, { Update: { TableName, Key: key } }, { Delete: { TableName, Key: key } }, { ConditionCheck: { TableName, Key: { ...key, pk: { S: 'O#9' } } } }] },
    [
      'dynamodb:PutItem table/Orders dynamodb:LeadingKeys=C#1',
      'dynamodb:UpdateItem table/Orders dynamodb:LeadingKeys=C#1',
      'dynamodb:DeleteItem table/Orders dynamodb:LeadingKeys=C#1',
      'dynamodb:ConditionCheckItem table/Orders dynamodb:LeadingKeys=O#9',
    ],
  ],
  ['TransactGetItems', { TransactItems: [{ Get: { TableName, Key: key } }] }, ['dynamodb:GetItem table/Orders dynamodb:LeadingKeys=C#1']],
  ['BatchGetItem', { RequestItems: { Orders: { Keys: [key] }, Other: { Keys: [] } } }, ['dynamodb:BatchGetItem table/Orders', 'dynamodb:BatchGetItem table/Other']],
  ['BatchWriteItem', { RequestItems: { Orders: [{ PutRequest: { Item: key } }] } }, ['dynamodb:BatchWriteItem table/Orders']],
])('DynamoDB %s %j', (operation, body, expected) => {
  expect(dynamodbCalls(request(`DynamoDB_20120810.${operation}`, body), keys).map(inWords)).toEqual(expected);
});

test('a query that does not say which partition it reads is refused, whatever the role allows', () => {
  const query = { TableName, KeyConditionExpression: 'sk = :sk', ExpressionAttributeValues: { ':sk': { S: 'A' } } };
  expect(() => dynamodbCalls(request('DynamoDB_20120810.Query', query), keys)).toThrow('Query condition missed key schema element: pk');
});

const QueueUrl = 'http://127.0.0.1:4401/000000000000/Work';

test.each([
  ['SendMessage', 'SendMessage'],
  ['SendMessageBatch', 'SendMessage'],
  ['ReceiveMessage', 'ReceiveMessage'],
  ['DeleteMessageBatch', 'DeleteMessage'],
  ['ChangeMessageVisibilityBatch', 'ChangeMessageVisibility'],
  ['GetQueueAttributes', 'GetQueueAttributes'],
])('SQS %s asks for %s', (operation, permission) => {
  expect(sqsCalls(request(`AmazonSQS.${operation}`, { QueueUrl })).map(inWords)).toEqual([`sqs:${permission} Work`]);
});

test('each event asks for its bus, with its source and its type', () => {
  const Entries = [{ EventBusName: 'shop', Source: 'a', DetailType: 'Order Shipped', Detail: '{}' }, { EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/other', Source: 'b' }, { Source: 'c' }];
  expect(eventsCalls(request('AWSEvents.PutEvents', { Entries })).map(inWords)).toEqual([
    'events:PutEvents event-bus/shop events:source=a events:detail-type=Order Shipped',
    'events:PutEvents event-bus/other events:source=b',
    'events:PutEvents event-bus/default events:source=c',
  ]);
});

test.each([
  ['an address that is verified itself', 'orders@shop.example', ['identity/orders@shop.example']],
  ['one of a verified domain, with a name before it', '"The shop" <news@shop.example>', ['identity/shop.example']],
])('a mail from %s asks for its identity and its configuration set', (_what, FromEmailAddress, identities) => {
  const mail = request('', { FromEmailAddress, ConfigurationSetName: 'Notices' }, { path: '/v2/email/outbound-emails' });
  const from = /[\w.]+@[\w.]+/.exec(FromEmailAddress)![0];
  const identityOf = (address: string): string => (address === 'orders@shop.example' ? address : 'shop.example');
  expect(sesCalls(mail, identityOf).map(inWords)).toEqual([...identities, 'configuration-set/Notices'].map((resource) => `ses:SendEmail ${resource} ses:FromAddress=${from}`));
});

test('how fast the account may send is asked of no resource', () => {
  expect(sesCalls(request('', {}, { method: 'GET', path: '/v2/email/account' }), String).map(inWords)).toEqual(['ses:GetAccount *']);
});

test('a secret is the same by its name and by its ARN', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Keyring-a1b2c3';
  for (const SecretId of ['Keyring', arn]) {
    expect(secretsManagerCalls(request('secretsmanager.GetSecretValue', { SecretId }), [{ name: 'Keyring', arn }]).map(inWords)).toEqual(['secretsmanager:GetSecretValue secret:Keyring-a1b2c3']);
  }
});

test.each([
  ['DynamoDB', () => dynamodbCalls(request('DynamoDB_20120810.ExportTable', {}), keys), 'which permission dynamodb:ExportTable needs'],
  ['SQS', () => sqsCalls(request('AmazonSQS.PurgeQueue', { QueueUrl })), 'which permission sqs:PurgeQueue needs'],
  ['EventBridge', () => eventsCalls(request('AWSEvents.PutRule', {})), 'which permission events:PutRule needs'],
  ['SES', () => sesCalls(request('', {}, { path: '/v2/email/identities' }), String), 'which permission ses:POST /v2/email/identities needs'],
])('a call to %s that nobody here knows the permission of is refused, not let through', (_service, ask, words) => {
  expect(ask).toThrow(`The local stack does not know ${words}.`);
});

test('what can not be read is refused, not let through', () => {
  expect(() => sqsCalls(request('AmazonSQS.SendMessage', { QueueURL: QueueUrl }))).toThrow("The local stack can't tell what this is done to: QueueUrl");
  expect(() => sqsCalls(request('AmazonSQS.SendMessage', {}, { body: Buffer.from('{') }))).toThrow('The request is not JSON.');
});
