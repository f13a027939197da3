import type { Policy } from '../merchant';
import { defaultPack } from './default';
import type { RulePack } from './rule-pack';
import { usPack } from './us';

/** Every pack. A new one is a file and its name here. */
const packs: readonly RulePack[] = [defaultPack, usPack];

/** The rules of the market in which the line was sold: what merchant.json says, else the pack that names the market. */
export function rulePackFor(market: string, policy: Policy): RulePack {
  const chosen = policy.rulePacks[market];
  const isIt = chosen === undefined ? ({ markets }: RulePack) => markets.includes(market) : ({ name }: RulePack) => name === chosen;
  return packs.find(isIt) ?? defaultPack;
}
