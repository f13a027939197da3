import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';

const Failure = z.object({ name: z.string(), message: z.string(), stack: z.string() });
const FromWorker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('broken'), error: Failure }),
  z.object({ kind: z.literal('result'), id: z.string(), result: z.unknown() }),
  z.object({ kind: z.literal('error'), id: z.string(), error: Failure }),
]);

/** The function threw, ran out of time or could not be loaded. `name` is what AWS would report as errorType. */
export class InvocationError extends Error {
  constructor(
    readonly functionName: string,
    readonly errorType: string,
    message: string,
    readonly trace = '',
  ) {
    super(`${functionName}: ${errorType}: ${message}`);
    this.name = 'InvocationError';
  }
}

export interface InstanceOptions {
  functionName: string;
  /** The folder of the bundle; `handler` is `<file>.<export>`, of which only index.handler is used here. */
  folder: string;
  environment: Readonly<Record<string, string>>;
  timeoutSeconds: number;
  clock: SharedArrayBuffer;
  log: (line: string) => void;
}

/** One warm instance. A time-out or a crash ends it; the next invocation needs a new one. */
export class Instance {
  private readonly worker: Worker;
  private readonly loaded: Promise<void>;
  private running: { id: string; resolve: (result: unknown) => void; reject: (reason: InvocationError) => void } | undefined;
  private dead: InvocationError | undefined;

  constructor(private readonly options: InstanceOptions) {
    this.worker = new Worker(join(__dirname, 'worker.cjs'), {
      env: { ...options.environment },
      workerData: { clock: options.clock, entry: join(options.folder, 'index.js') },
      stdout: true,
      stderr: true,
    });
    for (const stream of [this.worker.stdout, this.worker.stderr]) stream.on('data', (chunk: Buffer) => options.log(chunk.toString('utf8')));
    this.loaded = new Promise((resolve, reject) => {
      this.worker.on('message', (raw: unknown) => {
        const message = FromWorker.parse(raw);
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'broken') reject(this.end(message.error.name, message.error.message, message.error.stack));
        else this.settle(message);
      });
      this.worker.on('error', (error) => reject(this.end(error.name, error.message, error.stack ?? '')));
      this.worker.on('exit', () => reject(this.end('Runtime.ExitError', 'the instance ended')));
    });
    // Whoever invokes hears of it; without an invocation nobody needs to.
    this.loaded.catch(() => undefined);
  }

  get isDead(): boolean {
    return this.dead !== undefined;
  }

  async invoke(id: string, payload: unknown): Promise<unknown> {
    await this.loaded;
    if (this.dead) throw this.dead;
    const timeoutMs = this.options.timeoutSeconds * 1000;
    const result = new Promise((resolve, reject: (reason: InvocationError) => void) => {
      this.running = { id, resolve, reject };
    });
    const timer = setTimeout(() => {
      this.end('Sandbox.Timedout', `Task timed out after ${this.options.timeoutSeconds} seconds`);
      void this.worker.terminate();
    }, timeoutMs);
    const context = { awsRequestId: id, functionName: this.options.functionName, timeoutMs, callbackWaitsForEmptyEventLoop: false };
    this.worker.postMessage({ id, payload, context });
    try {
      return await result;
    } finally {
      clearTimeout(timer);
      this.running = undefined;
    }
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(message: Extract<z.infer<typeof FromWorker>, { id: string }>): void {
    if (this.running?.id !== message.id) return;
    if (message.kind === 'result') this.running.resolve(message.result);
    else this.running.reject(new InvocationError(this.options.functionName, message.error.name, message.error.message, message.error.stack));
  }

  private end(errorType: string, message: string, trace = ''): InvocationError {
    this.dead ??= new InvocationError(this.options.functionName, errorType, message, trace);
    this.running?.reject(this.dead);
    return this.dead;
  }
}
