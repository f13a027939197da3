import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import en from '../../templates/locales/en.json';
import { buildTemplates } from '../../templates/build';

const built = (name: string): string => readFileSync(path.join(__dirname, '../../build/templates', name), 'utf8');

test('templates are built once, and then only when a source has changed', async () => {
  await buildTemplates();
  await expect(buildTemplates()).resolves.toBe('up-to-date');
});

test('what is deployed needs only the Handlebars runtime, neither its compiler nor MJML', () => {
  const needed = (name: string): (string | undefined)[] => [...built(name).matchAll(/require\('([^']+)'\)/g)].map(([, module]) => module);
  expect(needed('mail.js')).toEqual(['handlebars/runtime', './mails/text.js', './mails/ltr.js', './mails/rtl.js']);
  expect(needed('page.js')).toEqual(['handlebars/runtime']);
  for (const name of ['text', 'ltr', 'rtl']) expect(needed(`mails/${name}.js`)).toEqual([]);
});

test('no colour of the build and no web font is left in the mail', () => {
  for (const name of ['mail.js', 'page.js', 'mails/ltr.js', 'mails/rtl.js']) expect(built(name)).not.toMatch(/#fade0|fonts\.googleapis|\$[a-z]+[A-Z]/);
});

test('every sentence of the catalogue is used', () => {
  const folder = path.join(__dirname, '../../functions/rendering');
  const sources = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
  // A key is written whole, or as a template such as `${news}.heading`, whose variable part stands for one word.
  const patterns = [...sources.matchAll(/['`]([\w${}.-]+\.[\w${}.-]+)['`]/g)].map(([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '[\\w-]+')}$`));
  // Words of a pre-order take the place of the same sentence without their prefix.
  const bases = Object.keys(en).map((key) => key.replace(/^pre-order\./, ''));
  expect(bases.filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});

test('the words of a pre-order need nothing that the words in whose place they stand do not', () => {
  const messages: Record<string, unknown> = en;
  const placeholders = (message: unknown): string[] => [...new Set([...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))];
  const own = Object.keys(en).filter((key) => key.startsWith('pre-order.'));
  expect(own.length).toBeGreaterThan(30);
  for (const key of own) {
    const base = messages[key.replace('pre-order.', '')];
    expect([key, base === undefined]).toEqual([key, false]);
    expect(placeholders(base)).toEqual(expect.arrayContaining(placeholders(messages[key])));
  }
});
