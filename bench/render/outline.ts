import Handlebars from 'handlebars';

/*
 * What a Handlebars template says: text, values, conditions, lists. Blocks that only change what names stand for, `{{#with}}`
 * and partials, are resolved here, so every value is named from the view or from the item of a list.
 */

/** The variable that it is in, `view` or the item of a list, then fields. */
export type Path = readonly [string, ...string[]];

/** A field, or where the innermost list stands. */
export type Value = { kind: 'field'; path: Path } | { kind: 'place'; of: 'first' | 'last' | 'index'; item: string };

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'value'; value: Value }
  | { kind: 'if'; value: Value; then: readonly Part[]; otherwise: readonly Part[] }
  | { kind: 'each'; list: Path; item: string; body: readonly Part[]; otherwise: readonly Part[] };

/** A template that asks for what we have no use for. */
export class TemplateError extends Error {
  constructor(template: string, what: string) {
    super(`${template}: ${what}`);
    this.name = 'TemplateError';
  }
}

/** What names stand for: the contexts from the view inwards, and the item of the innermost list. */
interface Scope {
  contexts: readonly [Path, ...Path[]];
  item: string | undefined;
  /** The partials that this is in. */
  within: readonly string[];
}

/**
 * The outline of `source`, the template `name`. `partials`: sources by name. Throws a TemplateError for what is not HTML or
 * text with fields, `if`, `unless`, `with`, `each` and partials, and a Handlebars error for what can't be parsed.
 */
export function outlineOf(name: string, source: string, partials: ReadonlyMap<string, string>): Part[] {
  let items = 0;

  const partsOf = (program: hbs.AST.Program | undefined, scope: Scope): Part[] => (program?.body ?? []).flatMap((statement) => partOf(statement, scope));

  function partOf(statement: hbs.AST.Statement, scope: Scope): Part[] {
    if (isContent(statement)) return statement.value === '' ? [] : [{ kind: 'text', text: statement.value }];
    if (isValue(statement)) {
      if (takesMore(statement)) fail(`there is no helper ${nameOf(statement.path)}`);
      if (!statement.escaped) fail('{{{ }}} would not escape what it shows');
      return [{ kind: 'value', value: valueOf(statement.path, scope) }];
    }
    if (isPartial(statement)) return partialOf(statement, scope);
    if (isBlock(statement)) return blockOf(statement, scope);
    if (statement.type === 'CommentStatement') return [];
    return fail(`${statement.type} has no place here`);
  }

  function partialOf({ name: expression, params, hash }: hbs.AST.PartialStatement, scope: Scope): Part[] {
    const partial = nameOf(expression);
    const text = partials.get(partial);
    if (text === undefined) return fail(`there is no partial ${partial}`);
    if (takesMore({ params, hash })) fail(`the partial ${partial} is given something: put it into {{#with}}`);
    if (scope.within.includes(partial)) fail(`the partial ${partial} holds itself`);
    return partsOf(Handlebars.parse(text), { ...scope, within: [...scope.within, partial] });
  }

  function blockOf({ path, params: [subject, ...others], hash, program, inverse }: hbs.AST.BlockStatement, scope: Scope): Part[] {
    const block = nameOf(path);
    // A block without {{else}} has no inverse, whatever the parser's types say.
    const blockParams = [program, inverse].flatMap((each: hbs.AST.Program | undefined) => each?.blockParams ?? []);
    if (subject === undefined || takesMore({ params: others, hash }) || blockParams.length > 0) return fail(`{{#${block}}} takes one field`);
    switch (block) {
      case 'if':
        return [{ kind: 'if', value: valueOf(subject, scope), then: partsOf(program, scope), otherwise: partsOf(inverse, scope) }];
      case 'unless':
        return [{ kind: 'if', value: valueOf(subject, scope), then: partsOf(inverse, scope), otherwise: partsOf(program, scope) }];
      case 'with': {
        const inner = pathOf(subject, scope);
        return [{ kind: 'if', value: { kind: 'field', path: inner }, then: partsOf(program, inside(scope, inner)), otherwise: partsOf(inverse, scope) }];
      }
      case 'each': {
        const item = `item${(items += 1)}`;
        return [{ kind: 'each', list: pathOf(subject, scope), item, body: partsOf(program, { ...inside(scope, [item]), item }), otherwise: partsOf(inverse, scope) }];
      }
      default:
        return fail(`there is no {{#${block}}}`);
    }
  }

  function valueOf(expression: hbs.AST.Expression, scope: Scope): Value {
    const of = isPath(expression) && expression.data && expression.depth === 0 ? expression.parts.join('.') : '';
    if (of !== 'first' && of !== 'last' && of !== 'index') return { kind: 'field', path: pathOf(expression, scope) };
    return scope.item === undefined ? fail(`@${of} stands outside of a list`) : { kind: 'place', of, item: scope.item };
  }

  function pathOf(expression: hbs.AST.Expression, { contexts }: Scope): Path {
    if (!isPath(expression)) return fail(`${expression.type} has no place here`);
    const { parts, depth, data, original } = expression;
    // What every object has is no field of the view.
    const inherited = parts.find((part) => part in Object.prototype);
    if (inherited !== undefined) fail(`${original}: ${inherited} is no field`);
    if (data && parts[0] !== 'root') fail(`${original} has no place here`);
    const context = data ? contexts[0] : contexts.at(-1 - depth);
    return context === undefined ? fail(`${original} leads out of the view`) : [...context, ...(data ? parts.slice(1) : parts)];
  }

  function fail(what: string): never {
    throw new TemplateError(name, what);
  }

  return partsOf(Handlebars.parse(source), { contexts: [['view']], item: undefined, within: [] });
}

const inside = (scope: Scope, context: Path): Scope => ({ ...scope, contexts: [...scope.contexts, context] });

/** The parser leaves out what is not there, whatever its types say. */
const takesMore = ({ params, hash }: { params: readonly hbs.AST.Expression[]; hash: hbs.AST.Hash | undefined }): boolean => params.length > 0 || hash !== undefined;

const nameOf = (expression: { type: string }): string => (isPath(expression) ? expression.original : expression.type);

const isContent = (node: hbs.AST.Node): node is hbs.AST.ContentStatement => node.type === 'ContentStatement';
const isValue = (node: hbs.AST.Node): node is hbs.AST.MustacheStatement => node.type === 'MustacheStatement';
const isBlock = (node: hbs.AST.Node): node is hbs.AST.BlockStatement => node.type === 'BlockStatement';
const isPartial = (node: hbs.AST.Node): node is hbs.AST.PartialStatement => node.type === 'PartialStatement';
const isPath = (node: { type: string }): node is hbs.AST.PathExpression => node.type === 'PathExpression';
