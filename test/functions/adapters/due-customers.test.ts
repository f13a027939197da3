import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { profileItem } from '../../../functions/adapters/customer-rows';
import { customersDue } from '../../../functions/adapters/due-customers';
import { DUE_SHARDS, dueShardOf } from '../../../functions/adapters/keys';
import { toStored } from '../../../functions/adapters/table';
import type { Profile } from '../../../functions/core/profile';
import { openProductTable } from './open-table';

const NOW = '2026-11-30T15:00:00.000Z';
const PAST = '2026-11-30T14:00:00.000Z';
const LATER = '2026-12-08T05:00:00.000Z';

let opened: Awaited<ReturnType<typeof openProductTable>>;
beforeEach(async () => {
  opened = await openProductTable();
});
afterEach(() => opened.close());

async function put(key: string, over: Pick<Profile, 'dueAt' | 'due'>): Promise<void> {
  const profile: Profile = { key, weekly: 'on', failures: 0, resent: [], outbox: [], appliedIds: [], ...over };
  await opened.table.client.send(new PutItemCommand({ TableName: opened.table.name, Item: toStored(profileItem(profile, 1, 'c', undefined)) }));
}
const due = async (urgency: 'urgent' | 'routine', limit = 100, skip = 0): Promise<string[]> => (await customersDue(opened.table, urgency, NOW, { limit, skip })).customers;

test('who is due for routine mail is found for that alone, and for a deadline when it comes', async () => {
  await put('weekly', { dueAt: PAST, due: { routine: PAST, prompt: LATER } });
  await put('news', { dueAt: PAST, due: { routine: LATER, prompt: PAST } });
  await put('both', { dueAt: PAST, due: { routine: PAST, prompt: NOW } });
  await put('neither', { dueAt: LATER, due: { routine: LATER } });
  await put('nothing', {});
  expect((await due('routine')).sort()).toEqual(['both', 'weekly']);
  expect((await due('urgent')).sort()).toEqual(['both', 'news']);
});

test('a row of before, which does not say why its customer is due, is found as urgent', async () => {
  await put('old', { dueAt: PAST });
  expect([await due('urgent'), await due('routine')]).toEqual([['old'], []]);
});

test('those who were woken before and still wait in the queue are left out: the longest due', async () => {
  const keys = Array.from({ length: 400 }, (_none, n) => `c${n}`).filter((key) => dueShardOf(key) === '3');
  for (const [n, key] of keys.entries()) await put(key, { dueAt: PAST, due: { routine: `2026-11-30T14:00:00.${String(n).padStart(3, '0')}Z` } });
  expect(keys.length).toBeGreaterThan(5);
  expect(await due('routine', 4 * DUE_SHARDS, 0)).toEqual(keys.slice(0, 4));
  expect(await due('routine', 4 * DUE_SHARDS, 2 * DUE_SHARDS)).toEqual(keys.slice(2, 4));
  expect(await due('routine', 4 * DUE_SHARDS, 4 * DUE_SHARDS)).toEqual([]);
  expect(await due('routine', 0, 100)).toEqual([]);
});

test('since when somebody has been due is known of the one who has been so the longest, woken before or not', async () => {
  const since = async (urgency: 'urgent' | 'routine', limit: number, skip = 0) => (await customersDue(opened.table, urgency, NOW, { limit, skip })).since;
  expect(await since('routine', 100)).toBeUndefined();
  await put('a', { dueAt: PAST, due: { routine: '2026-11-30T14:30:00.000Z', prompt: PAST } });
  await put('b', { dueAt: PAST, due: { routine: PAST } });
  await put('c', { dueAt: LATER, due: { routine: LATER } });
  expect([await since('routine', 100), await since('urgent', 100)]).toEqual([PAST, PAST]);
  expect(await since('routine', 0, 100)).toBe(PAST);
  expect(await due('routine', 0)).toEqual([]);
});
