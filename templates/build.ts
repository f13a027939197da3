import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Handlebars from 'handlebars';
import { InvalidWordsError, parsedCatalogues, readCatalogues, withWordsOf, type Texts } from './building/catalogues';
import { mailHtml, turned, withColours } from './building/mail-html';
import { ownFiles, read, REPLACEABLE, type Sources } from './building/sources';

/*
 * Turns the templates into plain JavaScript: MJML to HTML, then Handlebars to functions that need only
 * `handlebars/runtime`. Neither MJML nor the Handlebars compiler reaches a Lambda.
 *
 *   templates/emails/*.mjml, templates/text/*.hbs  ->  build/templates/mail.js and .d.ts, which load the mail's text and its
 *   HTML for either direction of writing from mails/ when they are needed
 *   templates/pages/*  ->  page.js and .d.ts
 *   templates/locales/*.json  ->  build/templates/locales/*.json, and catalogues.js and .d.ts, which load one when it is needed
 */

const OURS = __dirname;
/** Where our own templates are built into. */
export const OUTPUT = path.join(OURS, '..', 'build', 'templates');

/** What a merchant has of their own. */
export interface Own {
  /** A folder laid out as templates/, with files that take the place of ours and messages that take the place of ours. */
  folder?: string | undefined;
  voice: string;
}

interface Template {
  name: string;
  source: string;
  /** What is no HTML must not be escaped as if it were. */
  noEscape: boolean;
}

/**
 * Builds our own templates into build/templates, unless they were built from these very sources. Safe to call from several
 * processes at once. Throws InvalidWordsError where a catalogue is not as the English one.
 */
export async function buildTemplates(): Promise<'built' | 'up-to-date'> {
  const fingerprint = await fingerprintOfSources();
  if ((await readIfThere(path.join(OUTPUT, 'built-from'))) === fingerprint) return 'up-to-date';
  await buildInto(OUTPUT, { ours: OURS, own: undefined, voice: 'plain' });
  await put(OUTPUT, 'built-from', fingerprint);
  return 'built';
}

/**
 * Builds the templates as one merchant has them into the folder `output`. Throws InvalidWordsError where a file or a message
 * of theirs has no place here, and whatever MJML and Handlebars say of a template that they can't read.
 */
export async function buildOwnTemplates(output: string, { folder, voice }: Own): Promise<void> {
  const strangers = folder === undefined ? [] : ownFiles(folder).filter((file) => !REPLACEABLE.test(file) && !/^locales\/[\w-]+\.json$/.test(file));
  if (strangers.length > 0) throw new InvalidWordsError(strangers.map((file) => `${file}: expected the path of a template that it replaces, or locales/<language>.json`));
  await buildInto(output, { ours: OURS, own: folder, voice });
}

async function buildInto(output: string, sources: Sources): Promise<void> {
  for (const folder of ['locales', 'mails']) await mkdir(path.join(output, folder), { recursive: true });
  const partials = await readPartials(sources);
  const html = await mailHtml(sources);
  await writeMail(output, partials, { text: await read(sources, 'text/notice.hbs'), ltr: html, rtl: turned(html) });
  await writeModule(output, 'page', partials, [
    { name: 'page', source: await read(sources, 'pages/page.hbs'), noEscape: false },
    { name: 'message', source: await read(sources, 'pages/message.hbs'), noEscape: false },
    { name: 'style', source: withColours(await read(sources, 'pages/page.css'), (name) => `{{${name}}}`).replace(/\s+/g, ' ').trim(), noEscape: true },
  ]);
  await writeCatalogues(output, sources);
}

async function readPartials(sources: Sources): Promise<Template[]> {
  const names = (await readdir(path.join(OURS, 'partials'))).filter((name) => name.endsWith('.hbs')).sort();
  return Promise.all(names.map(async (file) => ({ name: path.basename(file, '.hbs'), source: await read(sources, `partials/${file}`), noEscape: file.startsWith('text-') })));
}

