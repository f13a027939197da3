import { DescribeSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { synthesizeProject } from '../infra/synthesized';
import { RunningStack } from './running-stack';
import { linkIn } from './shop';

/* A new signing key, by the protocol of Secrets Manager and the Lambda that would be deployed. */

let running: RunningStack;
let keyring: string;
beforeAll(async () => {
  running = await RunningStack.open();
  keyring = (await synthesizeProject()).wiring.secrets[0]!.arn;
}, 60_000);
afterAll(async () => {
  expect(running.failures).toEqual([]);
  await running.close();
});

const merchant = (): SecretsManagerClient => new SecretsManagerClient({ endpoint: running.stack.awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' } });
const rotate = async (): Promise<string | undefined> => (await merchant().send(new RotateSecretCommand({ SecretId: keyring }))).VersionId;

/** The version that readers get now, once no rotation is under way. */
async function currentVersion(): Promise<string | undefined> {
  await running.shop.settle();
  const { VersionIdsToStages: versions = {} } = await merchant().send(new DescribeSecretCommand({ SecretId: keyring }));
  return Object.keys(versions).find((id) => versions[id]?.includes('AWSCURRENT'));
}

async function firstNoticeOf(orderId: string): Promise<string> {
  await running.shop.order({ orderId });
  await running.shop.advance('PT2M');
  return linkIn((await running.shop.mails(`${orderId}@example.com`)).at(-1), '/cancel');
}

const keyIn = (link: string): string | undefined => /\/b\/[^./]+\.([^./]+)\./.exec(link)?.[1];

test('a rotation changes the key of new links at once, and links from before still cancel', async () => {
  const before = await firstNoticeOf('r1');
  expect(keyIn(before)).toBe('1');

  const version = await rotate();
  expect(await currentVersion()).toBe(version);
  // The Lambdas hold a keyring for five minutes of their own time; new processes read it anew.
  await running.restart();

  const after = await firstNoticeOf('r2');
  expect(keyIn(after)).toMatch(/^\d{8}T\d{6}Z$/);
  for (const link of [before, after]) {
    const path = new URL(link).pathname;
    expect((await running.shop.pressFirstButton(`${running.shop.deskUrl}${path}`)).status).toBe(200);
  }
  await running.shop.advance('PT2M');
  expect((await running.shop.events('Cancellation Requested')).map(({ detail }) => detail.orderId).sort()).toEqual(['r1', 'r2']);
}, 60_000);

test('one rotation at a time', async () => {
  const outcomes = await Promise.allSettled([rotate(), rotate()]);
  const begun = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(begun).toHaveLength(1);
  expect(await currentVersion()).toBe(begun[0]);
});
