import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import { parsedCatalogues, readCatalogues } from './building/catalogues';
import { neutrals } from './colours';

/*
 * Turns the templates into plain JavaScript: MJML to HTML, then Handlebars to functions that need only
 * `handlebars/runtime`. Neither MJML nor the Handlebars compiler reaches a Lambda.
 *
 *   templates/emails/*.mjml, templates/text/*.hbs, templates/pages/*  ->  build/templates/{mail,page}.js and .d.ts, and the
 *   mail's HTML for either direction of writing in directions/, of which one is loaded when it is needed
 *   templates/locales/*.json  ->  build/templates/locales/*.json, and catalogues.js and .d.ts, which load one when it is needed
 */

const sources = __dirname;
const output = path.join(sources, '..', 'build', 'templates');

/** Colours that differ by merchant: names of `colours` in the view. The rest is known now. */
const merchantColours = ['accent', 'onAccent', 'accentText', 'accentTint', 'accentDark', 'onAccentDark', 'accentTintDark'] as const;

interface Template {
  name: string;
  source: string;
  /** What is no HTML must not be escaped as if it were. */
  noEscape: boolean;
}

/** Builds build/templates unless it was built from these very sources. Safe to call from several processes at once. */
export async function buildTemplates(): Promise<'built' | 'up-to-date'> {
  const fingerprint = await fingerprintOfSources();
  if ((await readIfThere(path.join(output, 'built-from'))) === fingerprint) return 'up-to-date';
  for (const folder of ['locales', 'directions']) await mkdir(path.join(output, folder), { recursive: true });
  const partials = await readPartials();
  await writeModule('mail', partials, [{ name: 'text', source: await read('text/notice.hbs'), noEscape: true }], [
    "const directions = { ltr: () => require('./directions/ltr.js'), rtl: () => require('./directions/rtl.js') };",
    'const loaded = {};',
    'exports.html = (view) => (loaded[view.dir] ??= template(directions[view.dir]()))(view);',
  ]);
  const html = await mailHtml();
  await put('directions/ltr.js', `module.exports = ${compiled({ name: 'ltr', source: html, noEscape: false })};\n`);
  await put('directions/rtl.js', `module.exports = ${compiled({ name: 'rtl', source: turned(html), noEscape: false })};\n`);
  await writeModule('page', partials, [
    { name: 'page', source: await read('pages/page.hbs'), noEscape: false },
    { name: 'message', source: await read('pages/message.hbs'), noEscape: false },
    { name: 'style', source: withColours(await read('pages/page.css'), (name) => `{{${name}}}`).replace(/\s+/g, ' ').trim(), noEscape: true },
  ]);
  await writeCatalogues();
  await put('built-from', fingerprint);
  return 'built';
}

/** MJML accepts only real colours, so a merchant's travels through it as a colour that nothing else uses. */
async function mailHtml(): Promise<string> {
  const standIns = new Map<string, string>(merchantColours.map((name, index) => [name, `#fade0${index}`]));
  const source = withColours(await withIncludes('emails/notice.mjml'), (name) => standIns.get(name));
  // No fonts: else MJML links a web font, which would tell a third party who opens the mail.
  const { html } = await mjml2html(source, { fonts: {}, validationLevel: 'strict', keepComments: false });
  let built = html.replace(/^\s+/gm, '');
  for (const [name, colour] of standIns) built = built.replaceAll(colour, `{{@root.colours.${name}}}`);
  return built;
}

