import { compareUtf8 } from './conditions';
import type { Item } from './words';

/** An index of the product's table: sparse, keys only. */
export interface Index {
  name: string;
  hash: string;
  range: string;
}

export const indexes: readonly Index[] = [
  { name: 'due', hash: 'dueShard', range: 'dueAt' },
  { name: 'routine', hash: 'routineShard', range: 'routineAt' },
  { name: 'sku', hash: 'sku', range: 'pk' },
  { name: 'supplierOrder', hash: 'supplierOrder', range: 'pk' },
];

export interface Written {
  pk: string;
  sk: string;
  before: Item | undefined;
  after: Item | undefined;
}

interface Version {
  /** When indexes show it; never before an older version of the same item. */
  shownAt: number;
  item: Item | undefined;
}

/** The items of one table. What its indexes show of an item may be of some moments ago. */
export class Rows {
  private readonly partitions = new Map<string, Map<string, Item>>();
  /** Newest last; older ones as long as somebody may still be shown them. */
  private readonly versions = new Map<string, Version[]>();
  /** Keys of items that are in an index, or were. */
  private readonly indexed = new Set<string>();
  private readonly watchers: ((written: Written) => void)[] = [];

  constructor(private readonly clock: () => number, private readonly lagMs: () => number) {}

  /** Called after each write, within the same instant. */
  onWrite(watcher: (written: Written) => void): void {
    this.watchers.push(watcher);
  }

  get(pk: string, sk: string): Item | undefined {
    return this.partitions.get(pk)?.get(sk);
  }

  /** What a read that is not consistent may see: the item of some moments ago. */
  getLate(pk: string, sk: string): Item | undefined {
    return this.shownOf(keyOf(pk, sk));
  }

  private shownOf(key: string): Item | undefined {
    const versions = this.versions.get(key);
    if (versions === undefined) return undefined;
    const now = this.clock();
    while (versions[1] !== undefined && versions[1].shownAt <= now) versions.shift();
    return versions[0] !== undefined && versions[0].shownAt <= now ? versions[0].item : undefined;
  }

  /** Writes all of them, and only then shows each to who watches. */
  put(writes: readonly { pk: string; sk: string; item: Item | undefined }[]): void {
    const written = writes.map(({ pk, sk, item: after }): Written => {
      const partition = this.partitions.get(pk) ?? new Map<string, Item>();
      this.partitions.set(pk, partition);
      const before = partition.get(sk);
      if (after === undefined) partition.delete(sk);
      else partition.set(sk, after);
      this.remember(keyOf(pk, sk), before, after);
      return { pk, sk, before, after };
    });
    for (const one of written) for (const watch of this.watchers) watch(one);
  }

  /** The items under `pk`, in the order of their sort keys. */
  partition(pk: string): Item[] {
    return [...(this.partitions.get(pk) ?? [])].sort(([a], [b]) => compareUtf8(a, b)).map(([, item]) => item);
  }

  /** The same for a read that is not consistent. */
  partitionLate(pk: string): Item[] {
    const known = [...this.versions.keys()].filter((key) => key.startsWith(`${pk}\n`));
    return known.sort(compareUtf8).map((key) => this.shownOf(key)).filter((item) => item !== undefined);
  }

  /** What an index shows now of every item in it. */
  shown({ hash, range }: Index): Item[] {
    const items: Item[] = [];
    for (const key of this.indexed) {
      const item = this.shownOf(key);
      if (item?.[hash]?.S !== undefined && item[range]?.S !== undefined) items.push(item);
    }
    return items;
  }

  /** The first of the range keys of an index, be it shown already or not. */
  first({ range }: Index): string | undefined {
    let least: string | undefined;
    for (const key of this.indexed) {
      const value = this.versions.get(key)?.at(-1)?.item?.[range]?.S;
      if (value !== undefined && (least === undefined || value < least)) least = value;
    }
    return least;
  }

  *all(): IterableIterator<Item> {
    for (const partition of this.partitions.values()) yield* partition.values();
  }

  private remember(key: string, before: Item | undefined, after: Item | undefined): void {
    if (isIndexed(before) || isIndexed(after)) this.indexed.add(key);
    const versions = this.versions.get(key) ?? [];
    const now = this.clock();
    while (versions[1] !== undefined && versions[1].shownAt <= now) versions.shift();
    versions.push({ shownAt: Math.max(now + this.lagMs(), versions.at(-1)?.shownAt ?? 0), item: after });
    this.versions.set(key, versions);
  }
}

const keyOf = (pk: string, sk: string): string => `${pk}\n${sk}`;
const isIndexed = (item: Item | undefined): boolean => item !== undefined && indexes.some(({ hash }) => item[hash] !== undefined);
