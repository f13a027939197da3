import * as z from 'zod';

const BatchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() }).nullish();

/**
 * Which messages of a batch failed, by the function's answer ("Implementing partial batch responses", Lambda Developer
 * Guide): an empty or missing list is success; an answer of another form, an identifier that is empty or not one of the
 * batch fails the whole batch.
 */
export function failedMessages(answer: unknown, batch: readonly string[]): ReadonlySet<string> {
  const all = new Set(batch);
  const parsed = BatchResponse.safeParse(answer);
  if (!parsed.success) return all;
  const named = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return named.every((id) => all.has(id)) ? new Set(named) : all;
}
