import * as v from 'valibot';
import { inEnglish, unlike } from './english';

/*
 * What valibot has not, or has otherwise. Its own objects take an array for one, and say of a missing field that its key is; these
 * refuse the array, and say of the field what its schema says of nothing.
 */

type Missing = (issue: v.ObjectIssue | v.LooseObjectIssue) => string;

/** Unknown fields are dropped. */
export const object = <const E extends v.ObjectEntries>(entries: E): v.ObjectSchema<E, Missing> => withoutArrays(v.object(entries, missingFrom(entries)));

/** Unknown fields are kept. */
export const looseObject = <const E extends v.ObjectEntries>(entries: E): v.LooseObjectSchema<E, Missing> => withoutArrays(v.looseObject(entries, missingFrom(entries)));

const missingFrom = (entries: v.ObjectEntries): Missing => (issue) => {
  const field = issue.path?.[0].key;
  const schema = typeof field === 'string' ? entries[field] : undefined;
  return (schema && v.safeParse(schema, undefined).issues?.[0].message) ?? inEnglish(issue);
};

/** Refuses all that it is given. */
const noArray = v.custom<never>(() => false, ({ input }) => unlike('object', input));

function withoutArrays<S extends v.GenericSchema>(schema: S): S {
  const run: S['~run'] = schema['~run'];
  // What valibot makes of a schema, as v.omit does, is a copy with other fields: it runs as itself.
  const guarded: S['~run'] = function (this: unknown, dataset, config) {
    return Array.isArray(dataset.value) ? noArray['~run'](dataset, config) : run.call(this, dataset, config);
  };
  return Object.assign(schema, { '~run': guarded });
}

/** Neither NaN nor Infinity: valibot's numbers may be infinite. */
export const Finite = v.custom<number>(Number.isFinite, ({ input }) => unlike('number', input));

/** A whole number that a double holds exactly. What is none has no size either: nothing else is said of it. */
export const Integer = v.custom<number>(Number.isSafeInteger, ({ input }) => {
  if (typeof input !== 'number' || !Number.isFinite(input)) return unlike('number', input);
  if (!Number.isInteger(input)) return unlike('int', input);
  return input > 0 ? `Too big: expected int to be <=${Number.MAX_SAFE_INTEGER}` : `Too small: expected int to be >=${Number.MIN_SAFE_INTEGER}`;
});

/** An absolute address, without what a browser passes over in one: blanks around it, tabs and line breaks. */
export const Url = v.pipe(v.string(), v.transform((text) => text.trim().replace(/[\t\n\r]/g, '')), v.check((text) => urlIn(text) !== undefined, 'Invalid URL'));

/** One that passes `isFit`. Of what is no address Url says so. */
export const urlWith = (isFit: (url: URL) => boolean) =>
  v.check((text: string) => {
    const url = urlIn(text);
    return url === undefined || isFit(url);
  }, 'Invalid URL');

/** Not by URL.canParse: Node 20's takes a host with an umlaut for none, once V8 has compiled the call. */
function urlIn(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** An address that starts with https. */
export const WebUrl = v.pipe(Url, urlWith(({ protocol }) => protocol === 'https:'));
