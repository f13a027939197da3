import * as z from 'zod';
import { TemplateError } from '../../template/template-error';
import { type Condition, readCondition } from './condition';

/** One statement of an identity-based policy. Patterns stand as they are written there. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  actions: readonly string[];
  resources: readonly string[];
  /** All of them have to hold. */
  conditions: readonly Condition[];
}

const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const Text = z.string().refine((text) => !text.includes('${'), 'policy variables are not supported');
const Texts = z.union([Text, z.array(Text).min(1)], 'expected text or a list of texts').transform(listed);
const Values = z.union([Text, z.boolean(), z.array(Text).min(1)], 'expected text or a list of texts').transform((value) => listed(value).map(String));
const Action = z.string().regex(/^(?:\*|[a-z0-9-]+:[A-Za-z*?]+)$/, 'expected <service>:<action>');

const StatementShape = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts.pipe(z.array(Action)),
  Resource: Texts,
  Condition: z.record(z.string(), z.record(z.string(), Values)).default({}),
});
const Document = z.strictObject({
  // The older version reads wildcards and variables in other ways.
  Version: z.literal('2012-10-17'),
  Statement: z.union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown())]).transform(listed),
});

/**
 * The statements of a policy document whose references are resolved. `where` is what errors begin with.
 * Throws TemplateError for anything that is not evaluated here: a policy must not mean one thing here and another in the account.
 */
export function readPolicyDocument(document: unknown, where: string): Statement[] {
  return read(Document, document, where).Statement.map((statement, index) => readStatement(statement, `${where}.Statement.${index}`));
}

function readStatement(statement: Record<string, unknown>, where: string): Statement {
  const unknown = Object.keys(statement).find((name) => !(name in StatementShape.shape));
  if (unknown !== undefined) throw new TemplateError(`${where}: ${unknown} is not supported`);
  const { Effect, Action: actions, Resource: resources, Condition: conditions } = read(StatementShape, statement, where);
  return { effect: Effect, actions, resources, conditions: Object.entries(conditions).flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => conditionIn(where, operator, key, values))) };
}

function conditionIn(where: string, operator: string, key: string, values: readonly string[]): Condition {
  try {
    return readCondition(operator, key, values);
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(`${where}: ${error.message}`, { cause: error });
    throw error;
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TemplateError(`${[where, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'not understood'}`);
}
