import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import * as z from 'zod';
import { isTooLarge, makeGallery, type Made } from '../../../local/gallery/make';
import { plainWords, sampleOf } from '../../../local/gallery/kinds';
import { sampleAlerts } from '../../../templates/samples/alerts';
import { sampleNotices } from '../../../templates/samples/notices';
import { samplePages } from '../../../templates/samples/pages';

/*
 * The gallery as it is written to disk: its scripts are run as a browser would, so that what they say is what is looked at.
 */

const ROOT = path.join(__dirname, '../../..');
const LANGUAGES = path.join(ROOT, 'templates/locales');

const Index = z.object({
  languages: z.array(z.object({ tag: z.string(), name: z.string(), dir: z.enum(['ltr', 'rtl']) })),
  mails: z.array(z.object({ name: z.string(), words: z.string().optional() })),
  pages: z.array(z.object({ of: z.string(), name: z.string() })),
});
const Shown = z.object({
  locale: z.string(),
  dir: z.string(),
  mails: z.array(z.object({ name: z.string(), subject: z.string().min(1), begins: z.string().min(1), html: z.string(), text: z.string().min(1), bytes: z.int() })),
  pages: z.array(z.object({ of: z.string(), name: z.string(), html: z.string() })),
});

let folder: string;
let made: Made;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gallery-'));
  made = await makeGallery(ROOT, path.join(folder, 'gallery'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const read = (file: string, output = path.dirname(made.page)): Promise<string> => readFile(path.join(output, file), 'utf8');
async function indexIn(output?: string): Promise<z.infer<typeof Index>> {
  const page: Record<string, unknown> = {};
  runInNewContext(await read('index.js', output), page);
  return Index.parse(page.galleryIndex);
}
async function shownIn(language: string, output?: string): Promise<z.infer<typeof Shown>> {
  const told: unknown[] = [];
  runInNewContext(await read(`languages/${language}.js`, output), { galleryShown: (...given: unknown[]) => told.push(...given) });
  expect(told[0]).toBe(language);
  return Shown.parse(told[1]);
}

test('every language that there are words in has every sample mail and every state of every page', async () => {
  const index = await indexIn();
  const languages = (await readdir(LANGUAGES)).map((file) => path.basename(file, '.json')).sort();
  expect(index.languages.map(({ tag }) => tag).sort()).toEqual(languages);
  expect(index.languages[0]).toEqual({ tag: 'en', name: 'English', dir: 'ltr' });
  const pages = [...Object.keys(samplePages).map((name) => `order/${name}`), ...Object.keys(sampleAlerts).map((name) => `alert/${name}`), ...['not-found', 'refused', 'too-large', 'failed', 'one-click'].map((name) => `message/${name}`)];
  for (const { tag, dir } of index.languages) {
    const shown = await shownIn(tag);
    expect(shown.mails.map(({ name }) => name)).toEqual(Object.keys(sampleNotices));
    expect(shown.pages.map(({ of, name }) => `${of}/${name}`)).toEqual(pages);
    expect([shown.dir, new Intl.Locale(shown.locale).language]).toEqual([dir, tag]);
    for (const { html } of [...shown.mails, ...shown.pages]) expect(html).toMatch(new RegExp(`<html[^>]* lang="${shown.locale}"[^>]* dir="${dir}"`));
    for (const { html, bytes } of shown.mails) expect(bytes).toBe(Buffer.byteLength(html));
  }
  expect(index.mails.map(({ name }) => name)).toEqual(Object.keys(sampleNotices));
  expect(index.pages.map(({ of, name }) => `${of}/${name}`)).toEqual(pages);
  expect(made).toMatchObject({ mails: Object.keys(sampleNotices).length, pages: pages.length, languages: languages.length, tooLarge: [] });
  expect(index.languages.filter(({ dir }) => dir === 'rtl').map(({ tag }) => tag)).toEqual(['ar']);
});

test('what is written names no address but those in the mails, and nothing that a page from disk may not load', async () => {
  expect(await read('index.html')).not.toMatch(/https?:|type="module"/);
  expect(await read('gallery.css')).not.toMatch(/https?:|@import/);
  expect((await read('gallery.js')).replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\/\w|\bfetch\(|\bimport\(/);
});

test('a mail of 80 KB is marked only when it is larger still', () => {
  expect([isTooLarge({ bytes: 80 * 1024 }), isTooLarge({ bytes: 80 * 1024 + 1 })]).toEqual([false, true]);
});

test('plain words lead to the samples that they are for', async () => {
  const { mails } = await indexIn();
  expect(Object.fromEntries(mails.flatMap(({ name, words }) => (words === undefined ? [] : [[words, name]])))).toEqual(plainWords);
  expect([sampleOf('later-date'), sampleOf('later'), sampleOf('mixed'), sampleOf('latest'), sampleOf('toString')]).toEqual(['later', 'later', 'mixed', undefined, undefined]);
});

describe('a shop with words, a language and a look of its own', () => {
  let shop: string;
  beforeEach(async () => {
    shop = await mkdtemp(path.join(folder, 'shop-'));
    await cp(path.join(ROOT, 'merchant.json'), path.join(shop, 'merchant.json'));
    await mkdir(path.join(shop, 'merchant/locales'), { recursive: true });
  });
  const own = (file: string, words: object): Promise<void> => writeFile(path.join(shop, 'merchant', file), JSON.stringify(words));

  test('sees its own', async () => {
    await own('locales/en.json', { 'mail.keep': 'I will wait for it' });
    await own('locales/nl.json', JSON.parse(await readFile(path.join(LANGUAGES, 'en.json'), 'utf8')) as object);
    const output = path.join(shop, 'gallery');
    // Two bundles would be compiled once more within a test: a minute instead of seconds.
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path.join(__dirname, 'make-shop.ts'), shop, output], { cwd: ROOT });
    expect(Number(stdout)).toBe((await readdir(LANGUAGES)).length + 1);
    const htmlIn = async (language: string): Promise<string | undefined> => (await shownIn(language, output)).mails.find(({ name }) => name === 'first')?.html;
    expect(await htmlIn('en')).toContain('I will wait for it');
    expect(await htmlIn('en')).not.toContain('Keep my order');
    expect(await htmlIn('nl')).toContain('Keep my order');
    expect((await indexIn(output)).languages).toContainEqual({ tag: 'nl', name: 'Nederlands', dir: 'ltr' });
  }, 120_000);

  test('is told of what can’t be built, and what was there stays', async () => {
    const output = path.join(shop, 'gallery');
    await mkdir(output);
    await writeFile(path.join(output, 'index.html'), 'the last one');
    await own('locales/en.json', { 'mail.keeep': 'Keep' });
    await expect(makeGallery(shop, output)).rejects.toThrow('locales/en.json, "mail.keeep": there is no such message');
    expect(await readFile(path.join(output, 'index.html'), 'utf8')).toBe('the last one');
    expect(existsSync(path.join(output, 'languages'))).toBe(false);
  }, 60_000);
});
