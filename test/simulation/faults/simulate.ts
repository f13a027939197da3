import { livedSeed } from './seed';
import { added, noFigures, type Figures } from './witness/findings';

/** Which seeds to live through: `count` of them from `seed` on. */
export interface SeedsOrder {
  seed: number;
  count: number;
  /** Whether to tell what happened where a promise was not kept. */
  isTraced: boolean;
  /** Whether the next release is deployed in the middle of each; only in a bundle that has it. */
  deploys?: boolean;
}

export interface Answer {
  /** Lives that were lived through, the failing one included. */
  runs: number;
  figures: Figures;
  failure?: Failure;
}

export interface Failure {
  /** The seed, or the scenario and where its processes died. */
  where: string;
  breaches: string[];
  trace: string[];
}

/** Lives through the seeds, one after the other, until a promise is not kept. */
export async function everySeed({ seed: first, count, isTraced, deploys }: SeedsOrder): Promise<Answer> {
  const figures = noFigures();
  for (let seed = first; seed < first + count; seed += 1) {
    const { breaches, figures: found } = await livedSeed(seed, { deploys });
    added(figures, found);
    if (breaches.length > 0) return { runs: seed - first + 1, figures, failure: { where: `seed ${seed}${deploys === true ? ', with a deployment' : ''}`, breaches, trace: isTraced ? [...(await livedSeed(seed, { isTraced: true, deploys })).trace] : [] } };
  }
  return { runs: count, figures };
}

export function toldOf({ failure, runs }: Answer, linesOfTrace: number): string {
  if (failure === undefined) return `${runs} lives keep every promise`;
  const { where, breaches, trace } = failure;
  return [`${where} does not keep what was promised:`, ...breaches.map((line) => `  ${line}`), ...trace.slice(-linesOfTrace).map((line) => `    ${line}`)].join('\n');
}
