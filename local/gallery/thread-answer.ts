import * as z from 'zod';

/** What the thread gives for the name of a file; `body` is undefined where there is no such file. */
export const Answer = z.discriminatedUnion('kind', [
  z.object({ name: z.string(), kind: z.literal('file'), body: z.string().optional() }),
  z.object({ name: z.string(), kind: z.literal('failed'), reason: z.string() }),
]);
export type Answer = z.infer<typeof Answer>;