/** Text and HTML lie in files of their own: a Lambda that has nothing to tell reads none of them. */
async function writeMail(output: string, partials: readonly Template[], sources: Readonly<Record<'text' | 'ltr' | 'rtl', string>>): Promise<void> {
  for (const [name, source] of Object.entries(sources)) {
    const template: Template = { name, source, noEscape: name === 'text' };
    const used = usedIn([template], partials).map((partial) => `${JSON.stringify(partial.name)}: ${compiled(partial)}`);
    await put(output, `mails/${name}.js`, `exports.spec = ${compiled(template)};\nexports.partials = {${used.join(',\n')}};\n`);
  }
  const code = [
    "'use strict';",
    "const { template } = require('handlebars/runtime');",
    `const files = { ${Object.keys(sources).map((name) => `${name}: () => require('./mails/${name}.js')`).join(', ')} };`,
    'const ready = {};',
    'function made(name) {',
    '  const { spec, partials } = files[name]();',
    '  const options = { partials: Object.fromEntries(Object.entries(partials).map(([partial, each]) => [partial, template(each)])) };',
    '  const write = template(spec);',
    '  return (view) => write(view, options);',
    '}',
    'exports.text = (view) => (ready.text ??= made("text"))(view);',
    'exports.html = (view) => (ready[view.dir] ??= made(view.dir))(view);',
  ];
  await writeCode(output, 'mail', code);
}

async function writeModule(output: string, name: string, partials: readonly Template[], templates: readonly Template[]): Promise<void> {
  const code = [
    "'use strict';",
    "const { template } = require('handlebars/runtime');",
    `const partials = {${usedIn(templates, partials).map((partial) => `\n${JSON.stringify(partial.name)}: template(${compiled(partial)}),`).join('')}};`,
    ...templates.map((each) => `const ${each.name} = template(${compiled(each)});\nexports.${each.name} = (view) => ${each.name}(view, { partials });`),
  ];
  await writeCode(output, name, code);
}

/** A module whose every export makes text of a view. */
async function writeCode(output: string, name: string, code: readonly string[]): Promise<void> {
  await put(output, `${name}.js`, `${code.join('\n')}\n`);
  await put(output, `${name}.d.ts`, [...code.join('\n').matchAll(/exports\.(\w+) =/g)].map(([, each]) => `export declare function ${each}(view: object): string;\n`).join(''));
}

/** The partials that the templates, or partials of theirs, have in them. */
function usedIn(templates: readonly Template[], partials: readonly Template[]): readonly Template[] {
  const used = partials.filter((partial) => templates.some(({ source }) => source.includes(`{{> ${partial.name}}}`)));
  return used.length === 0 ? used : [...used, ...usedIn(used, partials.filter((partial) => !used.includes(partial)))];
}

/** A language each, in a file of its own: a Lambda reads the one that it writes in. */
async function writeCatalogues(output: string, { ours, own, voice }: Sources): Promise<void> {
  const known = await readCatalogues(path.join(ours, 'locales'));
  let texts: Texts = known;
  if (voice !== 'plain') texts = withWordsOf(texts, await readCatalogues(path.join(ours, 'voices', voice)), `voices/${voice}`);
  if (own !== undefined) texts = withWordsOf(texts, await readCatalogues(path.join(own, 'locales')), 'locales');
  const catalogues = parsedCatalogues(texts, known.get('en'));
  for (const [tag, catalogue] of catalogues) await put(output, `locales/${tag}.json`, JSON.stringify(catalogue));
  const loaders = [...catalogues.keys()].map((tag) => `\n${JSON.stringify(tag)}: () => require('./locales/${tag}.json'),`);
  await put(output, 'catalogues.js', `'use strict';\nexports.catalogues = {${loaders.join('')}\n};\n`);
  await put(
    output,
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
  const files = await readdir(OURS, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
  for (const file of paths.filter((each) => !/[\\/]samples[\\/]/.test(each)).sort()) {
    hash.update(`${path.relative(OURS, file)}\0`).update(await readFile(file));
  }
  for (const tool of ['mjml', 'handlebars']) hash.update(await readFile(require.resolve(`${tool}/package.json`)));
  return hash.digest('hex');
}

/** Whole or not at all: another process may be reading. */
async function put(output: string, name: string, content: string): Promise<void> {
  const target = path.join(output, name);
  const draft = `${target}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, target);
}

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
