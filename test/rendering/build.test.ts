import { readFileSync } from 'node:fs';
import path from 'node:path';
import en from '../../templates/locales/en.json';
import { buildTemplates } from '../../templates/build';

const built = (name: string): string => readFileSync(path.join(__dirname, '../../build/templates', name), 'utf8');

test('templates are built once, and then only when a source has changed', async () => {
  await buildTemplates();
  await expect(buildTemplates()).resolves.toBe('up-to-date');
});

test('what is deployed needs only the Handlebars runtime, neither its compiler nor MJML', () => {
  for (const name of ['mail.js', 'page.js']) {
    expect([...built(name).matchAll(/require\('([^']+)'\)/g)].map(([, module]) => module)).toEqual(['handlebars/runtime']);
  }
});

test('no colour of the build and no web font is left in the mail', () => {
  expect(built('mail.js')).not.toMatch(/#fade0|fonts\.googleapis|\$[a-z]+[A-Z]/);
});

test('every form of a sentence has the same placeholders, but for the number in the singular', () => {
  const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).filter((name) => name !== 'count').sort();
  for (const message of Object.values(en)) {
    if (typeof message === 'string') continue;
    for (const form of Object.values(message)) expect(placeholders(form)).toEqual(placeholders(message.other));
  }
});

test('every sentence of the catalogue is used', () => {
  const sources = ['closing', 'mail', 'page', 'page-forms', 'page-item', 'subject', 'waiting'].map((name) => readFileSync(path.join(__dirname, `../../functions/rendering/${name}.ts`), 'utf8')).join('\n');
  // A key is written whole, or as a template such as `${news}.heading`, whose variable part stands for one word.
  const patterns = [...sources.matchAll(/['`]([\w${}.-]+\.[\w${}.-]+)['`]/g)].map(([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '[\\w-]+')}$`));
  expect(Object.keys(en).filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});
