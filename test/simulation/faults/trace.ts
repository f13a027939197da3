/** Lines kept for whoever reads a failing seed. */
const KEPT = 4000;

/** Everything that happened, in order: as a hash always, in words when asked for. */
export class Trace {
  private high = 0x811c9dc5;
  private low = 0x01000193;
  readonly lines: string[] = [];
  steps = 0;

  constructor(private readonly isWanted: boolean) {}

  /** `at` in epoch ms. */
  note(at: number, what: string): void {
    this.steps += 1;
    let { high, low } = this;
    const time = at % 0x7fffffff;
    high = Math.imul(high ^ time, 0x01000193);
    for (let index = 0; index < what.length; index += 1) {
      const code = what.charCodeAt(index);
      high = Math.imul(high ^ code, 0x01000193);
      low = Math.imul(low + code, 0x85ebca6b) ^ (low >>> 13);
    }
    this.high = high;
    this.low = low;
    if (!this.isWanted) return;
    this.lines.push(`${new Date(at).toISOString()} ${what}`);
    if (this.lines.length > 2 * KEPT) this.lines.splice(0, KEPT);
  }

  get hash(): string {
    return [this.high, this.low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
