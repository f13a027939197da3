import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { readMerchant } from '../../infra/merchant-file';
import { RunningStack } from './running-stack';

/* What a role does not allow is refused on this machine as it would be in an account. */

let running: RunningStack | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const Statements = z.array(z.looseObject({ Action: z.union([z.string(), z.array(z.string())]).transform(listed) }));
const Template = z.looseObject({ Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) })) });
const Document = z.looseObject({ Statement: Statements });

/** Takes one action out of every statement of a Lambda's role. */
const without = (lambda: string, action: string) => async (assembly: string): Promise<void> => {
  let taken = 0;
  for (const name of (await readdir(assembly)).filter((file) => file.endsWith('.template.json'))) {
    const file = path.join(assembly, name);
    const template = Template.parse(JSON.parse(await readFile(file, 'utf8')));
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      if (Type !== 'AWS::IAM::Policy' || !id.startsWith(lambda)) continue;
      const document = Document.parse(Properties.PolicyDocument);
      const left = document.Statement.map((statement) => ({ ...statement, Action: statement.Action.filter((one) => one !== action) }));
      taken += left.filter(({ Action }, index) => Action.length < document.Statement[index]!.Action.length).length;
      Properties.PolicyDocument = { ...document, Statement: left.filter(({ Action }) => Action.length > 0) };
    }
    await writeFile(file, JSON.stringify(template));
  }
  expect(taken).toBeGreaterThan(0);
};

const refusals = (): string[] => [...new Set(running!.failures.map(String))];
const as = (lambda: string): string => String.raw`arn:aws:sts::000000000000:assumed-role\/[\w-]+-${lambda}LambdaRole\w{8}\/[\w-]+-${lambda}LambdaFunction\w{8}`;

test.each([
  ['BackorderCreated', 'dynamodb:GetItem', 'dynamodb:GetItem', String.raw`arn:aws:dynamodb:us-east-1:000000000000:table\/[\w-]+-Table\w{8}`],
  ['BackorderCreated', 'sqs:SendMessage', 'sqs:sendmessage', String.raw`arn:aws:sqs:us-east-1:000000000000:[\w-]+-AttendCustomerQueue\w{8}`],
  ['AttendCustomer', 'secretsmanager:GetSecretValue', 'secretsmanager:GetSecretValue', String.raw`arn:aws:secretsmanager:us-east-1:000000000000:secret:[\w-]+-Keyring\w{8}-\w{6}`],
])('%s without %s is refused in the words of AWS, and what it was to do lies among its dead letters', async (lambda, action, named, resource) => {
  running = await RunningStack.open(undefined, without(lambda, action));
  await running.shop.order();
  await running.shop.advance('PT2M');
  expect(refusals()).toEqual([expect.stringMatching(new RegExp(`^AwsError: User: ${as(lambda)} is not authorized to perform: ${named} on resource: ${resource} because no identity-based policy allows the ${named} action$`))]);
  expect(new Set((await running.shop.deadLetters()).map(({ queue }) => queue))).toEqual(new Set([expect.stringContaining(`-${lambda}DeadLetters`)]));
});

const sender = readMerchant(path.join(__dirname, '../..')).senders.notices;

test('AttendCustomer without ses:SendEmail is refused in the words of SES, and no mail leaves', async () => {
  running = await RunningStack.open(undefined, without('AttendCustomer', 'ses:SendEmail'));
  await running.shop.order();
  await running.shop.advance('PT2M');
  expect(refusals()).toEqual([expect.stringMatching(new RegExp(`^AwsError: User \`${as('AttendCustomer')}' is not authorized to perform \`ses:SendEmail' on resource \`arn:aws:ses:us-east-1:000000000000:identity/${sender}'$`))]);
  expect(await running.shop.mails()).toEqual([]);
});
