import * as z from 'zod/mini';

/** Text a person wrote: control characters never pass, so that no header or layout can be broken with it. */
export const Words = (max: number) =>
  z.pipe(
    z.string().check(z.maxLength(max)),
    // eslint-disable-next-line no-control-regex -- these are what must not pass
    z.transform((text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ').trim()),
  );
