import { ACCOUNT, REGION } from '../aws/account';

/** Something in the template that this machine does not understand: better to say so than to guess. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** What a resource answers to Ref and to Fn::GetAtt. */
export interface ResourceValues {
  ref: string;
  attributes: Readonly<Record<string, string>>;
}

export interface Scope {
  stack: string;
  /** By logical id; undefined for a resource that has not been made yet or is not in the template. */
  resource(logicalId: string): ResourceValues | undefined;
  /** Values that other stacks export, by name. */
  exported(name: string): string | undefined;
}

/** `value` with its intrinsic functions resolved. Throws TemplateError for a function or a name that is not known here. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, scope)).filter((one) => one !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && isFunction(only[0])) return call(only[0], only[1], scope);
  return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner, scope)]).filter(([, inner]) => inner !== NO_VALUE));
}

const NO_VALUE = Symbol('AWS::NoValue');
const isFunction = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

function call(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return refer(text(argument, name), scope);
    case 'Fn::GetAtt':
      return attribute(argument, scope);
    case 'Fn::Join': {
      const [separator, parts] = pair(argument, name);
      const resolved = resolve(parts, scope);
      if (!Array.isArray(resolved)) throw new TemplateError(`${scope.stack}: Fn::Join expects a list`);
      return resolved.map((part) => text(part, name)).join(text(separator, name));
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Select': {
      const [index, list] = pair(argument, name);
      const resolved = resolve(list, scope);
      if (!Array.isArray(resolved)) throw new TemplateError(`${scope.stack}: Fn::Select expects a list`);
      return resolved[Number(index)];
    }
    case 'Fn::Split': {
      const [separator, whole] = pair(argument, name);
      return text(resolve(whole, scope), name).split(text(separator, name));
    }
    case 'Fn::ImportValue': {
      const exportName = text(resolve(argument, scope), name);
      const found = scope.exported(exportName);
      if (found === undefined) throw new TemplateError(`${scope.stack}: no stack exports ${exportName}`);
      return found;
    }
    default:
      throw new TemplateError(`${scope.stack}: ${name} is not understood by the local stack`);
  }
}

function refer(name: string, scope: Scope): unknown {
  switch (name) {
    case 'AWS::Region':
      return REGION;
    case 'AWS::AccountId':
      return ACCOUNT;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return scope.stack;
    case 'AWS::NoValue':
      return NO_VALUE;
    default:
      return known(name, scope).ref;
  }
}

function attribute(argument: unknown, scope: Scope): string {
  const [logicalId, ...path] = typeof argument === 'string' ? argument.split('.') : Array.isArray(argument) ? argument.map((part) => text(part, 'Fn::GetAtt')) : [];
  if (logicalId === undefined) throw new TemplateError(`${scope.stack}: Fn::GetAtt expects a resource and an attribute`);
  const name = path.join('.');
  const found = known(logicalId, scope).attributes[name];
  if (found === undefined) throw new TemplateError(`${scope.stack}: ${logicalId} has no attribute ${name} here`);
  return found;
}

function substitute(argument: unknown, scope: Scope): string {
  const [pattern, values] = Array.isArray(argument) ? pair(argument, 'Fn::Sub') : [argument, {}];
  const own = resolve(values, scope);
  return text(pattern, 'Fn::Sub').replaceAll(/\$\{([^}!]+)\}|\$\{!([^}]+)\}/g, (_whole, name: string | undefined, literal: string | undefined) => {
    if (name === undefined) return `\${${literal ?? ''}}`;
    const given: unknown = typeof own === 'object' && own !== null ? Reflect.get(own, name) : undefined;
    if (given !== undefined) return text(given, 'Fn::Sub');
    return name.includes('.') ? attribute(name, scope) : text(refer(name, scope), 'Fn::Sub');
  });
}

function known(logicalId: string, scope: Scope): ResourceValues {
  const found = scope.resource(logicalId);
  if (found === undefined) throw new TemplateError(`${scope.stack}: there is no resource ${logicalId} to refer to`);
  return found;
}

function pair(argument: unknown, name: string): [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2) throw new TemplateError(`${name} expects two arguments`);
  return [argument[0], argument[1]];
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(`${name} expects a text, found ${JSON.stringify(value)}`);
}
