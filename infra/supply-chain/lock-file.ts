import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/*
 * What an installation fetches is decided by package-lock.json (npm documentation, "package-lock.json", version 3). Two
 * things keep it the same everywhere: each package is told by the hash of its contents, and no host is told at all, so that
 * everybody takes it from the registry that they trust.
 */

const Package = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  license: z.string().optional(),
  link: z.boolean().default(false),
  /** Only for building and testing, directly or by another. */
  dev: z.boolean().default(false),
  /** The same, and something that is deployed can do with it: valibot's types with TypeScript. */
  devOptional: z.boolean().default(false),
  /** Comes inside the package above it, and so with the hash of that one. */
  inBundle: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
});
export type LockedPackage = z.infer<typeof Package>;

const Versions = z.record(z.string(), z.string()).default({});
const LockFile = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Package) });
export type LockFile = z.infer<typeof LockFile>;
const Manifest = z.object({ dependencies: Versions, devDependencies: Versions, overrides: Versions });
export type Manifest = z.infer<typeof Manifest>;

/** Of the project in `root`. Throws what zod throws for a file of another shape. */
export const readLockFile = (root: string): LockFile => LockFile.parse(jsonOf(root, 'package-lock.json'));
export const readManifest = (root: string): Manifest => Manifest.parse(jsonOf(root, 'package.json'));

/** What an installation could get from elsewhere, or changed, or run. In one line each: where, what was found, what was expected. */
export function problemsOf({ packages }: LockFile, { dependencies, devDependencies, overrides }: Manifest): string[] {
  const ranges = Object.entries({ ...dependencies, ...devDependencies, ...overrides }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  return [
    ...ranges.map(([name, version]) => `package.json, ${name}: found ${version}, expected one exact version`),
    ...Object.entries(packages).flatMap(([place, one]) => (place === '' ? [] : problemsIn(place, one, packages))),
  ];
}

function problemsIn(place: string, one: LockedPackage, packages: LockFile['packages']): string[] {
  const problem = (found: string, expected: string): string => `package-lock.json, ${place}: found ${found}, expected ${expected}`;
  const problems: string[] = [];
  if (!/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/.test(place) || one.link) problems.push(problem('a folder of this project', 'a package of the registry'));
  if (one.resolved !== undefined) problems.push(problem(`the address ${one.resolved}`, 'none, as omit-lockfile-registry-resolved in .npmrc leaves it out'));
  if (!/^sha512-/.test(one.integrity ?? '') && !isInside(place, one, packages)) problems.push(problem(one.integrity ?? 'no integrity', 'a sha512'));
  if (one.hasInstallScript && !one.dev) problems.push(problem('a script that runs at installation', 'none in what is deployed'));
  return problems;
}

/** Whether its contents are those of a package above it, which has a hash. */
function isInside(place: string, { inBundle }: LockedPackage, packages: LockFile['packages']): boolean {
  if (!inBundle) return false;
  return Object.entries(packages).some(([above, { integrity }]) => above !== '' && place.startsWith(`${above}/node_modules/`) && integrity !== undefined);
}

const jsonOf = (root: string, file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
