/** Chance that comes from a seed (sfc32): the same seed and stream, the same choices. */
export class Chance {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  /** Streams of one seed know nothing of each other: one choice more in the one leaves the others as they are. */
  constructor(seed: number, stream: number) {
    this.a = seed | 0;
    this.b = Math.floor(seed / 2 ** 32) | 0;
    this.c = Math.imul(stream + 1, 0x9e3779b9);
    for (let turns = 0; turns < 15; turns += 1) this.next();
  }

  /** 0 or more and less than 1. */
  next(): number {
    const t = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    this.c |= 0;
    return (t >>> 0) / 2 ** 32;
  }

  happens(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(list: readonly [T, ...T[]]): T;
  pick<T>(list: readonly T[]): T | undefined;
  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.next() * list.length)];
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list.map((item) => ({ item, place: this.next() })).sort((a, b) => a.place - b.place).map(({ item }) => item);
  }
}
