import * as v from 'valibot';
import { APP, type MailTags } from '../adapters/mail-tags';
import { NoticeKind } from '../core/notice-kinds';
import { object } from '../core/shapes';

/** SES gives each tag back as a list. */
const one = <T>(value: v.GenericSchema<unknown, T>) => v.pipe(v.strictTuple([value]), v.transform(([only]): T => only));

const Marked = object({ app: one(v.literal(APP)), test: v.optional(v.undefined()) });

/** Whether a mail with these tags is one of ours, to a customer. */
export const isOurs = (tags: unknown): boolean => v.safeParse(Marked, tags).success;

const Encoded = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/, 'expected base64url'));

/** The tags of a mail of ours as SES gives them back. */
export const TagsFromSes = v.pipe(
  object({
    notice: one(v.pipe(v.string(), v.minLength(1))),
    kind: one(NoticeKind),
    attempt: one(v.picklist(['1', '2'])),
    customer: one(Encoded),
    'customer-2': v.optional(one(Encoded)),
    'customer-3': v.optional(one(Encoded)),
  }),
  v.transform(({ notice, kind, attempt, ...tags }): MailTags => {
    const encoded = [tags.customer, tags['customer-2'] ?? '', tags['customer-3'] ?? ''].join('');
    return { noticeId: notice, kind, attempt: attempt === '1' ? 1 : 2, customerKey: Buffer.from(encoded, 'base64url').toString('utf8') };
  }),
);

/** The tags of a mail that only tries the way to SES and back, as SES gives them back. */
export const TestTagsFromSes = v.pipe(
  object({ app: one(v.literal(APP)), test: one(v.pipe(v.string(), v.minLength(1))) }),
  v.transform(({ test }) => ({ testId: test })),
);
