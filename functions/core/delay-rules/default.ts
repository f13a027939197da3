import { plusWorkingDays, workingDayBefore } from '../dates';
import type { RulePack } from './rule-pack';

/**
 * Markets without a rule that gives silence a meaning: a notice at every change, a full refund on cancelling any time
 * before shipment, nothing cancelled by itself. EU Directive 2011/83 art. 18 and UK CRA 2015 s. 28 ask for the refund
 * "without undue delay"; 7 working days keep that and the Canadian 15 days.
 */
export const defaultPack: RulePack = {
  name: 'default',
  markets: [],
  termsOf: () => undefined,
  offerFor: () => undefined,
  refundBy: (vested, policy) => plusWorkingDays(vested, policy.refundWorkingDays),
  workingDayBefore: (date) => workingDayBefore(date),
};
