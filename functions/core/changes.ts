import { apply, applyToClosed } from './apply';
import type { Customer } from './customer';
import { isSameLine } from './line';
import type { Instant } from './dates';
import type { Change, Fact, Setting } from './facts';

/** Several facts one after the other as one change; undefined when none of them changes anything. */
export function applyAll(customer: Customer | undefined, facts: readonly Fact[], setting: Setting, now: Instant): Change | undefined {
  return facts.reduce<Change | undefined>((so, fact) => {
    const next = one(so, so?.customer ?? customer, fact, setting, now);
    if (next === undefined) return so;
    const before = so?.closed.filter((line) => !next.closed.some((later) => isSameLine(later, line))) ?? [];
    return { customer: next.customer, record: [...(so?.record ?? []), ...next.record], closed: [...before, ...next.closed] };
  }, undefined);
}

/** A line that one fact has closed is a closed one to the next. */
function one(so: Change | undefined, customer: Customer | undefined, fact: Fact, setting: Setting, now: Instant): Change | undefined {
  const closed = fact.type === 'Order Shipped' ? so?.closed.find((line) => isSameLine(line, fact.event)) : undefined;
  if (closed !== undefined && customer !== undefined && fact.type === 'Order Shipped') return applyToClosed(customer, closed, fact.event, setting, now);
  return apply(customer, fact, setting, now);
}
