import { Draft } from './change';
import type { Customer } from './customer';
import { plusSeconds, type Instant } from './dates';
import type { Change, Setting } from './facts';
import { spread } from './ids';
import type { Notice } from './notice';

/** Those who were parked together come back over that long. */
const SPREAD_SECONDS = 300;

/** No mail leaves before `until`: this customer's waits till then, and is looked at no sooner. All else goes on. */
export function park(customer: Customer, until: Instant, setting: Setting, now: Instant): Change {
  const draft = new Draft(customer, setting, now);
  const retryAt = plusSeconds(until, spread(customer.profile.key, SPREAD_SECONDS));
  if ((customer.profile.retryAt ?? '') < retryAt) draft.putProfile({ retryAt });
  return draft.finish();
}

/** How long a mail that can't be written waits for somebody to mend that. */
const ASIDE_SECONDS = 3600;

/** A mail that can't be written must not be tried each minute; the merchant has to know that a customer is not told. */
export function putAside(customer: Customer, { id, parts }: Notice, setting: Setting, now: Instant): Change {
  const draft = new Draft(customer, setting, now);
  draft.putProfile({ retryAt: plusSeconds(now, ASIDE_SECONDS) });
  draft.note('merchant-task', parts, id, { task: 'see the log: a mail to this customer cannot be written', noticeId: id });
  return draft.finish();
}
