import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kills } from './kills';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'kills-'));
});
afterEach(() => rm(data, { recursive: true }));

test('a stack that is killed at any moment loses nothing and does nothing twice but what is counted', async () => {
  const { faults, ...outcome } = await kills({ data, count: 8, seed: 20_261_126, every: 4, say: () => undefined });
  expect(faults).toEqual([]);
  // It was at work, and it was looked at.
  expect(outcome).toMatchObject({ kills: 8, looks: 2 });
  expect(outcome.counted?.mails).toBeGreaterThan(0);
}, 240_000);
