import { randomInt } from 'node:crypto';
import type { PasswordRules } from '../../template/wiring';

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** As GetRandomPassword makes it: at least one character of each kind that is not excluded, where the length allows. */
export function randomPassword(rules: PasswordRules): string {
  const kinds = [
    rules.excludeLowercase ? '' : LOWERCASE,
    rules.excludeUppercase ? '' : LOWERCASE.toUpperCase(),
    rules.excludeNumbers ? '' : NUMBERS,
    rules.excludePunctuation ? '' : PUNCTUATION,
    rules.includeSpace ? ' ' : '',
  ]
    .map((kind) => Array.from(kind).filter((character) => !rules.excludeCharacters.includes(character)))
    .filter((kind) => kind.length > 0);
  const alphabet = kinds.flat();
  const characters = Array.from({ length: rules.length }, (_, index) => pick(kinds[index] ?? alphabet));
  return shuffled(characters).join('');
}

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? '';
}

function shuffled(characters: readonly string[]): string[] {
  const left = [...characters];
  return characters.map(() => left.splice(randomInt(left.length), 1)[0] ?? '');
}
