import type { Policy } from '../merchant';
import { defaultPack } from './default';
import type { RulePack } from './rule-pack';

const packs: Record<RulePack['name'], RulePack> = { default: defaultPack };

/** The rules of the market in which the line was sold. */
export const rulePackFor = (market: string, policy: Policy): RulePack => packs[policy.rulePacks[market] ?? 'default'];
