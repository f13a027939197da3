import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { pathFrom, read, UnknownToTheSimulationError, valueOf, Words, type Item, type Meanings, type Path } from './words';

/** Whether an item meets it; undefined is an item that is not there. */
export type Condition = (item: Item | undefined, meanings: Meanings) => boolean;
type Operand = (item: Item | undefined, meanings: Meanings) => AttributeValue | undefined;

const known = new Map<string, Condition>();

/** Conditions, filters and key conditions: one grammar. */
export function conditionOf(text: string): Condition {
  const found = known.get(text);
  if (found !== undefined) return found;
  const words = new Words(text);
  const condition = anyOf(words);
  if (!words.isAtEnd) words.refuse();
  known.set(text, condition);
  return condition;
}

function anyOf(words: Words): Condition {
  let left = allOf(words);
  while (words.takeIf('OR')) {
    const [before, after] = [left, allOf(words)];
    left = (item, meanings) => before(item, meanings) || after(item, meanings);
  }
  return left;
}

function allOf(words: Words): Condition {
  let left = single(words);
  while (words.takeIf('AND')) {
    const [before, after] = [left, single(words)];
    left = (item, meanings) => before(item, meanings) && after(item, meanings);
  }
  return left;
}

function single(words: Words): Condition {
  if (words.takeIf('NOT')) {
    const denied = single(words);
    return (item, meanings) => !denied(item, meanings);
  }
  if (words.takeIf('(')) {
    const inner = anyOf(words);
    words.expect(')');
    return inner;
  }
  return words.peek(1) === '(' && words.peek() !== 'size' ? called(words) : compared(words);
}

function called(words: Words): Condition {
  const name = words.take();
  words.expect('(');
  const path = pathFrom(words);
  const value = words.takeIf(',') ? words.take() : undefined;
  words.expect(')');
  switch (name) {
    case 'attribute_exists':
      return (item, meanings) => read(item, path, meanings) !== undefined;
    case 'attribute_not_exists':
      return (item, meanings) => read(item, path, meanings) === undefined;
    case 'begins_with':
      return (item, meanings) => read(item, path, meanings)?.S?.startsWith(valueOf(value ?? '', meanings).S ?? '\0') === true;
    default:
      throw new UnknownToTheSimulationError(`function ${name}`);
  }
}

function compared(words: Words): Condition {
  const left = operand(words);
  if (words.takeIf('BETWEEN')) {
    const least = operand(words);
    words.expect('AND');
    const most = operand(words);
    return (item, meanings) => {
      const value = left(item, meanings);
      return (order(value, least(item, meanings)) ?? -1) >= 0 && (order(value, most(item, meanings)) ?? 1) <= 0;
    };
  }
  const sign = words.take();
  const right = operand(words);
  return (item, meanings) => holds(sign, left(item, meanings), right(item, meanings));
}

function operand(words: Words): Operand {
  const token = words.peek();
  if (token.startsWith(':')) {
    words.take();
    return (_item, meanings) => valueOf(token, meanings);
  }
  if (token === 'size') {
    words.take();
    words.expect('(');
    const path = pathFrom(words);
    words.expect(')');
    return (item, meanings) => sizeOf(read(item, path, meanings));
  }
  const path: Path = pathFrom(words);
  return (item, meanings) => read(item, path, meanings);
}

function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) return undefined;
  const size = value.S?.length ?? value.L?.length ?? value.B?.length ?? (value.M === undefined ? undefined : Object.keys(value.M).length);
  if (size === undefined) throw new UnknownToTheSimulationError('size of such a value');
  return { N: String(size) };
}

function holds(sign: string, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  switch (sign) {
    case '=':
      return left !== undefined && right !== undefined && isSame(left, right);
    case '<>':
      return left === undefined || right === undefined || !isSame(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const by = order(left, right);
      if (by === undefined) return false;
      return sign === '<' ? by < 0 : sign === '<=' ? by <= 0 : sign === '>' ? by > 0 : by >= 0;
    }
    default:
      throw new UnknownToTheSimulationError(`comparison "${sign}"`);
  }
}

const isSame = (left: AttributeValue, right: AttributeValue): boolean =>
  left.N !== undefined && right.N !== undefined ? Number(left.N) === Number(right.N) : isDeepStrictEqual(left, right);

/** Less than, equal to or greater than 0 as `left` compares with `right`; undefined where they can't be compared. */
export function order(left: AttributeValue | undefined, right: AttributeValue | undefined): number | undefined {
  if (left?.N !== undefined && right?.N !== undefined) return Number(left.N) - Number(right.N);
  if (left?.S !== undefined && right?.S !== undefined) return compareUtf8(left.S, right.S);
  return undefined;
}

/** DynamoDB orders strings by their UTF-8 bytes. UTF-16 units, as JavaScript compares them, differ beyond the basic plane. */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  // eslint-disable-next-line no-control-regex -- what is plain ASCII compares the same either way
  return /^[\x00-\x7f]*$/.test(a) && /^[\x00-\x7f]*$/.test(b) ? (a < b ? -1 : 1) : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
