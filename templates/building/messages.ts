import { parse, type Content, type FunctionArg, type Octothorpe, type PlainArg, type Select } from '@messageformat/parser';
import type { Message, Part } from '../message';

/*
 * Sentences are written as ICU MessageFormat, which translators and their tools know. They are parsed when the templates
 * are built, so that a Lambda only joins strings.
 */

/** A sentence that is no ICU message, or not one of its language. */
export class MessageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MessageError';
  }
}

type Token = Content | PlainArg | FunctionArg | Select | Octothorpe;

/**
 * Parses one sentence of the language `tag`. Throws MessageError on a syntax error, a plural form that the language does
 * not have or lacks, and on what our sentences have no use for: formats in the sentence, `#`, ordinals, offsets.
 */
export function parsedMessage(text: string, tag: string): Message {
  const cardinal = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  let tokens: readonly Token[];
  try {
    tokens = parse(text, { strict: true, cardinal });
  } catch (error) {
    throw new MessageError(error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error), { cause: error });
  }
  return messageOf(tokens, cardinal);
}

/** The values that every form of the sentence names, and those that only some do. */
export function placeholdersOf(message: Message): { everywhere: ReadonlySet<string>; somewhere: ReadonlySet<string> } {
  const everywhere = new Set<string>();
  const somewhere = new Set<string>();
  for (const part of typeof message === 'string' ? [] : message) {
    if (typeof part === 'string') continue;
    everywhere.add(part[0]);
    somewhere.add(part[0]);
    if (part.length === 1) continue;
    const forms = Object.values(part[2]).map(placeholdersOf);
    for (const name of new Set(forms.flatMap((form) => [...form.somewhere]))) {
      somewhere.add(name);
      if (forms.every((form) => form.everywhere.has(name))) everywhere.add(name);
    }
  }
  return { everywhere, somewhere };
}

function messageOf(tokens: readonly Token[], cardinal: readonly string[]): Message {
  const parts = tokens.map((token) => partOf(token, cardinal));
  const [only, ...others] = parts;
  if (only === undefined) throw new MessageError('it says nothing');
  return others.length === 0 && typeof only === 'string' ? only : parts;
}

function partOf(token: Token, cardinal: readonly string[]): Part {
  switch (token.type) {
    case 'content':
      return token.value;
    case 'argument':
      return [token.arg];
    case 'plural':
    case 'select': {
      if (token.pluralOffset) throw new MessageError(`{${token.arg}} has an offset`);
      const forms = Object.fromEntries(token.cases.map(({ key, tokens }) => [key, messageOf(tokens, cardinal)]));
      if (token.type === 'select') return [token.arg, 'select', forms];
      // `many` of the Romance languages is for millions, which no mail counts.
      const missing = cardinal.filter((form) => !Object.hasOwn(forms, form) && !(form === 'many' && !cardinal.includes('few')));
      if (missing.length > 0) throw new MessageError(`the plural lacks the form ${missing.join(', ')}`);
      return [token.arg, 'plural', forms];
    }
    case 'selectordinal':
    case 'function':
    case 'octothorpe':
      throw new MessageError(`${token.ctx.text.trim().replace(/,$/, '')}: expected the value alone, as in {count}`);
  }
}
