import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installationIn, readMerchant } from '../../infra/merchant-file';
import { leastMerchant } from './stacks';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forthright-merchant-'));
  write('merchant.json', { ...leastMerchant, shop: 'lamps' });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, json: unknown): void => writeFileSync(path.join(folder, file), JSON.stringify(json));

test('a stage has the merchant.json of all, or a file of its own, whole', () => {
  write('merchant.dev.json', leastMerchant);
  expect(readMerchant(folder, 'test').shop).toBe('lamps');
  expect(readMerchant(folder, 'dev').shop).toBeUndefined();
});

test('prod has merchant.json and no other', () => {
  write('merchant.prod.json', leastMerchant);
  expect(readMerchant(folder).shop).toBe('lamps');
});

test('what is wrong in a stage’s own file is said of that file', () => {
  write('merchant.dev.json', { ...leastMerchant, market: 'Atlantis' });
  expect(() => readMerchant(folder, 'dev')).toThrow('merchant.dev.json cannot be used:\n  market: expected an ISO 3166 country code such as US, found "Atlantis"');
});

test('an installation is a shop at a stage', () => {
  expect(installationIn(folder, 'test')).toEqual({ shop: 'lamps', stage: 'test' });
});
