import { GetAccountCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { type Counts, readCounts } from '../cost/counts';
import { estimate } from '../cost/estimate';
import { type Prices, readPrices } from '../cost/prices';
import type { Volume } from './command';
import { type Finding, ok } from './finding';

const DATES_MOVE = 1;

/** What a month of the shop will cost: no more than told, since a price is no fault. */
export async function examineCost(ses: SESv2Client, volume: Volume | undefined, counts: Counts = readCounts(), prices: Prices = readPrices()): Promise<Finding[]> {
  if (volume === undefined) return [];
  const { PricingAttributes: pricing } = await ses.send(new GetAccountCommand({}));
  const { mail, told } = planOf(pricing?.CurrentPlan ?? 'NONE');
  const { bill, total } = estimate({ ...volume, moves: DATES_MOVE }, counts, { ...prices, prices: { ...prices.prices, sesMail: prices.prices[mail] } });
  return [ok(`A month costs about ${total.toFixed(2)} dollars by the list of ${prices.region}, ${bill.SES.toFixed(2)} of them for SES (${told}); npm run cost says for what`)];
}

/** The plan of SES that the account is on in this region (PricingAttributes, SES API v2). */
function planOf(plan: string): { mail: 'sesMail' | 'sesMailEssentials'; told: string } {
  switch (plan) {
    case 'NONE':
      return { mail: 'sesMail', told: 'à la carte' };
    case 'ESSENTIALS':
      return { mail: 'sesMailEssentials', told: 'plan Essentials' };
    default:
      return { mail: 'sesMail', told: `reckoned à la carte, though the account is on the plan ${plan}` };
  }
}
