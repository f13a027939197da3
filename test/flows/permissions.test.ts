import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { readMerchant } from '../../infra/merchant-file';
import { synthesizeProject } from '../infra/synthesized';
import { excused } from '../usage/excused';
import { findings } from '../usage/findings';
import { RunningStack } from './running-stack';
import { linkIn } from './shop';

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
  running = await RunningStack.open(undefined, { change: without(lambda, action) });
  await running.shop.order();
  await running.shop.advance('PT2M');
  expect(refusals()).toEqual([expect.stringMatching(new RegExp(`^AwsError: User: ${as(lambda)} is not authorized to perform: ${named} on resource: ${resource} because no identity-based policy allows the ${named} action$`))]);
  expect(new Set((await running.shop.deadLetters()).map(({ queue }) => queue))).toEqual(new Set([expect.stringContaining(`-${lambda}DeadLetters`)]));
});

const sender = readMerchant(path.join(__dirname, '../..')).senders.notices;

test('AttendCustomer without ses:SendEmail is refused in the words of SES, and no mail leaves', async () => {
  running = await RunningStack.open(undefined, { change: without('AttendCustomer', 'ses:SendEmail') });
  await running.shop.order();
  await running.shop.advance('PT2M');
  expect(refusals()).toEqual([expect.stringMatching(new RegExp(`^AwsError: User \`${as('AttendCustomer')}' is not authorized to perform \`ses:SendEmail' on resource \`arn:aws:ses:us-east-1:000000000000:identity/${sender}'$`))]);
  expect(await running.shop.mails()).toEqual([]);
});

test('each permission is needed: without it a call of this story would have been refused, or there is a reason', async () => {
  const { notices, updates } = readMerchant(path.join(__dirname, '../..')).senders;
  // A merchant has verified their domain, or the addresses themselves.
  running = await RunningStack.open(undefined, { verified: [notices, updates].map((address) => address.slice(address.indexOf('@') + 1)) });
  const { shop, stack } = running;
  await shop.order({ orderId: 'a', shipBy: await shop.day(60) });
  await shop.advance('PT2M');
  for (const address of [notices, updates]) stack.ses.senders.defineIdentity(address);
  await shop.order({ orderId: 'b', supplierOrder: 'po-1', shipBy: await shop.day(60) });
  await shop.advance('PT2M');

  // New dates go round, by SKU and by supplier's order.
  for (const scope of [{ sku: 'LAMP' }, { supplierOrder: 'po-1' }]) {
    await shop.put('ETA Changed', { eventId: JSON.stringify(scope), scope, shipBy: await shop.day(70), asOf: await shop.now() });
    await shop.advance('PT15M');
  }
  await shop.advance('P8D');

  // A shipment that is told, after which nothing waits in its order.
  await shop.put('Order Shipped', { eventId: 'shipped', orderId: 'b', lineId: 'l1', shipmentId: 's-1', quantity: 1, shippedAt: await shop.now() });

  // A cancellation whose mail turns out to have bounced when the refund is there and can not be told: nobody is left to tell.
  await shop.ses({ outcomes: [{ to: 'a@example.com', outcome: 'bounced' }], events: { rules: [{ eventType: 'Bounce', afterSeconds: [36_000] }] } });
  await shop.pressFirstButton(linkIn((await shop.mails('a@example.com')).at(-1), '/cancel'));
  await shop.advance('PT5H');
  const [asked] = await shop.refundsAsked();
  const { refundId, amount, currency } = asked?.detail ?? {};
  await shop.ses({ account: { sending: 'paused' } });
  await shop.put('Refund Settled', { eventId: 'settled', refundId, amount, currency, settledAt: await shop.now() });
  await shop.advance('PT6H');
  await shop.ses({ account: { sending: 'on' } });

  // A new address with a new order.
  await shop.ses({ account: { maxSendRate: 1 } });
  const { customer, ...rest } = await shop.created({ orderId: 'c', shipBy: await shop.day(60) });
  await shop.put('Backorder Created', { ...rest, customer: { ...customer, id: 'c-b', email: 'new@example.com' } });
  await shop.advance('PT2M');

  // More who asked about stock than mails may leave in a moment.
  const guests = Array.from({ length: 12 }, (_none, n) => ({ eventId: `alert-${n}`, customer: { email: `guest-${n}@example.com` }, item: { sku: 'VASE', name: 'Blue vase' } }));
  await shop.puts(guests.map((detail) => ({ type: 'Stock Alert Requested' as const, detail })));
  await shop.settle();
  await shop.put('Back In Stock', { eventId: 'back', sku: 'VASE' });
  await shop.advance('PT15M');

  // A customer who wants to be forgotten.
  await shop.put('Customer Erased', { eventId: 'erased', customer: { id: 'c-b' } });
  await shop.settle();

  // A year later.
  const { wiring } = await synthesizeProject();
  const merchant = new SecretsManagerClient({ endpoint: stack.awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' } });
  await merchant.send(new RotateSecretCommand({ SecretId: wiring.secrets[0]!.arn }));
  await shop.settle();

  expect(running.failures).toEqual([]);
  expect(findings(wiring, stack.usage(), excused)).toEqual([]);
}, 240_000);
