import { Permissions } from '../../../local/aws/iam/permissions';
import { AwsError, type AwsRequest } from '../../../local/aws/service';
import type { Wiring } from '../../../local/template/wiring';
import { allow, arn, LOGS, POLLS, shop } from './one-lambda';

const permissionsOf = (wiring: Wiring): Permissions => new Permissions(wiring, (address) => address);

const sending = (caller: string, queue: string): AwsRequest => ({
  caller,
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  target: 'AmazonSQS.SendMessage',
  body: Buffer.from(JSON.stringify({ QueueUrl: `http://127.0.0.1/000000000000/${queue}` })),
});

function refusalOf(permissions: Permissions, request: AwsRequest, service = 'sqs'): Pick<AwsError, 'code' | 'message' | 'status'> | undefined {
  try {
    permissions.authorize(service, request);
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, status } = error;
    return { code, message, status };
  }
}

const AS_FN = 'User: arn:aws:sts::000000000000:assumed-role/Shop-Role/Shop-Fn';

test('a Lambda may do what its role allows, and is told in the words of the service what it may not', () => {
  const permissions = permissionsOf(shop(LOGS, POLLS, allow('sqs:SendMessage', arn('sqs', 'Next'))));
  expect(refusalOf(permissions, sending('Fn', 'Next'))).toBeUndefined();
  expect(refusalOf(permissions, sending('Fn', 'Other'))).toEqual({
    code: 'AccessDenied',
    status: 403,
    message: `${AS_FN} is not authorized to perform: sqs:sendmessage on resource: ${arn('sqs', 'Other')} because no identity-based policy allows the sqs:sendmessage action`,
  });
});

test('what is denied explicitly is told so', () => {
  const permissions = permissionsOf(shop(LOGS, POLLS, allow('sqs:SendMessage', '*'), { ...allow('sqs:SendMessage', arn('sqs', 'Other')), Effect: 'Deny' }));
  expect(refusalOf(permissions, sending('Fn', 'Other'))?.message).toBe(`${AS_FN} is not authorized to perform: sqs:sendmessage on resource: ${arn('sqs', 'Other')} with an explicit deny in an identity-based policy`);
});

test.each([
  ['dynamodb', { target: 'DynamoDB_20120810.Scan', body: Buffer.from('{"TableName":"T"}') }, 'com.amazon.coral.service#AccessDeniedException', 400, 'dynamodb:Scan on resource: arn:aws:dynamodb:us-east-1:000000000000:table/T'],
  ['events', { target: 'AWSEvents.PutEvents', body: Buffer.from('{"Entries":[{}]}') }, 'AccessDeniedException', 400, 'events:PutEvents on resource: arn:aws:events:us-east-1:000000000000:event-bus/default'],
  ['secretsmanager', { target: 'secretsmanager.GetSecretValue', body: Buffer.from('{"SecretId":"S"}') }, 'AccessDeniedException', 400, 'secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:000000000000:secret:S'],
  ['ses', { method: 'GET', path: '/v2/email/account' }, 'AccessDeniedException', 403, 'ses:GetAccount on resource: *'],
])('%s has a code and a status of its own', (service, over, code, status, words) => {
  const refusal = refusalOf(permissionsOf(shop(LOGS, POLLS)), { ...sending('Fn', ''), ...over }, service);
  expect(refusal).toEqual({ code, status, message: expect.stringContaining(`${AS_FN} is not authorized to perform: ${words} because no identity-based policy allows the ${words.split(' ')[0] ?? ''} action`) as unknown });
});

test('one event that is not allowed refuses the whole request', () => {
  const permissions = permissionsOf(shop(LOGS, POLLS, { ...allow('events:PutEvents', '*'), Condition: { StringEquals: { 'events:source': 'forthright' } } }));
  const put = (...sources: string[]): AwsRequest => ({ ...sending('Fn', ''), target: 'AWSEvents.PutEvents', body: Buffer.from(JSON.stringify({ Entries: sources.map((Source) => ({ Source })) })) });
  expect(refusalOf(permissions, put('forthright', 'forthright'), 'events')).toBeUndefined();
  expect(refusalOf(permissions, put('forthright', 'shop'), 'events')?.code).toBe('AccessDeniedException');
});

test('whoever is no Lambda of the template may do everything', () => {
  expect(refusalOf(permissionsOf(shop(LOGS, POLLS)), sending('store', 'Other'))).toBeUndefined();
});

test('what was done is known once each, without what no condition asks about, and what was refused is not', () => {
  const permissions = permissionsOf(shop(LOGS, POLLS, allow('events:PutEvents', '*')));
  const put = { ...sending('Fn', ''), target: 'AWSEvents.PutEvents', body: Buffer.from(JSON.stringify({ Entries: [{ Source: 'a' }, { Source: 'b' }] })) };
  permissions.authorize('events', put);
  refusalOf(permissions, sending('Fn', 'Other'));
  expect(permissions.callsBy('Fn').filter(({ action }) => action.startsWith('events:'))).toEqual([{ action: 'events:PutEvents', resource: arn('events', 'event-bus/default'), context: {} }]);
  expect(permissions.callsBy('Fn').map(({ action }) => action)).not.toContain('sqs:SendMessage');
});

test.each(['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])('a mapping whose role may not call %s is refused, as Lambda refuses it', (missing) => {
  const rest = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].filter((one) => one !== missing).map((one) => `sqs:${one}`);
  expect(() => permissionsOf(shop(LOGS, allow(rest, arn('sqs', 'Work'))))).toThrow(`Fn (AWS::Lambda::Function): ${arn('sqs', 'Work')}: The function execution role does not have permissions to call ${missing} on SQS`);
});

test('a queue for failures that the role may not write is refused, as Lambda refuses it', () => {
  const onFailureArn = arn('sqs', 'Dead');
  const wiring = { ...shop(LOGS, POLLS), asyncInvocations: [{ functionArn: arn('lambda', 'function:Shop-Fn'), maxRetries: 0, onFailureArn }] };
  expect(() => permissionsOf(wiring)).toThrow(`The function's execution role does not have permissions to call SendMessage on ${onFailureArn}`);
});

test.each(['logs:CreateLogStream', 'logs:PutLogEvents'])('a Lambda without %s is refused: in AWS its log would stay empty, and nobody would know', (missing) => {
  const rest = ['logs:CreateLogStream', 'logs:PutLogEvents'].filter((one) => one !== missing);
  expect(() => permissionsOf(shop(allow(rest, arn('logs', 'log-group:Shop-Log:*')), POLLS))).toThrow(`Fn (AWS::Lambda::Function): its role does not allow ${missing} on`);
});

test('a role that is not in the template is refused', () => {
  expect(() => permissionsOf({ ...shop(LOGS, POLLS), roles: [] })).toThrow('Fn (AWS::Lambda::Function): the template has no role arn:aws:iam::000000000000:role/Shop-Role');
});
