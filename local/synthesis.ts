import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the stack is made of. Whoever changes none of it gets the assembly of the last time. */
const INPUTS = ['cdk.json', 'functions', 'infra', 'merchant', 'merchant.json', 'package-lock.json', 'templates', 'tsconfig.json'];
const KEPT_IN = path.join('build', 'assemblies');
/** A running stack reads its bundles when it first needs them, so an assembly stays for a day after its last start. */
const ASSEMBLIES_KEPT = 4;
const KEPT_FOR_MS = 86_400_000;

/** The stack could not be synthesized. The message is what the synthesis itself said. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/**
 * The folder of a cloud assembly made from the project in `root` as it stands. `begins` is called when it has to be made,
 * which takes seconds. Throws SynthesisError.
 */
export async function synthesized(root: string, begins: () => void): Promise<string> {
  const folder = path.join(root, KEPT_IN);
  const wanted = path.join(folder, fingerprintOf(root));
  if (existsSync(path.join(wanted, 'manifest.json'))) {
    utimesSync(wanted, new Date(), new Date());
    return wanted;
  }
  begins();
  const made = `${wanted}.${process.pid}`;
  try {
    // CDK's check of the finished templates against CloudFormation's rules takes half of the time, and is for who deploys.
    const env = { ...process.env, CDK_OUTDIR: made, CDK_VALIDATION: 'false' };
    await run(process.execPath, ['--import', 'tsx', path.join('infra', 'app.ts')], { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
    put(made, wanted);
  } catch (error) {
    throw new SynthesisError(saidBy(error), { cause: error });
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  forgetOld(folder, wanted);
  return wanted;
}

/** The same for the same project in `root`: whatever a stack, its mails and its pages are made of. */
export function fingerprintOf(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const input of INPUTS) addTo(hash, root, input);
  return hash.digest('hex').slice(0, 16);
}

function addTo(hash: ReturnType<typeof createHash>, root: string, name: string): void {
  const file = path.join(root, name);
  const found = statSync(file, { throwIfNoEntry: false });
  hash.update(`${name}\0`);
  if (found === undefined) return;
  if (found.isDirectory()) for (const entry of readdirSync(file).sort()) addTo(hash, root, path.join(name, entry));
  else hash.update(readFileSync(file));
}

/** In one step, so that nobody reads half of it. Whoever made the same at the same time may have been faster. */
function put(made: string, wanted: string): void {
  try {
    renameSync(made, wanted);
  } catch (error) {
    if (!existsSync(path.join(wanted, 'manifest.json'))) throw error;
  }
}

function forgetOld(folder: string, newest: string): void {
  const all = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((one) => one !== newest)
    .map((one) => ({ one, changedAt: statSync(one).mtimeMs }))
    .sort((a, b) => b.changedAt - a.changedAt);
  const old = all.slice(ASSEMBLIES_KEPT - 1).filter(({ changedAt }) => changedAt < Date.now() - KEPT_FOR_MS);
  for (const { one } of old) rmSync(one, { recursive: true, force: true });
}

function saidBy(error: unknown): string {
  const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : '';
  return said === '' ? String(error) : said;
}
