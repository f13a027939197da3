import { BlockList, isIP } from 'node:net';

/*
 * Event patterns as the EventBridge user guide has them ("Creating Amazon EventBridge event patterns" and "comparison
 * operators"): every field of the pattern must match; a field's list matches when one of its elements does; an array
 * in the event matches when one of its elements does.
 */

/** A pattern that EventBridge would refuse. The message names what is wrong. */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';
}

type Test = (value: unknown) => boolean;

/** A predicate for whole events, `detail-type` and all. Throws InvalidPatternError. */
export function matcher(pattern: unknown): (event: unknown) => boolean {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) throw new InvalidPatternError('a pattern is an object with at least one field');
  return objectMatcher(pattern);
}

function objectMatcher(pattern: Record<string, unknown>): (event: unknown) => boolean {
  const fields = Object.entries(pattern).map(([name, expected]) => {
    if (name === '$or') return alternatives(expected);
    if (Array.isArray(expected)) return fieldMatcher(name, expected);
    if (isObject(expected)) return nested(name, expected);
    throw new InvalidPatternError(`${name}: expected a list or an object`);
  });
  return (event) => fields.every((matches) => matches(event));
}

function alternatives(expected: unknown): (event: unknown) => boolean {
  if (!Array.isArray(expected) || expected.length < 2 || !expected.every(isObject)) throw new InvalidPatternError('$or: expected a list of at least two objects');
  const choices = expected.map(objectMatcher);
  return (event) => choices.some((matches) => matches(event));
}

function nested(name: string, expected: Record<string, unknown>): (event: unknown) => boolean {
  const matches = objectMatcher(expected);
  return (event) => {
    const value = valueOf(event, name);
    return Array.isArray(value) ? value.some(matches) : matches(value);
  };
}

function fieldMatcher(name: string, expected: readonly unknown[]): (event: unknown) => boolean {
  if (expected.length === 0) throw new InvalidPatternError(`${name}: expected at least one value`);
  const tests = expected.map((one) => testOf(name, one));
  return (event) => {
    const value = valueOf(event, name);
    // An empty array has no value to match, but it is not an absent field either.
    const values: readonly unknown[] = Array.isArray(value) ? (value.length === 0 ? [EMPTY] : value) : [value];
    return tests.some(({ exists, test }) => (exists === undefined ? values.some(test) : exists === (value !== undefined && !isObject(value) && !(Array.isArray(value) && value.length === 0))));
  };
}

const EMPTY = Symbol('an empty array');

function testOf(name: string, expected: unknown): { exists?: boolean; test: Test } {
  if (!isObject(expected)) return { test: same(name, expected) };
  const [operator, ...others] = Object.keys(expected);
  if (operator === undefined || others.length > 0) throw new InvalidPatternError(`${name}: expected one operator`);
  const argument = expected[operator];
  if (operator === 'exists') {
    if (typeof argument !== 'boolean') throw new InvalidPatternError(`${name}: exists takes true or false`);
    return { exists: argument, test: () => false };
  }
  return { test: operatorTest(name, operator, argument) };
}

function operatorTest(name: string, operator: string, argument: unknown): Test {
  switch (operator) {
    case 'prefix':
    case 'suffix': {
      const ignoreCase = isObject(argument) ? argument['equals-ignore-case'] : undefined;
      const part = textOf(name, operator, ignoreCase ?? argument);
      const fold = (text: string): string => (ignoreCase === undefined ? text : text.toLowerCase());
      return onText((text) => (operator === 'prefix' ? fold(text).startsWith(fold(part)) : fold(text).endsWith(fold(part))));
    }
    case 'equals-ignore-case': {
      const wanted = textOf(name, operator, argument).toLowerCase();
      return onText((text) => text.toLowerCase() === wanted);
    }
    case 'wildcard': {
      const expression = wildcard(textOf(name, operator, argument));
      return onText((text) => expression.test(text));
    }
    case 'cidr':
      return cidr(name, textOf(name, operator, argument));
    case 'numeric':
      return numeric(name, argument);
    case 'anything-but':
      return anythingBut(name, argument);
    default:
      throw new InvalidPatternError(`${name}: there is no operator ${operator}`);
  }
}

/** A value that is there and is none of these. With an operator inside, one that is there and does not fit it. */
function anythingBut(name: string, argument: unknown): Test {
  const list = Array.isArray(argument) ? argument : [argument];
  const tests = list.flatMap((one: unknown): Test[] => {
    if (!isObject(one)) return [same(name, one)];
    const [operator] = Object.keys(one);
    if (operator === undefined) throw new InvalidPatternError(`${name}: anything-but takes values or an operator`);
    const inner = one[operator];
    return (Array.isArray(inner) ? inner : [inner]).map((part: unknown) => operatorTest(name, operator, part));
  });
  return (value) => value !== undefined && !isObject(value) && value !== EMPTY && !tests.some((test) => test(value));
}

function numeric(name: string, argument: unknown): Test {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) throw new InvalidPatternError(`${name}: numeric takes one or two comparisons`);
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < argument.length; at += 2) tests.push(comparison(name, argument[at], argument[at + 1]));
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function comparison(name: string, operator: unknown, limit: unknown): (value: number) => boolean {
  if (typeof limit !== 'number') throw new InvalidPatternError(`${name}: numeric compares with numbers`);
  switch (operator) {
    case '=':
      return (value) => value === limit;
    case '<':
      return (value) => value < limit;
    case '<=':
      return (value) => value <= limit;
    case '>':
      return (value) => value > limit;
    case '>=':
      return (value) => value >= limit;
    default:
      throw new InvalidPatternError(`${name}: numeric knows =, <, <=, > and >=`);
  }
}

function cidr(name: string, block: string): Test {
  const [address = '', bits = ''] = block.split('/');
  const family = isIP(address);
  if (family === 0 || !/^\d+$/.test(bits)) throw new InvalidPatternError(`${name}: ${block} is no CIDR block`);
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  return onText((text) => isIP(text) === family && list.check(text, family === 6 ? 'ipv6' : 'ipv4'));
}

/** `*` stands for any number of characters; a backslash takes it, or itself, literally. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([*\\])|\*+|[\s\S]/g, (part, literal: string | undefined) =>
    literal === undefined && part.startsWith('*') ? '[^]*' : (literal ?? part).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  );
  return new RegExp(`^${source}$`);
}

function same(name: string, expected: unknown): Test {
  if (expected !== null && typeof expected !== 'string' && typeof expected !== 'number' && typeof expected !== 'boolean') {
    throw new InvalidPatternError(`${name}: expected a text, a number, true, false, null or an operator`);
  }
  return (value) => value === expected;
}

const onText =
  (test: (text: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value);

function textOf(name: string, operator: string, argument: unknown): string {
  if (typeof argument !== 'string') throw new InvalidPatternError(`${name}: ${operator} takes a text`);
  return argument;
}

const valueOf = (event: unknown, name: string): unknown => (isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
