import { TemplateError } from './template-error';

/** What the intrinsic functions of a stack's template look up. Each throws TemplateError for a name it does not know. */
export interface Scope {
  /** Ref of a resource, parameter or pseudo parameter; undefined for AWS::NoValue. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): string;
  imported(exportName: string): unknown;
  condition(name: string): boolean;
}

/**
 * Replaces every intrinsic function in a template's value. What becomes AWS::NoValue is left out.
 * Throws TemplateError for a function that is not supported, rather than to run something other than what would be deployed.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, scope)).filter((one) => one !== undefined);
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && isIntrinsic(name)) return call(name, value[name], scope);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const resolved = resolve(inner, scope);
      return resolved === undefined ? [] : [[key, resolved]];
    }),
  );
}

const isIntrinsic = (name: string): boolean => name === 'Ref' || name === 'Condition' || name.startsWith('Fn::');

function call(name: string, argument: unknown, scope: Scope): unknown {
  // Fn::If evaluates only the branch that is taken; everything else takes its arguments resolved.
  if (name === 'Fn::If') return resolve(branchOf(argument, scope), scope);
  const resolved = resolve(argument, scope);
  switch (name) {
    case 'Ref':
      return scope.ref(text(resolved, name));
    case 'Condition':
      return scope.condition(text(resolved, name));
    case 'Fn::GetAtt':
      return attributeOf(resolved, scope);
    case 'Fn::Join': {
      const [separator, parts] = list(resolved, name);
      return list(parts, name).map((part) => text(part, name)).join(text(separator, name));
    }
    case 'Fn::Sub':
      return substituted(resolved, scope);
    case 'Fn::ImportValue':
      return scope.imported(text(resolved, name));
    case 'Fn::Select': {
      const [index, choices] = list(resolved, name);
      return list(choices, name)[Number(index)] ?? fail(`Fn::Select finds no element ${String(index)}`);
    }
    case 'Fn::Split': {
      const [separator, whole] = list(resolved, name);
      return text(whole, name).split(text(separator, name));
    }
    case 'Fn::Equals': {
      const [one, other] = list(resolved, name);
      return JSON.stringify(one) === JSON.stringify(other);
    }
    case 'Fn::Not':
      return list(resolved, name)[0] !== true;
    case 'Fn::And':
      return list(resolved, name).every((one) => one === true);
    case 'Fn::Or':
      return list(resolved, name).some((one) => one === true);
    default:
      return fail(`${name} is not supported`);
  }
}

function branchOf(argument: unknown, scope: Scope): unknown {
  const [condition, whenTrue, whenFalse] = list(argument, 'Fn::If');
  return scope.condition(text(condition, 'Fn::If')) ? whenTrue : whenFalse;
}

/** Either ["LogicalId", "Attribute"] or "LogicalId.Attribute". */
function attributeOf(argument: unknown, scope: Scope): string {
  const parts = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt').map((part) => text(part, 'Fn::GetAtt'));
  const [logicalId, ...attribute] = parts;
  return scope.attribute(logicalId ?? '', attribute.join('.'));
}

/** "${Name}", "${Id.Attribute}" and "${!Literal}"; names may be given beside the text. */
function substituted(argument: unknown, scope: Scope): string {
  const [template, given] = typeof argument === 'string' ? [argument, {}] : list(argument, 'Fn::Sub');
  const names = isRecord(given) ? given : {};
  return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (name in names) return text(names[name], 'Fn::Sub');
    return text(name.includes('.') ? attributeOf(name, scope) : scope.ref(name), 'Fn::Sub');
  });
}

function list(value: unknown, name: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(`${name} takes a list`);
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return fail(`${name} takes text, not ${value === undefined ? 'nothing' : JSON.stringify(value)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(message: string): never {
  throw new TemplateError(message);
}
