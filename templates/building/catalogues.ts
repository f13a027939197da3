import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Catalogue, Message } from '../message';
import { MessageError, parsedMessage, placeholdersOf } from './messages';

/** Catalogues that can't be used. `problems` has one line each: file, key, what is wrong and what was expected. */
export class InvalidWordsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InvalidWordsError';
  }
}

const Messages = z.record(z.string(), z.string());

/** Sentences as they are written, by language and key. */
export type Texts = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Every <language>.json in `folder`, by language; none where there is no such folder. Throws InvalidWordsError where one is no object of texts. */
export async function readCatalogues(folder: string): Promise<Texts> {
  const files = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith('.json')).sort() : [];
  return new Map(await Promise.all(files.map(async (file) => [path.basename(file, '.json'), textsOf(file, await readFile(path.join(folder, file), 'utf8'))] as const)));
}

function textsOf(file: string, json: string): Readonly<Record<string, string>> {
  try {
    return Messages.parse(JSON.parse(json));
  } catch (error) {
    const why = error instanceof z.ZodError ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') : String(error);
    throw new InvalidWordsError([`${file}: expected an object of texts: ${why}`]);
  }
}

/**
 * `texts` with what `own` says otherwise. A language that only `own` has is a new one, and has to say everything. Throws
 * InvalidWordsError for a message that does not exist; `where` names the folder of `own`.
 */
export function withWordsOf(texts: Texts, own: Texts, where: string): Texts {
  const known = texts.get('en') ?? {};
  const problems = [...own].flatMap(([tag, messages]) => [
    ...(isLanguage(tag) ? [] : [`${where}/${tag}.json: expected the code of a language as its name, such as it.json`]),
    ...Object.keys(messages).filter((key) => !Object.hasOwn(known, key)).map((key) => `${where}/${tag}.json, "${key}": there is no such message`),
  ]);
  if (problems.length > 0) throw new InvalidWordsError(problems);
  return new Map([...new Set([...texts.keys(), ...own.keys()])].map((tag) => [tag, { ...texts.get(tag), ...own.get(tag) }]));
}

function isLanguage(tag: string): boolean {
  try {
    return new Intl.Locale(tag).language === tag && Intl.PluralRules.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/**
 * The catalogues, parsed. Each says what `english` says, which is ours where a merchant has words of their own: the same keys, and in every form of a sentence the same
 * values (but for the number itself, which a form such as "one item" may spell out). Throws InvalidWordsError with every
 * problem at once.
 */
export function parsedCatalogues(texts: Texts, english: Readonly<Record<string, string>> = texts.get('en') ?? {}): ReadonlyMap<string, Catalogue> {
  const problems: string[] = [];
  const expected = parsedCatalogue('en', english, []);
  const catalogues = new Map([...texts].map(([tag, each]) => [tag, parsedCatalogue(tag, each, problems)]));
  for (const [tag, catalogue] of catalogues) problems.push(...differences(tag, catalogue, expected).filter((problem) => !problems.includes(problem)));
  if (problems.length > 0) throw new InvalidWordsError(problems);
  return catalogues;
}

function parsedCatalogue(tag: string, texts: Readonly<Record<string, string>>, problems: string[]): Catalogue {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]): [string, Message][] => {
      try {
        return [[key, parsedMessage(text, tag)]];
      } catch (error) {
        if (!(error instanceof MessageError)) throw error;
        problems.push(`${tag}.json, "${key}": ${error.message}`);
        return [[key, '']];
      }
    }),
  );
}

function differences(tag: string, catalogue: Catalogue, english: Catalogue): string[] {
  const missing = Object.keys(english).filter((key) => !Object.hasOwn(catalogue, key));
  const surplus = Object.keys(catalogue).filter((key) => !Object.hasOwn(english, key));
  return [
    ...missing.map((key) => `${tag}.json, "${key}": missing`),
    ...surplus.map((key) => `${tag}.json, "${key}": nothing says this`),
    ...Object.entries(catalogue).flatMap(([key, message]) => {
      const expected = english[key];
      return expected === undefined || message === '' ? [] : wrongPlaceholders(message, expected).map((problem) => `${tag}.json, "${key}": ${problem}`);
    }),
  ];
}

function wrongPlaceholders(message: Message, expected: Message): string[] {
  const own = placeholdersOf(message);
  const known = placeholdersOf(expected).somewhere;
  return [
    ...[...known].filter((name) => name !== 'count' && !own.everywhere.has(name)).map((name) => `expected {${name}}${own.somewhere.has(name) ? ' in every form' : ''}`),
    ...[...own.somewhere].filter((name) => !known.has(name)).map((name) => `{${name}} is not known here, expected ${[...known].map((each) => `{${each}}`).join(', ') || 'no value'}`),
  ];
}
