import { apply } from './apply';
import type { Customer } from './customer';
import type { Instant } from './dates';
import type { Change, Fact, Setting } from './facts';

/** Several facts one after the other as one change; undefined when none of them changes anything. */
export function applyAll(customer: Customer | undefined, facts: readonly Fact[], setting: Setting, now: Instant): Change | undefined {
  return facts.reduce<Change | undefined>((so, fact) => {
    const next = apply(so?.customer ?? customer, fact, setting, now);
    if (next === undefined) return so;
    return { customer: next.customer, record: [...(so?.record ?? []), ...next.record], closed: [...(so?.closed ?? []), ...next.closed] };
  }, undefined);
}
