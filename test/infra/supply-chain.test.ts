import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deployedPackages, licencesPage, unusual } from '../../infra/supply-chain/licences';
import { problemsOf, readLockFile, readManifest, type LockFile, type LockedPackage } from '../../infra/supply-chain/lock-file';
import { root } from './synthesized';

const lock = readLockFile(root);
const manifest = readManifest(root);

test('what is installed comes from the registry, whole, the same for everybody, and runs nothing', () => {
  expect(problemsOf(lock, manifest)).toEqual([]);
});

test('the page of licences lists what is deployed', () => {
  expect(readFileSync(path.join(root, 'docs/licences.md'), 'utf8')).toBe(licencesPage(deployedPackages(lock)));
});

test('what is deployed may be used, changed and passed on', () => {
  expect(unusual(deployedPackages(lock))).toEqual([]);
});

/* The checks themselves: each finds what it is there for. */

const PLACE = 'node_modules/valibot';

/** The lock file with one package otherwise. */
function changed(over: Partial<LockedPackage>, place = PLACE): LockFile {
  const valibot = lock.packages[PLACE];
  if (valibot === undefined) throw new Error(`there is no ${PLACE}`);
  return { ...lock, packages: { ...lock.packages, [place]: { ...valibot, ...over } } };
}

test.each([
  ['an address', changed({ resolved: 'git+ssh://git@host.example/valibot.git#main' }), 'node_modules/valibot: found the address git+ssh://git@host.example/valibot.git#main, expected none'],
  ['no hash', changed({ integrity: undefined }), 'node_modules/valibot: found no integrity, expected a sha512'],
  ['a weak hash', changed({ integrity: 'sha1-abc' }), 'node_modules/valibot: found sha1-abc, expected a sha512'],
  ['a package that claims to lie in another and does not', changed({ integrity: undefined, inBundle: true }), 'node_modules/valibot: found no integrity, expected a sha512'],
  ['a link to a folder', changed({ link: true }), 'node_modules/valibot: found a folder of this project, expected a package of the registry'],
  ['a folder', changed({}, 'packages/valibot'), 'packages/valibot: found a folder of this project, expected a package of the registry'],
  ['a script in what is deployed', changed({ hasInstallScript: true }), 'node_modules/valibot: found a script that runs at installation, expected none in what is deployed'],
])('%s is found', (_what, spoiled, message) => {
  expect(problemsOf(spoiled, manifest)).toEqual([expect.stringContaining(message)]);
});

test.each(['^1.0.0', '1', 'latest', 'github:open-circle/valibot'])('the version %s is found', (version) => {
  const found = problemsOf(lock, { ...manifest, dependencies: { ...manifest.dependencies, valibot: version } });
  expect(found).toEqual([`package.json, valibot: found ${version}, expected one exact version`]);
});

test.each(['GPL-3.0-only', 'UNLICENSED', undefined])('the licence %s is found', (license) => {
  expect(unusual(deployedPackages(changed({ license }))).map(({ name }) => name)).toEqual(['valibot']);
});

test('what only builds and tests the project is not among the deployed', () => {
  const names = deployedPackages(lock).map(({ name }) => name);
  expect(names).toContain('handlebars');
  expect(names).not.toContain('aws-cdk-lib');
  expect(names).not.toContain('typescript');
});
