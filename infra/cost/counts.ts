import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { Usage } from './usage';

/** What one Lambda does to the table for one mail. */
export const Part = z.object({
  /** By its folder in functions/. */
  lambda: z.string(),
  /** `PutItem`, `Query`, ... */
  operation: z.string(),
  calls: z.number(),
  readUnits: z.number(),
  writeUnits: z.number(),
});
export type Part = z.infer<typeof Part>;

export const MailKind = z.enum(['first', 'moved', 'weekly', 'shipped']);
export type MailKind = z.infer<typeof MailKind>;

/** What one mail takes, from the event that led to it to what SES told of it. Without the schedule's own runs. */
const PerMail = z.object({ usage: Usage, parts: z.array(Part) });

/** What was counted on a run of the stack on one machine. Written by bench/cost/write-counts.ts. */
export const Counts = z.object({
  /** YYYY-MM-DD */
  countedOn: z.iso.date(),
  how: z.string(),
  customers: z.int().positive(),
  lambdaMegabytes: z.int().positive(),
  /** How long SES was told to take for a mail. */
  sesMilliseconds: z.int().nonnegative(),
  mails: z.record(MailKind, PerMail),
  /** One run of the schedule. */
  scheduleRun: Usage,
  /** Of the template. */
  alarms: z.int(),
  /** Of our own, each kind of notice apart: those that the run published at least once. */
  metrics: z.int(),
  queuesFed: z.int(),
});
export type Counts = z.infer<typeof Counts>;

export const COUNTS_FILE = path.join(__dirname, 'counts.json');

/** Throws what zod throws for a file of another shape. */
export const readCounts = (): Counts => Counts.parse(JSON.parse(readFileSync(COUNTS_FILE, 'utf8')));
