import * as z from 'zod';

/** What was taken of AWS, in the units that it is billed in. */
export const Usage = z.object({
  /** Taken by SES, one recipient each. */
  mails: z.number(),
  /** Of DynamoDB on demand, index entries and transactions by AWS's rules: local/aws/dynamodb/capacity.ts. */
  writeUnits: z.number(),
  readUnits: z.number(),
  invocations: z.number(),
  lambdaMilliseconds: z.number(),
  /** Messages of rules, what Lambdas send, and for each batch that is handled one receive and one delete. */
  sqsRequests: z.number(),
  /** The store's and ours. */
  customEvents: z.number(),
  /** SES's, on the default bus. */
  mailEvents: z.number(),
  secretCalls: z.number(),
  logBytes: z.number(),
});
export type Usage = z.infer<typeof Usage>;

export const NOTHING: Usage = { mails: 0, writeUnits: 0, readUnits: 0, invocations: 0, lambdaMilliseconds: 0, sqsRequests: 0, customEvents: 0, mailEvents: 0, secretCalls: 0, logBytes: 0 };

/**
 * What a worker asks by the clock, however many mails it sends: for the keys (functions/adapters/keyring.ts), and for what SES
 * allows, which is written down before and after (functions/adapters/pacing/pacer.ts).
 */
export const QUESTIONS: Usage = { ...NOTHING, secretCalls: 1, writeUnits: 2 };
export const MINUTES_BETWEEN_QUESTIONS = 5;

const each = (make: (name: keyof Usage) => number): Usage =>
  Usage.parse(Object.fromEntries(Usage.keyof().options.map((name) => [name, make(name)])));

export const times = (usage: Usage, factor: number): Usage => each((name) => usage[name] * factor);
export const plus = (one: Usage, other: Usage): Usage => each((name) => one[name] + other[name]);
/** To four places: more would only tell of the machine that counted. */
export const rounded = (usage: Usage): Usage => each((name) => Math.round(usage[name] * 10_000) / 10_000);
