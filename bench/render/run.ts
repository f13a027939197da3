import { ternAndTide } from '../../templates/samples/merchants';
import { sampleNotices } from '../../templates/samples/notices';
import { enginesFor, type Compared } from './engines';
import { at, timesOf, type Engine, type Times } from './timing';

/* What bench/render.ts runs. Ends with 1 when a target is missed. */

const MOST_TIMES_THE_FLOOR = 1.5;
const MOST_P99_OVER_P50 = 2.5;
const SAMPLES = ['later-long', 'weekly-three-items'] as const;

async function main([root = '.', turns = '']: readonly string[]): Promise<void> {
  const missed: boolean[] = [];
  console.log(`HTML and text of one mail; the whole mail has to take at most ${MOST_TIMES_THE_FLOOR} times what it takes by template literals, its p99 at most ${MOST_P99_OVER_P50} times its median`);
  for (const sample of SAMPLES) {
    const compared = await enginesFor(root, sampleNotices[sample], ternAndTide);
    const made = await compared.ours.make();
    await proveEqual(compared);
    console.log(`\n${sample}: ${kilobytes(made.html)} KB of HTML, ${kilobytes(made.text)} KB of text`);
    const { floor, ours, others, slow, whole, wholeFloor } = compared;
    const width = Math.max(...[floor, ours, ...others, ...slow, wholeFloor].map(({ name }) => name.length));
    console.log(['engine'.padEnd(width), 'HTML + text'.padStart(12), 'x floor'.padStart(8), 'p99 / p50'.padStart(10), 'mails'.padStart(8)].join(''));
    // Who leaves megabytes of garbage has it cleaned up while others are measured: the slow have a heat of their own.
    const times = await timesOf([floor, ours, ...others], Number(turns));
    tell(times, floor, width);
    const slowTimes = await timesOf([floor, ...slow], Number(turns));
    tell(slowTimes, floor, width);
    const wholeTimes = await timesOf([wholeFloor, whole], Number(turns));
    tell(wholeTimes, wholeFloor, width);
    const own = wholeTimes.get(whole) ?? [];
    missed.push(!(at(own, 0.5) <= MOST_TIMES_THE_FLOOR * at(wholeTimes.get(wholeFloor) ?? [], 0.5)), !(at(own, 0.99) <= MOST_P99_OVER_P50 * at(own, 0.5)));
  }
  if (missed.some(Boolean)) {
    console.log('a target is missed');
    process.exitCode = 1;
  }
}

/** A floor that says something else is none. */
async function proveEqual({ saysTheSame, ours }: Compared): Promise<void> {
  const expected = await ours.make();
  for (const engine of saysTheSame) {
    const { html, text } = await engine.make();
    if (html !== expected.html || text !== expected.text) throw new Error(`${engine.name}: another ${html === expected.html ? 'text' : 'HTML'} than ours`);
  }
}

function tell(times: ReadonlyMap<Engine, Times>, floor: Engine, width: number): void {
  const least = at(times.get(floor) ?? [], 0.5);
  for (const [{ name }, own] of times) {
    const median = at(own, 0.5);
    const ratios = [(median / least).toFixed(2).padStart(8), (at(own, 0.99) / median).toFixed(2).padStart(10)];
    console.log([name.padEnd(width), `${median.toFixed(0)} µs`.padStart(12), ...ratios, own.length.toLocaleString('en').padStart(8)].join(''));
  }
}

const kilobytes = (text: string): string => (Buffer.byteLength(text) / 1000).toFixed(1);

void main(process.argv.slice(2));