/** MJML writes the direction of a mail into every cell. What is to run the other way is turned around here; `text-align: left` with a space stays, for English amid Arabic. */
const turned = (html: string): string =>
  html.replace(/\b(text-align|align|direction)(:|=")(left|right|ltr|rtl)\b/g, (_all, name: string, sign: string, side: string) => `${name}${sign}${{ left: 'right', right: 'left', ltr: 'rtl', rtl: 'ltr' }[side] ?? side}`);

/** The file with every `<mj-include path="..." />` in place, so that colours are put into all of it. */
async function withIncludes(name: string): Promise<string> {
  let text = await read(name);
  for (const [tag, target = ''] of text.matchAll(/<mj-include path="([^"]+)" \/>/g)) {
    text = text.replaceAll(tag, await withIncludes(path.join(path.dirname(name), target)));
  }
  return text;
}

/** Fills `$name`: the quiet colours here, the merchant's by `merchantColour`. A colour that nobody knows is an error. */
function withColours(text: string, merchantColour: (name: string) => string | undefined): string {
  return text.replace(/\$([A-Za-z]+)/g, (_token, name: string) => {
    const colour = Object.entries(neutrals).find(([known]) => known === name)?.[1] ?? merchantColour(name);
    if (colour === undefined) throw new RangeError(`the templates name a colour that is not known: $${name}`);
    return colour;
  });
}

async function readPartials(): Promise<Template[]> {
  const names = (await readdir(path.join(sources, 'partials'))).filter((name) => name.endsWith('.hbs')).sort();
  return Promise.all(names.map(async (file) => ({ name: path.basename(file, '.hbs'), source: await read(`partials/${file}`), noEscape: file.startsWith('text-') })));
}

/** `more`: lines of code of its own, which export one function more each. */
async function writeModule(name: string, partials: readonly Template[], templates: readonly Template[], more: readonly string[] = []): Promise<void> {
  const used = partials.filter((partial) => [...templates, ...partials].some(({ source }) => source.includes(`{{> ${partial.name}}}`)));
  const code = [
    "'use strict';",
    "const { template } = require('handlebars/runtime');",
    `const partials = {${used.map((partial) => `\n${JSON.stringify(partial.name)}: template(${compiled(partial)}),`).join('')}};`,
    ...templates.map((each) => `const ${each.name} = template(${compiled(each)});\nexports.${each.name} = (view) => ${each.name}(view, { partials });`),
    ...more,
  ];
  await put(`${name}.js`, `${code.join('\n')}\n`);
  await put(`${name}.d.ts`, [...code.join('\n').matchAll(/exports\.(\w+) =/g)].map(([, each]) => `export declare function ${each}(view: object): string;\n`).join(''));
}

/** A language each, in a file of its own: a Lambda reads the one that it writes in. */
async function writeCatalogues(): Promise<void> {
  const catalogues = parsedCatalogues(await readCatalogues(path.join(sources, 'locales')));
  for (const [tag, catalogue] of catalogues) await put(`locales/${tag}.json`, JSON.stringify(catalogue));
  const loaders = [...catalogues.keys()].map((tag) => `\n${tag}: () => require('./locales/${tag}.json'),`);
  await put('catalogues.js', `'use strict';\nexports.catalogues = {${loaders.join('')}\n};\n`);
  await put(
    'catalogues.d.ts',
    `import type { Catalogue } from '../../templates/message';\nexport declare const catalogues: Readonly<Record<string, () => Catalogue>>;\n`,
  );
}

/** Strict: a field that the view lacks throws instead of leaving a hole in a sentence. */
function compiled({ source, noEscape }: Template): string {
  const code: unknown = Handlebars.precompile(source, { strict: true, knownHelpersOnly: true, preventIndent: true, noEscape });
  if (typeof code !== 'string') throw new TypeError('Handlebars gave no code');
  return code;
}

async function fingerprintOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const files = await readdir(sources, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
  for (const file of paths.filter((each) => !/[\\/]samples[\\/]/.test(each)).sort()) {
    hash.update(`${path.relative(sources, file)}\0`).update(await readFile(file));
  }
  for (const tool of ['mjml', 'handlebars']) hash.update(await readFile(require.resolve(`${tool}/package.json`)));
  return hash.digest('hex');
}

/** Whole or not at all: another process may be reading. */
async function put(name: string, content: string): Promise<void> {
  const target = path.join(output, name);
  const draft = `${target}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, target);
}

const read = (name: string): Promise<string> => readFile(path.join(sources, name), 'utf8');

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

if (require.main === module) {
  void buildTemplates().then((outcome) => console.log(`templates: ${outcome}`));
}
