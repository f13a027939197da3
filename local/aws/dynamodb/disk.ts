import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import * as z from 'zod';

/** Root-level key -> the new value, or `null` where the key goes away. */
export type Changes = ReadonlyMap<string, string | null>;

/** A range of root-level keys, both ends inside the caller's prefix. */
export interface KeyRange {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
}

/** Reads that all see the same instant. Close it, or the database keeps what was deleted since. */
export interface View {
  read(key: string): string | undefined;
  close(): Promise<void>;
}

/** The folder belongs to another running process. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
}

const Locked = z.object({ cause: z.object({ code: z.literal('LEVEL_LOCKED') }) });

interface Group {
  changes: Map<string, string | null>;
  done: Promise<void>;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * The one level database under all tables and indexes.
 *
 * Writers never wait for one another. Each reads the newest state, decides and hands in its changes within one turn
 * of the event loop, so their order is the order in which they came; only the way to the disk is shared:
 *
 *   A reads, decides, write(A) ── group 1 goes to disk ──┬─ A is answered
 *          B reads (sees A), decides, write(B) ──────────┤  group 2 goes to disk ─┬─ B is answered
 *          C reads (sees A and B), refused: settled() ───┘                        └─ C is answered
 *
 * A group is one atomic batch and groups keep their order, so after a crash the disk holds every write up to some
 * point and none after it. Nothing that was answered can be missing, since even a refusal waits for what it saw.
 */
export class Disk {
  private gathering = newGroup();
  private flushing: Group | undefined;
  /** After a failed write, what later writers decided on never came to be: refuse everything rather than go on. */
  private broken: unknown;

  private constructor(private readonly db: ClassicLevel) {}

  /** Creates `dir` if need be. Throws DatabaseInUseError where another process has it open. */
  static async open(dir: string): Promise<Disk> {
    await mkdir(dir, { recursive: true });
    const db = new ClassicLevel(dir);
    try {
      await db.open();
    } catch (error) {
      const locked = Locked.safeParse(error).success;
      throw locked ? new DatabaseInUseError(`${dir} is in use by another process`, { cause: error }) : error;
    }
    return new Disk(db);
  }

  /** The newest value, which may still be on its way to the disk: for writers, who come after it. */
  newest(key: string): string | undefined {
    for (const group of [this.gathering, this.flushing]) {
      const pending = group?.changes.get(key);
      if (pending !== undefined) return pending ?? undefined;
    }
    return this.db.getSync(key);
  }

  /** What is on disk: for readers. */
  stored(key: string): string | undefined {
    return this.db.getSync(key);
  }

  view(): View {
    const snapshot = this.db.snapshot();
    return { read: (key) => this.db.getSync(key, { snapshot }), close: () => snapshot.close() };
  }

  /** Values on disk in key order, a chunk at a time, all as they were when the first chunk was asked for. */
  async *values(range: KeyRange, chunk: number): AsyncGenerator<string[]> {
    const iterator = this.db.values(range);
    try {
      for (;;) {
        const values = await iterator.nextv(chunk);
        if (values.length === 0) return;
        yield values;
      }
    } finally {
      await iterator.close();
    }
  }

  async keys(range: KeyRange): Promise<string[]> {
    return this.db.keys(range).all();
  }

  /** Atomic. Resolves when the changes are on disk. */
  async write(changes: Changes): Promise<void> {
    if (this.broken !== undefined) throw new Error('the database could not be written to', { cause: this.broken });
    for (const [key, value] of changes) this.gathering.changes.set(key, value);
    const settled = this.settled();
    if (this.flushing === undefined) void this.flush();
    return settled;
  }

  /** Resolves when everything that `newest` shows now is on disk. */
  settled(): Promise<void> {
    if (this.gathering.changes.size > 0) return this.gathering.done;
    return this.flushing?.done ?? Promise.resolve();
  }

  async clear(range: KeyRange): Promise<void> {
    await this.db.clear(range);
  }

  async close(): Promise<void> {
    await this.settled();
    await this.db.close();
  }

  private async flush(): Promise<void> {
    while (this.gathering.changes.size > 0) {
      const group = this.gathering;
      this.gathering = newGroup();
      this.flushing = group;
      try {
        const batch = [...group.changes].map(([key, value]) => (value === null ? { type: 'del' as const, key } : { type: 'put' as const, key, value }));
        // Synced, as the stack's queues are: a table must not fall behind the messages about it when the power goes.
        await this.db.batch(batch, { sync: true });
        group.resolve();
      } catch (error) {
        this.broken = error;
        group.reject(error);
        this.gathering.reject(error);
        return;
      }
    }
    this.flushing = undefined;
  }
}

function newGroup(): Group {
  let resolve: Group['resolve'] = () => undefined;
  let reject: Group['reject'] = () => undefined;
  const done = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Whoever wrote hears of it through write(); a group nobody waits for must not end the process.
  done.catch(() => undefined);
  return { changes: new Map(), done, resolve, reject };
}
