import * as z from 'zod';
import { validationError } from './refusals';

const MOST_ITEMS = 100;
const MOST_BYTES = 4 * 1024 * 1024;

const Part = z.looseObject({ TableName: z.string() });
const Detail = z.enum(['INDEXES', 'TOTAL', 'NONE']).optional();

/** A part that changes or checks one item. The rest of it is checked as the single request of its kind is. */
const WritePart = z.object({
  Put: Part.optional(),
  Update: Part.optional(),
  Delete: Part.optional(),
  ConditionCheck: Part.optional(),
});

export const WriteTransaction = z.object({
  TransactItems: z.array(WritePart),
  ClientRequestToken: z.string().min(1).max(36).optional(),
  ReturnConsumedCapacity: Detail,
});

export const ReadTransaction = z.object({
  TransactItems: z.array(z.object({ Get: Part })),
  ReturnConsumedCapacity: Detail,
});

export type WriteKind = keyof z.infer<typeof WritePart>;

/** Checks what concerns the request as a whole: its form, at most 100 items, at most 4 MB. Throws AwsError. */
export function wholeRequest<T extends { TransactItems: unknown[] }>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw validationError(`1 validation error detected: ${z.prettifyError(parsed.error)}`);
  const { TransactItems: items } = parsed.data;
  if (items.length === 0 || items.length > MOST_ITEMS) {
    const bound = items.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MOST_ITEMS}`;
    throw validationError(`1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`);
  }
  return parsed.data;
}

/** `bytes`: of all items and keys together. */
export function refuseTooLarge(bytes: number): void {
  if (bytes > MOST_BYTES) throw validationError('Transaction request cannot exceed 4 MB in total');
}

/** The one thing that a part does. */
export function partOf(item: z.infer<typeof WritePart>): { kind: WriteKind; part: Record<string, unknown> } {
  const parts = (['Put', 'Update', 'Delete', 'ConditionCheck'] as const).flatMap((kind) => (item[kind] === undefined ? [] : [{ kind, part: { ...item[kind] } }]));
  const [only, ...more] = parts;
  if (only === undefined || more.length > 0) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  return only;
}
