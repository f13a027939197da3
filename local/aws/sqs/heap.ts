/** A binary heap: the entry with the smallest `at` comes first. */
export class Heap<T extends { readonly at: number }> {
  private readonly entries: T[] = [];

  peek(): T | undefined {
    return this.entries[0];
  }

  push(entry: T): void {
    let hole = this.entries.length;
    this.entries.push(entry);
    while (hole > 0) {
      const parentIndex = (hole - 1) >> 1;
      const parent = this.entries[parentIndex];
      if (parent === undefined || parent.at <= entry.at) break;
      this.entries[hole] = parent;
      hole = parentIndex;
    }
    this.entries[hole] = entry;
  }

  pop(): T | undefined {
    const first = this.entries[0];
    const last = this.entries.pop();
    if (last === undefined || this.entries.length === 0) return first;
    let hole = 0;
    for (;;) {
      const child = this.smallerChild(hole);
      if (child === undefined || child.entry.at >= last.at) break;
      this.entries[hole] = child.entry;
      hole = child.index;
    }
    this.entries[hole] = last;
    return first;
  }

  private smallerChild(index: number): { index: number; entry: T } | undefined {
    const leftIndex = 2 * index + 1;
    const left = this.entries[leftIndex];
    const right = this.entries[leftIndex + 1];
    if (left === undefined) return undefined;
    return right !== undefined && right.at < left.at ? { index: leftIndex + 1, entry: right } : { index: leftIndex, entry: left };
  }
}
