import * as z from 'zod/mini';
import { APP, type MailTags } from '../adapters/mail-tags';
import { NoticeKind } from '../core/notice-kinds';

/** SES gives each tag back as a list. */
const one = <T extends z.ZodMiniType>(value: T) => z.pipe(z.tuple([value]), z.transform(([only]) => only));

const Marked = z.object({ app: one(z.literal(APP)), test: z.optional(z.undefined()) });

/** Whether a mail with these tags is one of ours, to a customer. */
export const isOurs = (tags: unknown): boolean => Marked.safeParse(tags).success;

const Encoded = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/, 'expected base64url'));

/** The tags of a mail of ours as SES gives them back. */
export const TagsFromSes = z.pipe(
  z.object({
    notice: one(z.string().check(z.minLength(1))),
    kind: one(NoticeKind),
    attempt: one(z.enum(['1', '2'])),
    customer: one(Encoded),
    'customer-2': z.optional(one(Encoded)),
    'customer-3': z.optional(one(Encoded)),
  }),
  z.transform(({ notice, kind, attempt, ...tags }): MailTags => {
    const encoded = [tags.customer, tags['customer-2'] ?? '', tags['customer-3'] ?? ''].join('');
    return { noticeId: notice, kind, attempt: attempt === '1' ? 1 : 2, customerKey: Buffer.from(encoded, 'base64url').toString('utf8') };
  }),
);

/** The tags of a mail that only tries the way to SES and back, as SES gives them back. */
export const TestTagsFromSes = z.pipe(
  z.object({ app: one(z.literal(APP)), test: one(z.string().check(z.minLength(1))) }),
  z.transform(({ test }) => ({ testId: test })),
);
