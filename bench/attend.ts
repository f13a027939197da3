import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

/*
 * Median, p95 and decisions a second of `attend`, with its targets, bundled as it is deployed: what runs a TypeScript
 * file as it stands names every function again whenever it is made, which takes as long as deciding.
 *
 *   npx tsx bench/attend.ts
 */

const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
const outfile = path.join(folder, 'decisions.cjs');
buildSync({ entryPoints: [path.join(__dirname, 'decisions.ts')], outfile, bundle: true, minify: true, platform: 'node', target: 'node20' });
const { status } = spawnSync(process.execPath, [outfile], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
