import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { pathOf, planted, type Replacement } from './planting';

/*
 * Processes that check histories, or live through seeds, one for each core. They run a bundle of their own, so what they check can be a copy of
 * the core with a bug in it, while the working tree stays as it is.
 */

/** A worker's code. `delete` it when no worker needs it any more. */
export interface Bundle {
  file: string;
  remove(): void;
}

export const bundled = (replacement?: Replacement): Promise<Bundle> => bundledWorker(path.join(__dirname, 'worker.ts'), replacement === undefined ? [] : [planting(replacement)]);

export async function bundledWorker(entry: string, plugins: Plugin[]): Promise<Bundle> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'simulation-'));
  const file = path.join(folder, 'worker.cjs');
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    plugins,
  });
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

/** Puts the replacement into the copy that is bundled. */
export const planting = (replacement: Replacement): Plugin => ({
  name: 'planting',
  setup(building) {
    building.onLoad({ filter: /\.ts$/ }, async ({ path: loaded }) =>
      loaded === pathOf(replacement) ? { contents: planted(await readFile(loaded, 'utf8'), replacement), loader: 'ts' } : undefined,
    );
  },
});

/**
 * Does the orders one after the other in a process of its own, until one fails or `next` has none left. Rejects when
 * the process dies or takes longer than `patienceMs` for one order.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- which answers come is known to whoever bundled the worker
export function work<A>({ file }: Bundle, next: () => object | undefined, took: (answer: A) => void, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(file, { execArgv: ['--max-semi-space-size=64'] });
    let timer: NodeJS.Timeout | undefined;
    const end = (how: () => void): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      worker.kill();
      how();
    };
    const give = (): void => {
      clearTimeout(timer);
      const order = next();
      if (order === undefined) {
        end(resolve);
        return;
      }
      timer = setTimeout(() => end(() => reject(new Error(`no answer to ${JSON.stringify(order)} in ${patienceMs / 1000} s`))), patienceMs);
      worker.send(order);
    };
    worker.on('error', (error) => end(() => reject(error)));
    worker.on('exit', (code) => end(() => reject(new Error(`the process has ended with ${String(code)}`))));
    worker.on('message', (answer: A) => {
      took(answer);
      give();
    });
    give();
  });
}
