import * as v from 'valibot';

// eslint-disable-next-line no-control-regex -- these are what must not pass
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;

/** Text a person wrote: control characters never pass, so that no header or layout can be broken with it. */
export const Words = (max: number) =>
  v.pipe(
    v.string(),
    // What is too long stays so, and is refused for it: a transformation after the check would leave nothing of known kind to go on with.
    v.transform((text) => (isLonger(text, max) ? text : text.replace(UNSEEN, ' ').trim())),
    v.maxCodePoints(max),
  );

/** A code point has one unit of UTF-16 or two. */
const isLonger = (text: string, max: number): boolean => text.length > max && Array.from(text).length > max;
