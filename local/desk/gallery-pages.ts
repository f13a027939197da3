import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Answer } from '../gallery/thread-answer';
import { fingerprintOf } from '../synthesis';
import { answer } from './exchange';
import { CONTENT_TYPES } from './static-files';

/** As the desk's own pages; its frames show mails, whose styles stand within them, and load nothing. */
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** The gallery below `/gallery/`: made when somebody looks, a language at a time, and anew when what it is made of has changed. */
export class GalleryPages {
  private latest: { fingerprint: string; thread: GalleryThread } | undefined;

  /** Of the project in `root`. */
  constructor(private readonly root: string) {}

  /** False where there is no such file. */
  async serve(res: ServerResponse, urlPath: string): Promise<boolean> {
    const [, asked] = /^\/gallery\/(|index\.html|index\.js|gallery\.css|gallery\.js|languages\/[\w-]+\.js)$/.exec(urlPath) ?? [];
    if (asked === undefined) return false;
    const name = asked === '' ? 'index.html' : asked;
    const type = CONTENT_TYPES[path.extname(name)];
    const body = await this.threadFor(name).fileOf(name);
    if (type === undefined || body === undefined) return false;
    answer(res, 200, body, { 'content-type': type, 'content-security-policy': PAGE_POLICY, 'referrer-policy': 'no-referrer' });
    return true;
  }

  /** Who opens the page sees what the project's files say now; all else is of the gallery that the page was opened with. */
  private threadFor(name: string): GalleryThread {
    const isGood = this.latest !== undefined && !this.latest.thread.hasEnded;
    if (this.latest !== undefined && isGood && name !== 'index.html') return this.latest.thread;
    const fingerprint = fingerprintOf(this.root);
    if (this.latest !== undefined && isGood && this.latest.fingerprint === fingerprint) return this.latest.thread;
    this.latest?.thread.end();
    this.latest = { fingerprint, thread: new GalleryThread(this.root) };
    return this.latest.thread;
  }
}

type Pending = { resolve: (body: string | undefined) => void; reject: (error: Error) => void };

/** A thread that makes the gallery once; each file is asked of it once. */
class GalleryThread {
  private readonly worker: Worker;
  private readonly files = new Map<string, Promise<string | undefined>>();
  private readonly pending = new Map<string, Pending>();
  hasEnded = false;

  constructor(root: string) {
    this.worker = new Worker(path.join(__dirname, '../gallery/thread.cjs'), { workerData: { root }, execArgv: [] });
    this.worker.on('message', (raw: unknown) => this.settle(Answer.parse(raw)));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the gallery was made anew, or could not go on')));
    // Who stops the stack does not wait for pictures of mails.
    this.worker.unref();
  }

  fileOf(name: string): Promise<string | undefined> {
    const known = this.files.get(name);
    if (known !== undefined) return known;
    const asked = new Promise<string | undefined>((resolve, reject) => this.pending.set(name, { resolve, reject }));
    this.files.set(name, asked);
    this.worker.postMessage(name);
    return asked;
  }

  end(): void {
    void this.worker.terminate();
  }

  private settle(given: Answer): void {
    const waiting = this.pending.get(given.name);
    this.pending.delete(given.name);
    switch (given.kind) {
      case 'file':
        waiting?.resolve(given.body);
        return;
      case 'failed':
        // The next who asks gets a new thread, and with it another try.
        waiting?.reject(new Error(`the gallery could not be made: ${given.reason}`));
        this.hasEnded = true;
        this.end();
    }
  }

  private fail(error: Error): void {
    this.hasEnded = true;
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}
