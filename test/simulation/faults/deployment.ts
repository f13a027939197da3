import { lambdas } from '../../../infra/lambdas';
import type { Chance } from './chance';
import type { Release } from './lambda-code';
import type { Plan } from './plan';

const MINUTE = 60_000;

/** CloudFormation changes one function after the other; all of them have their new code within that. */
const SPREAD_MS = 5 * MINUTE;
/** From the first instance with the new code to the last with the old one. */
const BOTH_MS = 3 * MINUTE;

/**
 * A deployment near something that happens. Lambda by Lambda the new code comes, and for up to three minutes
 * both answer side by side: what the one writes the other reads.
 */
export class Deployment {
  /** In half of them nothing else goes wrong, so that nothing else excuses what does. */
  readonly isInFairWeather: boolean;
  private readonly changes: ReadonlyMap<string, { from: number; to: number }>;

  constructor(
    private readonly chance: Chance,
    plan: Pick<Plan, 'start' | 'deeds'>,
  ) {
    this.isInFairWeather = chance.happens(0.5);
    const begins = (chance.pick(plan.deeds)?.at ?? plan.start) + chance.between(-3 * MINUTE, MINUTE);
    this.changes = new Map(
      lambdas.map((name) => {
        const from = begins + chance.between(0, SPREAD_MS - BOTH_MS);
        return [name, { from, to: from + chance.between(0, BOTH_MS) }];
      }),
    );
  }

  /** Which code an invocation of the Lambda runs at `now`, epoch ms. */
  releaseOf(lambda: string, now: number): Release {
    const change = this.changes.get(lambda);
    if (change === undefined || now < change.from) return 'today';
    return now >= change.to || this.chance.happens(0.5) ? 'next' : 'today';
  }
}
