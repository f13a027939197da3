import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';

const Failure = z.object({ name: z.string(), message: z.string(), stack: z.string() });
const FromWorker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('broken'), error: Failure }),
  z.object({ kind: z.literal('read'), name: z.string() }),
  z.object({ kind: z.literal('wrote'), text: z.string() }),
  z.object({ kind: z.literal('result'), id: z.string(), result: z.string() }),
  z.object({ kind: z.literal('error'), id: z.string(), error: Failure }),
]);

/** Loading a bundle takes longer than this in no account either. */
const LOADING_TIMEOUT_MS = 10_000;

/** The function threw, ran out of time or could not be loaded. `errorType` is what AWS would report. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';

  constructor(
    readonly functionName: string,
    readonly errorType: string,
    readonly reason: string,
    readonly trace = '',
  ) {
    super(`${functionName}: ${errorType}: ${reason}`);
  }
}

export interface InstanceOptions {
  functionName: string;
  arn: string;
  /** Folder of the bundle. */
  folder: string;
  /** `<file>.<export>` */
  handler: string;
  environment: Readonly<Record<string, string>>;
  timeoutSeconds: number;
  memoryMegabytes: number;
  clock: SharedArrayBuffer;
  /** What the function writes to its console. */
  log: (text: string) => void;
  /** Those of the environment that the template sets, by name. */
  variables: readonly string[];
  /** Told of each of them that the function looks at. */
  wasRead: (variable: string) => void;
}

interface Running {
  id: string;
  resolve: (result: unknown) => void;
  reject: (reason: InvocationError) => void;
}

/** One warm instance. A time-out or a crash ends it; the next invocation needs a new one. */
export class Instance {
  private readonly worker: Worker;
  private readonly loaded: Promise<void>;
  private running: Running | undefined;
  private dead: InvocationError | undefined;

  constructor(private readonly options: InstanceOptions) {
    this.worker = new Worker(join(__dirname, 'worker.cjs'), {
      env: { ...options.environment },
      // Loaders of the process around are not for deployed code.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMegabytes },
      workerData: {
        clock: options.clock,
        folder: options.folder,
        handler: options.handler,
        variables: options.variables,
        context: {
          functionName: options.functionName,
          functionVersion: '$LATEST',
          invokedFunctionArn: options.arn,
          memoryLimitInMB: String(options.memoryMegabytes),
          logGroupName: `/aws/lambda/${options.functionName}`,
          logStreamName: 'local',
        },
      },
    });
    this.loaded = this.load();
    // Whoever invokes hears of it; without an invocation nobody needs to.
    this.loaded.catch(() => undefined);
  }

  get isDead(): boolean {
    return this.dead !== undefined;
  }

  /** What the function answered, as it is after a way through JSON. Throws InvocationError. */
  async invoke(id: string, payload: unknown): Promise<unknown> {
    await this.loaded;
    if (this.dead) throw this.dead;
    const timeoutMs = this.options.timeoutSeconds * 1000;
    const result = new Promise<unknown>((resolve, reject) => {
      this.running = { id, resolve, reject };
    });
    const timer = setTimeout(() => this.end('Sandbox.Timedout', `Task timed out after ${this.options.timeoutSeconds.toFixed(2)} seconds`), timeoutMs);
    this.worker.postMessage({ id, payload: JSON.stringify(payload), timeoutMs });
    try {
      return await result;
    } finally {
      clearTimeout(timer);
      this.running = undefined;
    }
  }

  async stop(): Promise<void> {
    this.end('Runtime.ExitError', 'the stack was stopped');
    await this.worker.terminate();
  }

  private load(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(this.end('Sandbox.Timedout', 'the bundle did not load within 10 seconds')), LOADING_TIMEOUT_MS);
      this.worker.on('message', (raw: unknown) => {
        const message = FromWorker.parse(raw);
        if (message.kind === 'read') {
          this.options.wasRead(message.name);
          return;
        }
        if (message.kind === 'wrote') {
          this.options.log(message.text);
          return;
        }
        clearTimeout(timer);
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'broken') reject(this.end(message.error.name, message.error.message, message.error.stack));
        else this.settle(message);
      });
      this.worker.on('error', (error) => reject(this.end(error.name, error.message, error.stack)));
      this.worker.on('exit', (code) => {
        clearTimeout(timer);
        reject(this.end('Runtime.ExitError', `the runtime exited with code ${code}`));
      });
    });
  }

  private settle(message: Extract<z.infer<typeof FromWorker>, { id: string }>): void {
    if (this.running?.id !== message.id) return;
    if (message.kind === 'result') this.running.resolve(JSON.parse(message.result) as unknown);
    else this.running.reject(new InvocationError(this.options.functionName, message.error.name, message.error.message, message.error.stack));
  }

  /** The first reason stands: whatever the dying thread reports afterwards follows from it. */
  private end(errorType: string, message: string, trace = ''): InvocationError {
    if (this.dead === undefined) void this.worker.terminate();
    this.dead ??= new InvocationError(this.options.functionName, errorType, message, trace);
    this.running?.reject(this.dead);
    return this.dead;
  }
}
