import type { KeyringVersions, Stages } from '../../../functions/adapters/keyring-versions';
import type { Keyring } from '../../../functions/core/links';
import { readStep, RotationError, takeStep, type Step } from '../../../functions/rotate-keyring/steps';

const before: Keyring = { current: '1', keys: { '1': 'the secret of the first key, long enough' } };

/** A secret in the middle of a rotation: Secrets Manager has named the version that is to be made, and nothing is in it. */
function begun(options: { stages?: Stages | undefined; pending?: Keyring } = {}) {
  const stages: Record<string, readonly string[]> | undefined = 'stages' in options ? options.stages : { v1: ['AWSCURRENT'], v2: ['AWSPENDING'] };
  const put: { version: string; keyring: Keyring }[] = options.pending === undefined ? [] : [{ version: 'v2', keyring: options.pending }];
  const moved: string[][] = [];
  const versions: KeyringVersions = {
    stages: async () => stages,
    current: async () => before,
    pending: async (version) => put.find((one) => one.version === version)?.keyring,
    putPending: async (version, keyring) => void put.push({ version, keyring }),
    makeCurrent: async (version, from) => void moved.push([version, from]),
  };
  let keys = 0;
  const newKey = (): string => `new key ${(keys += 1)}, made by chance and long enough`;
  const take = (name: Step['name'], token = 'v2') => takeStep({ versions, newKey, now: () => '2026-11-27T09:30:12.345Z', recordMonths: 84 }, { name, token });
  return { take, put, moved };
}

test('the four steps put a keyring with one key more in the place of the present one', async () => {
  const { take, put, moved } = begun();
  const did = [await take('createSecret'), await take('setSecret'), await take('testSecret'), await take('finishSecret')];
  expect(did).toEqual(['done', 'nothing to do', 'done', 'done']);
  expect(put).toEqual([{ version: 'v2', keyring: { current: '20261127T093012Z', keys: { ...before.keys, '20261127T093012Z': 'new key 1, made by chance and long enough' } } }]);
  expect(moved).toEqual([['v2', 'v1']]);
});

test('a step that is called twice makes no second key', async () => {
  const { take, put } = begun();
  await take('createSecret');
  expect(await take('createSecret')).toBe('nothing to do');
  expect(put).toHaveLength(1);
});

test('a rotation that is over is left alone', async () => {
  const { take, put, moved } = begun({ stages: { v1: ['AWSPREVIOUS'], v2: ['AWSCURRENT', 'AWSPENDING'] } });
  for (const name of ['createSecret', 'testSecret', 'finishSecret'] as const) expect(await take(name)).toBe('nothing to do');
  expect([put, moved]).toEqual([[], []]);
});

test('a keyring that somebody changed meanwhile is not replaced by one that lacks their key', async () => {
  const { take } = begun({ pending: { current: '2', keys: { '2': 'a key from before theirs, long enough to be one' } } });
  await expect(take('testSecret')).rejects.toThrow('the new keyring does not open what the present one signs');
});

test('what was never made is not made the current one', async () => {
  const { take, moved } = begun();
  await expect(take('testSecret')).rejects.toThrow(RotationError);
  expect(moved).toEqual([]);
});

test.each([
  ['is not set up to be rotated', undefined, 'the keyring is not set up to be rotated'],
  ['has no such version', { v1: ['AWSCURRENT'] }, 'the keyring has no version v2'],
  ['has that version from before', { v1: ['AWSCURRENT'], v2: ['AWSPREVIOUS'] }, 'version v2 of the keyring is not the one that is being made'],
])('a secret that %s is left as it is', async (_what, stages, message) => {
  const { take, put } = begun({ stages });
  await expect(take('createSecret')).rejects.toThrow(message);
  expect(put).toEqual([]);
});

test('a call is about our secret and a step of a rotation, or it is refused', () => {
  const event = { Step: 'createSecret', SecretId: 'arn:keyring', ClientRequestToken: 'v2' };
  expect(readStep(event, 'arn:keyring')).toEqual({ name: 'createSecret', token: 'v2' });
  expect(() => readStep({ ...event, SecretId: 'arn:other' }, 'arn:keyring')).toThrow('SecretId arn:other: expected arn:keyring');
  expect(() => readStep({ ...event, Step: 'dropSecret' }, 'arn:keyring')).toThrow('expected a step of a rotation: Step: ');
  expect(() => readStep({}, 'arn:keyring')).toThrow(RotationError);
});
