import en from '../../templates/locales/en.json';
import type { Formats } from './formats';

/** A sentence, or its forms by the number `count` (CLDR plural categories; `other` always stands). */
type Message = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

/** What can be said. Every locale says all of it. */
export type MessageKey = keyof typeof en;

export type Values = Readonly<Record<string, string | number>>;

/** A sentence of the catalogue in the reader's language, with `{placeholders}` filled. */
export type Say = (key: MessageKey, values?: Values) => string;

const catalogues: Readonly<Record<string, Readonly<Record<MessageKey, Message>>>> = { en };
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
      return locale.region === undefined ? locale.language : `${locale.language}-${locale.region}`;
    }
  }
  return 'en';
}

/**
 * The same, for what is said of a pre-order: where that has words of its own, they stand in the catalogue under the same key
 * behind `pre-order.`; all else is said as of any item that waits.
 */
export const wordsOfPreOrder =
  (say: Say): Say =>
  (key, values) => {
    const own = `pre-order.${key}`;
    return say(isMessageKey(own) ? own : key, values);
  };

const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

export function wordsFor(locale: string, formats: Formats): Say {
  const language = new Intl.Locale(locale).language;
  const catalogue = catalogues[language] ?? en;
  const rules = plurals.get(language) ?? new Intl.PluralRules(language);
  plurals.set(language, rules);
  return (key, values = {}) => fill(key, formOf(catalogue[key], rules, values), values, formats);
}

function formOf(message: Message, rules: Intl.PluralRules, values: Values): string {
  if (typeof message === 'string') return message;
  const { count } = values;
  return typeof count === 'number' ? (message[rules.select(count)] ?? message.other) : message.other;
}

/** In one pass, so that a value which looks like a placeholder stays the text it is. */
function fill(key: MessageKey, text: string, values: Values, formats: Formats): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new MissingValueError(key, name);
    return typeof value === 'number' ? formats.number(value) : value;
  });
}

function parsed(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}
