import { catalogues } from '../../build/templates/catalogues';
import type en from '../../templates/locales/en.json';
import type { Catalogue, Message, Part } from '../../templates/message';
import type { Formats } from './formats';
import { plain } from './plain-text';

/** What can be said. Every language says all of it; the build sees to that. */
export type MessageKey = keyof typeof en;

export type Values = Readonly<Record<string, string | number>>;

/** A sentence of the catalogue in the reader's language, with `{placeholders}` filled. */
export type Say = (key: MessageKey, values?: Values) => string;

const loaded = new Map<string, Catalogue>();
const plurals = new Map<string, Intl.PluralRules>();

/** A sentence that lacks a value. Thrown, so that no mail goes out with a hole in it. */
export class MissingValueError extends Error {
  constructor(key: MessageKey, placeholder: string) {
    super(`the message "${key}" needs a value for {${placeholder}}`);
    this.name = 'MissingValueError';
  }
}

/**
 * The locale to write in: the first of the wishes whose language we have words for, with its region for dates and
 * money (`en-GB` writes other dates than `en-US`), else English.
 */
export function localeFor(...wishes: readonly (string | undefined)[]): string {
  for (const wish of wishes) {
    const locale = wish === undefined ? undefined : parsed(wish);
    if (locale && Object.hasOwn(catalogues, locale.language)) {
      // Only language and region: extensions could turn the calendar or the digits into others than the words around them.
      const { language, region } = locale;
      // Our Chinese is written in simplified characters, wherever it is read.
      return [language === 'zh' ? 'zh-Hans' : language, ...(region === undefined ? [] : [region])].join('-');
    }
  }
  return 'en';
}

/** Languages that are written from right to left, of those that CLDR knows and shops write in. */
const rightToLeft = new Set(['ar', 'he', 'fa', 'ur']);

/** Which way the text of `locale` runs. */
export const directionOf = (locale: string): 'ltr' | 'rtl' => (rightToLeft.has(new Intl.Locale(locale).language) ? 'rtl' : 'ltr');

/** A text of another's within ours, in the order that its own letters ask for: marks keep it apart (UAX #9). */
const apart = (text: string): string => `\u2068${text}\u2069`;

/** Words that the merchant wrote, as a sentence of their own in a text of `locale`; none where they hold nothing visible. */
export function asWritten(text: string | undefined, locale: string): string[] {
  const words = text === undefined ? '' : plain(text);
  if (words === '') return [];
  return [directionOf(locale) === 'rtl' ? apart(words) : words];
}

/**
 * The same sentences, for what is said of a pre-order: where that has words of its own, they stand in the catalogue under the same key
 * behind `pre-order.`; all else is said as of any item that waits.
 */
export const wordsOfPreOrder =
  (say: Say): Say =>
  (key, values) => {
    const own = `pre-order.${key}`;
    return say(isMessageKey(own) ? own : key, values);
  };

const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(catalogueOf('en'), key);

/**
 * The sentences of `locale`. `isolating`: where the text runs from right to left, names and numbers that run the other way are
 * set apart by the marks of Unicode's bidirectional algorithm (UAX #9), so that "#1042" is not shown as "1042#". A header
 * must not hold such marks.
 */
export function wordsFor(locale: string, formats: Formats, isolating: 'isolating' | 'plainly' = 'isolating'): Say {
  const { language } = new Intl.Locale(locale);
  const catalogue = catalogueOf(language);
  const rules = plurals.get(language) ?? new Intl.PluralRules(language);
  plurals.set(language, rules);
  const isolates = isolating === 'isolating' && directionOf(locale) === 'rtl';
  return (key, values = {}) => {
    const message = catalogue[key];
    if (message === undefined) throw new RangeError(`the catalogue "${language}" lacks the message "${key}"`);
    return filled(message, { key, values, rules, formats, isolates });
  };
}

/** Read from its file when it is first needed: a Lambda that writes in two languages holds two. */
function catalogueOf(language: string): Catalogue {
  const found = loaded.get(language);
  if (found) return found;
  const load = Object.hasOwn(catalogues, language) ? catalogues[language] : undefined;
  if (!load) throw new RangeError(`there is no catalogue for "${language}"`);
  const catalogue = load();
  loaded.set(language, catalogue);
  return catalogue;
}

interface Filling {
  key: MessageKey;
  values: Values;
  rules: Intl.PluralRules;
  formats: Formats;
  isolates: boolean;
}

const filled = (message: Message, filling: Filling): string => (typeof message === 'string' ? message : message.map((part) => filledPart(part, filling)).join(''));

/** A value that looks like a placeholder stays the text it is: only the catalogue's own parts are filled. */
function filledPart(part: Part, filling: Filling): string {
  if (typeof part === 'string') return part;
  const { key, values, rules, formats, isolates } = filling;
  const [name] = part;
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new MissingValueError(key, name);
  if (part.length === 1) return typeof value === 'number' ? formats.number(value) : isolates ? apart(value) : value;
  const [, choice, forms] = part;
  const form = choice === 'plural' && typeof value === 'number' ? (forms[`=${value}`] ?? forms[rules.select(value)]) : forms[value];
  const message = form ?? forms.other;
  if (message === undefined) throw new MissingValueError(key, name);
  return filled(message, filling);
}

function parsed(tag: string): Intl.Locale | undefined {
  try {
    // Shops write `pt_BR` as often as `pt-BR`.
    return new Intl.Locale(tag.replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}
