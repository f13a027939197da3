import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployedPackages, licencesPage } from './licences';
import { readLockFile } from './lock-file';

/* `npm run licences`: writes docs/licences.md. */

const ROOT = path.join(__dirname, '../..');
const packages = deployedPackages(readLockFile(ROOT));
writeFileSync(path.join(ROOT, 'docs/licences.md'), licencesPage(packages));
console.log(`docs/licences.md: ${packages.length} packages`);
