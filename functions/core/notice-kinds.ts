import * as v from 'valibot';

/** What a part of a mail tells, from the strictest to the mildest: the strictest part sets the subject. */
export const NoticeKind = v.picklist(['cancelled', 'refund-failed', 'refunded', 'consented', 'unknown', 'later', 'first', 'reminder', 'earlier', 'shipped', 'weekly', 'back-in-stock']);
export type NoticeKind = v.InferOutput<typeof NoticeKind>;

export const strictest = (kinds: readonly NoticeKind[]): NoticeKind => {
  const found = NoticeKind.options.find((kind) => kinds.includes(kind));
  if (!found) throw new RangeError('a notice needs at least one part');
  return found;
};
