import { Stream } from 'node:stream';
import type { Item } from 'dynalite/db/index.js';
import { itemFrom } from './layout';

/**
 * Items as dynalite's queries want to be fed: one `data` event each, then `end`, until they have enough and destroy us.
 * It is an old-style stream because theirs checks for that class. Keeps the sizes of what it gave, for the capacity:
 * a query also pays for what its filter drops.
 */
export class Rows extends Stream {
  private readonly given: Item[] = [];
  private enough = false;

  constructor(private readonly chunks: AsyncIterable<string[]>) {
    super();
    // Listeners are attached in this same turn.
    queueMicrotask(() => {
      this.run().catch((error: unknown) => this.emit('error', error));
    });
  }

  destroy(): void {
    this.enough = true;
  }

  /** The first `count` items that were given: the query looks at one more than it takes. */
  first(count: number): Item[] {
    return this.given.slice(0, count);
  }

  private async run(): Promise<void> {
    for await (const chunk of this.chunks) {
      for (const text of chunk) {
        if (this.isEnough()) return;
        const item = itemFrom(text);
        if (item === undefined) continue;
        this.given.push(item);
        this.emit('data', item);
      }
      if (this.isEnough()) return;
    }
    this.emit('end');
  }

  /** A listener may have said so since the last look. */
  private isEnough(): boolean {
    return this.enough;
  }
}
