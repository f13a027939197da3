import type { Chance } from './chance';

/** Something that is going to happen, unless it is called off. */
export interface Planned {
  readonly at: number;
  readonly order: number;
  readonly what: string;
  run: (() => void) | undefined;
}

/**
 * The one clock of a simulated house, and all that is to come. Nothing happens but what is planned here, one after the
 * other; of two at the same millisecond chance says which is first, and so every interleaving has its seeds.
 */
export class Timeline {
  private readonly heap: Planned[] = [];
  private time: number;

  constructor(start: number, private readonly chance: Chance) {
    this.time = start;
  }

  /** Epoch ms. */
  get now(): number {
    return this.time;
  }

  get next(): Planned | undefined {
    while (this.heap[0] !== undefined && this.heap[0].run === undefined) this.take();
    return this.heap[0];
  }

  plan(at: number, what: string, run: () => void): Planned {
    const planned: Planned = { at: Math.max(at, this.time), order: this.chance.next(), what, run };
    this.heap.push(planned);
    this.rise(this.heap.length - 1);
    return planned;
  }

  /** Lets time go on to `at`, where nothing is planned before. */
  moveTo(at: number): void {
    this.time = Math.max(this.time, at);
  }

  /** Takes the next one and moves the clock to it. */
  take(): Planned | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (first !== last) {
      this.heap[0] = last;
      this.sink();
    }
    if (first.run !== undefined) this.time = first.at;
    return first;
  }

  private rise(from: number): void {
    const { heap } = this;
    let place = from;
    for (let above = (place - 1) >> 1; place > 0 && isBefore(heap[place]!, heap[above]!); above = (place - 1) >> 1) {
      [heap[place], heap[above]] = [heap[above]!, heap[place]!];
      place = above;
    }
  }

  private sink(): void {
    const { heap } = this;
    for (let place = 0; ; ) {
      let least = place;
      for (const below of [2 * place + 1, 2 * place + 2]) if (below < heap.length && isBefore(heap[below]!, heap[least]!)) least = below;
      if (least === place) return;
      [heap[place], heap[least]] = [heap[least]!, heap[place]!];
      place = least;
    }
  }
}

const isBefore = (a: Planned, b: Planned): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
