import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Shown } from './exhibits';
import { plainWords } from './kinds';
import { openRenderer, type Renderer } from './renderer';

/*
 * The gallery as files: a page, its script and style, `index.js` with what there is, and a script for each language with
 * everything in it. Scripts and no JSON, since a page that is opened from disk may load nothing else.
 */

/** A mail above this is marked: Gmail cuts one off at 102 KB, and the customer's own data make it larger than a sample. */
export const LARGEST_KB = 80;

const PAGE = path.join(__dirname, 'page');

export interface Index {
  brand: string;
  /** The picture that is the merchant's own; all others are of goods. */
  logoUrl: string | undefined;
  largestKb: number;
  /** First the one that the merchant writes in. */
  languages: { tag: string; name: string; dir: 'ltr' | 'rtl' }[];
  mails: { name: string; words: string | undefined }[];
  pages: { of: string; name: string }[];
}

export interface Gallery {
  index: Index;
  /** Everything in one of the index's languages, made when it is asked for. */
  shownIn: (language: string) => Shown;
}

/** Of the project in `root` as its files are now. Throws InvalidMerchantError and UnbuiltTemplatesError. */
export async function openGallery(root: string): Promise<Gallery> {
  const renderer = await openRenderer(root);
  const made = new Map<string, Shown>();
  const shownIn = (language: string): Shown => {
    const shown = made.get(language) ?? renderer.exhibits.shownIn(language, renderer.merchant);
    made.set(language, shown);
    return shown;
  };
  return { index: indexOf(renderer, shownIn), shownIn };
}

function indexOf({ merchant, exhibits }: Renderer, shownIn: (language: string) => Shown): Index {
  const all = exhibits.languages();
  const own = all.find((tag) => tag === merchant.locale.split(/[-_]/)[0]) ?? 'en';
  const here = shownIn(own);
  return {
    brand: merchant.brand.name,
    logoUrl: merchant.brand.logoUrl,
    largestKb: LARGEST_KB,
    languages: [own, ...all.filter((tag) => tag !== own)].map((tag) => ({ tag, name: new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag, dir: exhibits.directionIn(tag) })),
    mails: here.mails.map(({ name }) => ({ name, words: Object.entries(plainWords).find(([, sample]) => sample === name)?.[0] })),
    pages: here.pages.map(({ of, name }) => ({ of, name })),
  };
}

export const indexScript = (index: Index): string => `globalThis.galleryIndex = ${JSON.stringify(index)};\n`;
export const languageScript = (language: string, shown: Shown): string => `globalThis.galleryShown(${JSON.stringify(language)}, ${JSON.stringify(shown)});\n`;
/** In place of the index, where there is none to show. */
export const troubleScript = (words: string): string => `globalThis.galleryTrouble = ${JSON.stringify(words)};\n`;

/** What is the same whatever there is to show: index.html, gallery.css and gallery.js, by name. */
export async function pageFiles(): Promise<Record<string, string>> {
  const [bundled, ...others] = await Promise.all([
    // One classic script: browsers load no modules from disk.
    build({ entryPoints: [path.join(PAGE, 'gallery.js')], bundle: true, format: 'iife', target: 'es2022', write: false, logLevel: 'silent' }),
    ...['index.html', 'gallery.css'].map(async (name) => [name, await readFile(path.join(PAGE, name), 'utf8')] as const),
  ]);
  return { ...Object.fromEntries(others), 'gallery.js': bundled.outputFiles.map(({ text }) => text).join('') };
}
