import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { contextKeys } from '../../local/aws/iam/call';
import type { LambdaUsage } from '../../local/usage';

/** Where `npm test` has the stacks of all tests write down what their Lambdas needed. Not set, nothing is written. */
const FOLDER = 'FORTHRIGHT_USAGE';

const Call = z.object({ action: z.string(), resource: z.string(), context: z.partialRecord(z.enum(contextKeys), z.array(z.string())) });
const Recorded = z.array(z.object({ lambda: z.string(), calls: z.array(Call), variables: z.array(z.string()) }));

/** A file for each stack: tests run in several processes. */
export function record(usage: readonly LambdaUsage[]): void {
  const folder = process.env[FOLDER];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${randomUUID()}.json`), JSON.stringify(usage));
}

/** What all stacks have written into the folder. */
export function recordedIn(folder: string): LambdaUsage[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => Recorded.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))));
}
