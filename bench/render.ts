import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { buildTemplates } from '../templates/build';

/*
 * What it costs to put a mail into words: the templates alone, and the whole of renderMail, each against plain template
 * literals, which are the floor; and other engines with the same mail. Microseconds are medians; the ratios are what to look
 * at. All take turns in one process, with our code bundled as it is deployed. Before anything is measured, what the floor,
 * Liquid and Handlebars make is compared byte for byte.
 *
 * Whatever else runs on the machine is measured with it; on Linux `chrt -r 2` in front, as root, keeps it out.
 *
 *   npx tsx bench/render.ts [turns of each engine, 60]
 */

const ROOT = path.join(__dirname, '..');
/** The young generation is as large as V8 lets it grow by itself in a process that is busy; what comes before is a matter of luck. */
const FLAGS = ['--expose-gc', '--min-semi-space-size=16'];
const OTHERS = ['mjml', 'liquidjs', 'react', '@react-email/components'];

async function main(): Promise<void> {
  await buildTemplates();
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const outfile = path.join(folder, 'render.cjs');
  buildSync({ entryPoints: [path.join(__dirname, 'render', 'run.ts')], outfile, bundle: true, minify: true, platform: 'node', target: 'node20', mainFields: ['module', 'main'], external: OTHERS, logLevel: 'error' });
  const env = { ...process.env, NODE_ENV: 'production', NODE_PATH: path.join(ROOT, 'node_modules') };
  const { status } = spawnSync(process.execPath, [...FLAGS, outfile, ROOT, process.argv[2] ?? '60'], { stdio: 'inherit', env });
  rmSync(folder, { recursive: true });
  process.exitCode = status ?? 1;
}

void main();
