import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { keyringReader } from '../../../functions/adapters/keyring';

const secrets = mockClient(SecretsManagerClient);
const holds = (...ids: string[]) => {
  const keys = Object.fromEntries(ids.map((id) => [id, `the secret of key ${id}, which is long enough`]));
  secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ current: ids.at(-1), ...keys }) });
};
const asked = (): number => secrets.commandCalls(GetSecretValueCommand).length;
const after = (ms: number) => jest.setSystemTime(Date.now() + ms);

beforeEach(() => {
  secrets.reset();
  jest.useFakeTimers({ now: Date.parse('2026-11-27T09:30:00Z') });
  holds('1');
});
afterEach(() => void jest.useRealTimers());

test('a new key is taken up within five minutes, and until then nobody asks', async () => {
  const keyring = keyringReader('arn:keyring');
  await keyring();
  holds('1', '2');
  after(299_999);
  expect((await keyring()).current).toBe('1');
  after(1);
  expect((await keyring()).current).toBe('2');
  expect(asked()).toBe(2);
});

test('a link under a key that another Lambda has heard of first is not refused', async () => {
  const keyring = keyringReader('arn:keyring');
  await keyring();
  holds('1', '2');
  after(10_000);
  expect(Object.keys((await keyring('1')).keys)).toEqual(['1']);
  expect(Object.keys((await keyring('2')).keys)).toEqual(['1', '2']);
});

test('who makes up keys makes one call in ten seconds, and not one each time', async () => {
  const keyring = keyringReader('arn:keyring');
  for (let second = 0; second < 20; second += 1) {
    await keyring('no such key');
    after(1000);
  }
  expect(asked()).toBe(2);
});

test('a failure is not kept', async () => {
  secrets.on(GetSecretValueCommand).rejectsOnce(new Error('throttled'));
  const keyring = keyringReader('arn:keyring');
  await expect(keyring()).rejects.toThrow('throttled');
  holds('1');
  expect((await keyring()).current).toBe('1');
});

test.each(['', 'no JSON', '{"1":"a key that is long enough to be one, but no current"}', '{"current":"2","1":"a key that is long enough to be one, but not that"}', '{"current":"1","1":"short"}'])('a secret that is no keyring is refused, and nothing in it is said: %s', async (text) => {
  secrets.on(GetSecretValueCommand).resolves({ SecretString: text });
  await expect(keyringReader('arn:keyring')()).rejects.toThrow(/^the secret (is not|has no key)/);
});
