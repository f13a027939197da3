import type { LockFile } from './lock-file';

/** Licences that let a merchant run, change and pass on what they cover, under the notices alone. By their SPDX names. */
const PERMISSIVE = ['Apache-2.0', 'MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause'];

export interface Licensed {
  name: string;
  version: string;
  /** SPDX. */
  licence: string;
}

/** Every package that the Lambdas are bundled from: the dependencies in package.json and theirs. By name and version. */
export function deployedPackages({ packages }: LockFile): Licensed[] {
  const deployed = Object.entries(packages).flatMap(([place, { dev, devOptional, version = '', license = 'none named' }]) =>
    place === '' || dev || devOptional ? [] : [{ name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length), version, licence: license }],
  );
  const byName = new Map(deployed.map((one) => [`${one.name} ${one.version}`, one]));
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Packages whose licence asks for more, or that name none: somebody has to read it before they are deployed. */
export const unusual = (packages: readonly Licensed[]): Licensed[] => packages.filter(({ licence }) => !PERMISSIVE.includes(licence));

/** docs/licences.md as it has to be. */
export function licencesPage(packages: readonly Licensed[]): string {
  return `# Licences

Forthright is under the [Apache License 2.0](../LICENSE). The code of its Lambdas is bundled from the packages below, all of which
may be used, changed and passed on under their notices; the text of each licence lies in the package itself, in \`node_modules\`.
What only builds and tests the project is not deployed and not listed.

This page is written by \`npm run licences\`; a test holds it to package-lock.json.

| package | version | licence |
|---|---|---|
${packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}
`;
}
