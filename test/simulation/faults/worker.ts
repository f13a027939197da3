import { everyDeath, type Deaths, type Setting } from './exhaustive';
import { livedSeed } from './seed';
import { everySeed, type Answer, type SeedsOrder } from './simulate';

/** What a worker can be asked for. `hash`: of everything that happens in one seed, in order. */
export type Order = SeedsOrder | ({ scenario: string; deaths: Deaths } & Setting) | { hashOf: number };
export type Answered = Answer & { hash?: string };

async function answerTo(order: Order): Promise<Answered> {
  if ('scenario' in order) return everyDeath(order.scenario, order.deaths, order);
  if ('hashOf' in order) {
    const { figures, hash } = await livedSeed(order.hashOf);
    return { runs: 1, figures, hash };
  }
  return everySeed(order);
}

/** Lives through what it is sent, and answers. */
process.on('message', (order: Order) => {
  answerTo(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
