import fc from 'fast-check';
import { history, type History } from './actions';
import { lived } from './lived';

/** How many histories to check and from which seed; the same order, the same histories. */
export interface Order {
  seed: number;
  runs: number;
  /** Whether a failing history is made as small as it gets, which takes as long as many histories. */
  shrink: boolean;
}

export interface Checked {
  seed: number;
  /** Histories that were checked, the failing one included. */
  runs: number;
  failure?: Failure;
}

export interface Failure {
  /** `breach`: the checker says so. `exception`: the core or the world threw, which no history may bring about. */
  verdict: 'breach' | 'exception';
  /** Every promise that was not kept, or what was thrown. */
  what: string[];
  /** The failing history, as small as it was made, a step a line. */
  history: string[];
}

export function check({ seed, runs, shrink }: Order): Checked {
  const { counterexample, numRuns } = fc.check<[History]>(
    fc.property(history, (given) => verdictOn(() => lived(given)) === undefined),
    { numRuns: runs, seed, endOnFailure: !shrink },
  );
  if (counterexample === null) return { seed, runs };
  const [given] = counterexample;
  const failure = verdictOn(() => lived(given));
  return { seed, runs: numRuns, failure: { verdict: 'breach', what: [], ...failure, history: inWords(given) } };
}

function verdictOn(live: () => string[]): Pick<Failure, 'verdict' | 'what'> | undefined {
  try {
    const what = live();
    return what.length === 0 ? undefined : { verdict: 'breach', what };
  } catch (error) {
    return { verdict: 'exception', what: [String(error)] };
  }
}

const inWords = ({ steps, ...given }: History): string[] => [
  JSON.stringify(given),
  ...steps.map(({ wait, line, action, repeat }) => `after ${wait} min, line ${line}: ${JSON.stringify(action)}${repeat ? ', twice' : ''}`),
];

export function told({ seed, runs, failure }: Checked): string {
  if (failure === undefined) return `${runs} histories from seed ${seed} keep every promise`;
  const indented = [...failure.what, ...failure.history].map((line) => `  ${line}`);
  return [`history ${runs} from seed ${seed} does not keep what was promised (${failure.verdict}):`, ...indented].join('\n');
}
