import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { nameOf, pathFrom, read, UnknownToTheSimulationError, valueOf, Words, type Item, type Meanings, type Path } from './words';

/** Makes the item as it is afterwards; values on the right are those of before. Throws NoSuchPathError. */
export type Update = (before: Item, meanings: Meanings) => Item;
type Value = (item: Item, meanings: Meanings) => AttributeValue;
type Step = (draft: Item, before: Item, meanings: Meanings) => void;

/** The map into which a value is to go is not there: DynamoDB refuses the whole update. */
export class NoSuchPathError extends Error {
  override readonly name = 'NoSuchPathError';
}

const known = new Map<string, Update>();

export function updateOf(text: string): Update {
  const found = known.get(text);
  if (found !== undefined) return found;
  const words = new Words(text);
  const steps: Step[] = [];
  while (!words.isAtEnd) {
    const clause = words.take().toUpperCase();
    do steps.push(stepOf(clause, words));
    while (words.takeIf(','));
  }
  const update: Update = (before, meanings) => {
    const draft = { ...before };
    for (const step of steps) step(draft, before, meanings);
    return draft;
  };
  known.set(text, update);
  return update;
}

function stepOf(clause: string, words: Words): Step {
  const path = pathFrom(words);
  switch (clause) {
    case 'SET': {
      words.expect('=');
      const value = sum(words);
      return (draft, before, meanings) => put(draft, path, value(before, meanings), meanings);
    }
    case 'ADD': {
      const token = words.take();
      return (draft, before, meanings) => put(draft, path, plus(read(before, path, meanings) ?? { N: '0' }, valueOf(token, meanings), 1), meanings);
    }
    case 'REMOVE':
      return (draft, _before, meanings) => put(draft, path, undefined, meanings);
    default:
      throw new UnknownToTheSimulationError(`update clause ${clause}`);
  }
}

function sum(words: Words): Value {
  const left = term(words);
  if (words.peek() !== '+' && words.peek() !== '-') return left;
  const sign = words.take() === '+' ? 1 : -1;
  const right = term(words);
  return (item, meanings) => plus(left(item, meanings), right(item, meanings), sign);
}

function term(words: Words): Value {
  const token = words.peek();
  if (token.startsWith(':')) {
    words.take();
    return (_item, meanings) => valueOf(token, meanings);
  }
  if (token === 'if_not_exists') {
    words.take();
    words.expect('(');
    const path = pathFrom(words);
    words.expect(',');
    const other = term(words);
    words.expect(')');
    return (item, meanings) => read(item, path, meanings) ?? other(item, meanings);
  }
  const path = pathFrom(words);
  return (item, meanings) => {
    const value = read(item, path, meanings);
    if (value === undefined) throw new NoSuchPathError(`${path.join('.')} is not in the item`);
    return value;
  };
}

function plus(left: AttributeValue, right: AttributeValue, sign: 1 | -1): AttributeValue {
  if (left.N === undefined || right.N === undefined) throw new UnknownToTheSimulationError('arithmetic with what is no number');
  return { N: String(Number(left.N) + sign * Number(right.N)) };
}

/** Maps on the way are copied, since the item of before is still what others have read. */
function put(draft: Item, [first, ...rest]: Path, value: AttributeValue | undefined, meanings: Meanings): void {
  const name = nameOf(first, meanings);
  const [next, ...others] = rest;
  if (next === undefined) {
    if (value === undefined) Reflect.deleteProperty(draft, name);
    else draft[name] = value;
    return;
  }
  const map = draft[name]?.M;
  if (map === undefined) throw new NoSuchPathError(`${name} is no map of the item`);
  const copy = { ...map };
  put(copy, [next, ...others], value, meanings);
  draft[name] = { M: copy };
}
