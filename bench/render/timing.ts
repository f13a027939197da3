/* Times of single mails, of engines that take turns in one process. */

export interface Engine {
  name: string;
  /** Makes HTML and text of the mail. */
  make(): Mail | Promise<Mail>;
}

export interface Mail {
  html: string;
  text: string;
}

/** Microseconds of each mail, sorted. */
export type Times = readonly number[];

const TURN_MS = 15;
const FEWEST_A_TURN = 3;

/**
 * Each engine in turn makes mails for 15 ms, again and again, so that whatever slows the machine slows all of them. The first
 * mail of a turn is not counted: it finds the caches as another engine left them. As many turns before warm up.
 */
export async function timesOf(engines: readonly Engine[], turns: number): Promise<ReadonlyMap<Engine, Times>> {
  const times = new Map(engines.map((engine) => [engine, new Array<number>()]));
  for (let turn = -turns; turn < turns; turn += 1) {
    for (const [engine, own] of times) {
      const one = await turnOf(engine);
      if (turn >= 0) own.push(...one);
    }
  }
  for (const own of times.values()) own.sort((a, b) => a - b);
  return times;
}

async function turnOf(engine: Engine): Promise<number[]> {
  // Nobody cleans up after another.
  globalThis.gc?.({ type: 'minor' });
  const times: number[] = [];
  const until = performance.now() + TURN_MS;
  while (performance.now() < until || times.length < FEWEST_A_TURN) {
    const from = performance.now();
    const made = engine.make();
    const mail = made instanceof Promise ? await made : made;
    flatten(mail.html);
    flatten(mail.text);
    times.push((performance.now() - from) * 1000);
  }
  return times.slice(1);
}

/**
 * V8 joins strings only when their characters are asked for, as hashing and sending do. An engine must not look cheap for
 * what it leaves to them; asking whether a text is a number joins it and reads no further than its first letter.
 */
const flatten = (text: string): number => Number(text);

export const at = (sorted: Times, share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
