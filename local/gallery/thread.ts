import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { GalleryFiles } from './files';
import type { Answer } from './thread-answer';

/* Gets the name of a file, and gives what is in it. Begun by desk/gallery-pages.ts, through thread.cjs. */

const { root } = z.object({ root: z.string() }).parse(workerData);
const files = new GalleryFiles(root);

const answer = (given: Answer): void => parentPort?.postMessage(given);

parentPort?.on('message', (raw: unknown) => {
  const name = z.string().parse(raw);
  files.fileOf(name).then(
    (body) => answer({ name, kind: 'file', body }),
    (error: unknown) => answer({ name, kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
