import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

/*
 * The tests that a mutant of the core has to get past, as one file: Jest loads all modules anew for each file, which for
 * thousands of mutants would take most of the time.
 */

const TESTS = path.join(__dirname, '..');
const folders = ['functions/core', 'functions/core/apply', 'functions/core/delay-rules', 'functions/core/events'].filter((folder) => existsSync(path.join(TESTS, folder)));
/** MUTATION_TESTS="functions/core/due.test.ts,…" asks what these alone find. */
const files = process.env.MUTATION_TESTS?.split(',') ?? [
  ...folders.flatMap((folder) => readdirSync(path.join(TESTS, folder)).filter((name) => name.endsWith('.test.ts')).map((name) => path.join(folder, name))),
  // Last, since they take the longest.
  'simulation/histories.test.ts',
];

// A mutant is killed or not; how small the history could be that kills it is nobody's question.
fc.configureGlobal({ endOnFailure: true });

for (const file of files) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest collects tests while a file loads
  describe(file, () => void require(path.join(TESTS, file)));
}
