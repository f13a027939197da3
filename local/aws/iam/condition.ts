import { TemplateError } from '../../template/template-error';
import { type Context, type ContextKey, contextKeyNamed, holdsMany } from './call';
import { matches } from './wildcard';

/*
 * Conditions of a statement: "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context
 * keys", IAM User Guide.
 */

interface Operator {
  fits: (wanted: string, given: string) => boolean;
  /** Asks that nothing fits, so that a key that is missing is as good. */
  isNegated: boolean;
}

const isSame = (wanted: string, given: string): boolean => wanted === given;
const isSameIgnoringCase = (wanted: string, given: string): boolean => wanted.toLowerCase() === given.toLowerCase();

const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', { fits: isSame, isNegated: false }],
  ['StringNotEquals', { fits: isSame, isNegated: true }],
  ['StringEqualsIgnoreCase', { fits: isSameIgnoringCase, isNegated: false }],
  ['StringNotEqualsIgnoreCase', { fits: isSameIgnoringCase, isNegated: true }],
  ['StringLike', { fits: matches, isNegated: false }],
  ['StringNotLike', { fits: matches, isNegated: true }],
]);

type Quantifier = 'ForAllValues' | 'ForAnyValue';

export interface Condition {
  key: ContextKey;
  holds(context: Context): boolean;
}

/**
 * A condition as a policy words it, such as `ForAllValues:StringEquals`, `dynamodb:LeadingKeys`, [`P#SENDING`].
 * Throws TemplateError for an operator or a key that is not evaluated here: left out, it would let through what AWS refuses.
 */
export function readCondition(operatorName: string, keyName: string, values: readonly string[]): Condition {
  const key = contextKeyNamed(keyName) ?? fail(`condition key ${keyName} is not supported`);
  if (operatorName === 'Null') return { key, holds: existence(key, values) };
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operatorName) ?? [];
  const operator = operators.get(name) ?? fail(`condition operator ${operatorName} is not supported`);
  if (quantifier === undefined && holdsMany(key)) fail(`condition ${operatorName}: ${key} holds many values, expected ForAllValues: or ForAnyValue: before the operator`);
  return { key, holds: (context) => comparison(operator, values, { quantifier, isOptional: ifExists !== undefined }, context[key] ?? []) };
}

function comparison({ fits, isNegated }: Operator, wanted: readonly string[], { quantifier, isOptional }: { quantifier: string | undefined; isOptional: boolean }, given: readonly string[]): boolean {
  if (given.length === 0) return isOptional || holdsWithoutKey(quantifier, isNegated);
  const holdsFor = (one: string): boolean => wanted.some((value) => fits(value, one)) !== isNegated;
  return quantifier === ('ForAnyValue' satisfies Quantifier) ? given.some(holdsFor) : given.every(holdsFor);
}

/** All of none is true, any of none is false; without a set operator nothing is equal to nothing. */
function holdsWithoutKey(quantifier: string | undefined, isNegated: boolean): boolean {
  if (quantifier === undefined) return isNegated;
  return quantifier === ('ForAllValues' satisfies Quantifier);
}

function existence(key: ContextKey, values: readonly string[]): Condition['holds'] {
  const [value] = values;
  if (values.length !== 1 || (value !== 'true' && value !== 'false')) fail(`condition Null ${key}: expected true or false`);
  return (context) => (context[key] ?? []).length === 0 === (value === 'true');
}

function fail(message: string): never {
  throw new TemplateError(message);
}
