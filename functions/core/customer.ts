import type { Line } from './line';
import type { Profile } from './profile';
import type { StockAlert } from './stock-alert';

/** The aggregate: one customer, what we know of how to reach them, and every line they wait for. */
export interface Customer {
  profile: Profile;
  /** Open lines, and closed ones whose last word is not yet said or whose refund is not yet settled. */
  lines: Line[];
  /** What they asked to be told of when it is back, and what became of that: one for each SKU. */
  alerts: StockAlert[];
}
