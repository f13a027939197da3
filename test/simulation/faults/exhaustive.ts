import type { Crash, FairSettings } from './fair-weather';
import { scenarios, type Scenario } from './scenarios';
import { livedPlan, type Lived } from './seed';
import type { Answer, Failure } from './simulate';
import { added, noFigures } from './witness/findings';

/** Which deaths to try: none, one at every place, or two in every combination of places. */
export type Deaths = 'none' | 'one' | 'two';

/** Other than in good weather: nothing is ever heard of SES, and how often everything arrives. */
export type Setting = Pick<FairSettings, 'isSilent' | 'copies'>;

/** Lives through a scenario once for each place, or pair of places, where a process can die: right before and right after each effect. */
export async function everyDeath(name: string, deaths: Deaths, setting: Setting): Promise<Answer> {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new RangeError(`no scenario is called ${name}`);
  const figures = noFigures();
  let runs = 0;
  const live = async (crashes: readonly Crash[]): Promise<Lived & { effects: number; failure?: Failure }> => {
    const settings: FairSettings = { isSilent: setting.isSilent === true, ...(setting.copies === undefined ? {} : { copies: setting.copies }), crashes };
    const found = await livedPlan(scenario.plan, settings, scenario.from);
    runs += 1;
    added(figures, found.figures);
    return found.breaches.length === 0 ? found : { ...found, failure: await told(scenario, settings, found.breaches) };
  };
  const calm = await live([]);
  if (calm.failure !== undefined) return { runs, figures, failure: calm.failure };
  if (deaths === 'none') return { runs, figures };
  for (const first of places(1, calm.effects)) {
    const once = await live([first]);
    if (once.failure !== undefined) return { runs, figures, failure: once.failure };
    if (deaths === 'one') continue;
    // What is done anew because of the first death has places of its own.
    for (const second of places(first.effect + 1, once.effects)) {
      const twice = await live([first, second]);
      if (twice.failure !== undefined) return { runs, figures, failure: twice.failure };
    }
  }
  return { runs, figures };
}

const places = (from: number, to: number): Crash[] => Array.from({ length: Math.max(0, to - from + 1) }, (_none, n) => from + n).flatMap((effect) => [false, true].map((applied) => ({ effect, applied })));

async function told({ name, plan, from }: Scenario, settings: FairSettings, breaches: string[]): Promise<Failure> {
  const { trace } = await livedPlan(plan, settings, from, true);
  const where = (settings.crashes ?? []).map(({ effect, applied }) => `${applied ? 'after' : 'before'} effect ${effect}`).join(' and ');
  return { where: `${name}, died ${where === '' ? 'nowhere' : where}${settings.isSilent === true ? ', SES silent' : ''}${settings.copies === undefined ? '' : `, everything ${settings.copies} times`}`, breaches, trace: [...trace] };
}
