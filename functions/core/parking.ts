import { Draft } from './change';
import type { Customer } from './customer';
import { plusSeconds, type Instant } from './dates';
import type { Change, Setting } from './facts';
import { spread } from './ids';

/** Those who were parked together come back over that long. */
const SPREAD_SECONDS = 300;

/** No mail leaves before `until`: this customer's waits till then, and is looked at no sooner. All else goes on. */
export function park(customer: Customer, until: Instant, setting: Setting, now: Instant): Change {
  const draft = new Draft(customer, setting, now);
  const retryAt = plusSeconds(until, spread(customer.profile.key, SPREAD_SECONDS));
  if ((customer.profile.retryAt ?? '') < retryAt) draft.putProfile({ retryAt });
  return draft.finish();
}
