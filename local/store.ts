import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';

export type StoreOp = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

/** The data folder belongs to another running process. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError';
}

interface Waiting {
  ops: readonly StoreOp[];
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * What the stack keeps on disk, as JSON values under string keys. A write has reached the disk when its promise
 * resolves, and a batch is there whole or not at all, whatever kills the process.
 *
 * Writers share the wait for the disk: while one write is under way the others gather, and go together as the next.
 * A sync costs about as much for a thousand messages as for one.
 */
export class Store {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  private constructor(private readonly db: ClassicLevel<string, unknown>) {}

  /** Opens the database in `dir` and creates it if need be. Throws StoreInUseError where another process has it open. */
  static async open(dir: string): Promise<Store> {
    await mkdir(dir, { recursive: true });
    const db = new ClassicLevel<string, unknown>(dir, { valueEncoding: 'json' });
    try {
      await db.open();
    } catch (error) {
      if (isLocked(error)) throw new StoreInUseError(`${dir} is in use by another process`, { cause: error });
      throw error;
    }
    return new Store(db);
  }

  /** The caller names the type that it wrote itself; nothing from outside is read from here unparsed. */
  async get<T>(key: string): Promise<T | undefined> {
    return (await this.db.get(key)) as T | undefined;
  }

  /** Atomic. Batches become visible and durable in the order in which they were handed in. */
  batch(ops: readonly StoreOp[]): Promise<void> {
    if (ops.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push({ ops, resolve, reject });
      this.writing ??= this.writeWaiting();
    });
  }

  /** In the order of the keys' UTF-8 bytes, as things stood when the reading began. */
  async *entries<T>(prefix: string): AsyncIterable<[key: string, value: T]> {
    for await (const [key, value] of this.db.iterator({ gte: prefix, lt: `${prefix}\u{10ffff}` })) yield [key, value as T];
  }

  async close(): Promise<void> {
    await this.writing;
    await this.db.close();
  }

  private async writeWaiting(): Promise<void> {
    // One turn of the event loop, so that requests read from their sockets together are written together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        await this.db.batch(group.flatMap((one) => one.ops), { sync: true });
        for (const one of group) one.resolve();
      } catch (error) {
        for (const one of group) one.reject(error);
      }
    }
    this.writing = undefined;
  }
}

function isLocked(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
}
