import * as z from 'zod';
import { alertCustomerKeyOf, customerKeyOf } from '../../functions/core/customer-key';
import type { DeskEvent } from './desk-stack';

const Opened = z.object({ orderId: z.string().optional(), customer: z.object({ id: z.string().optional(), email: z.string(), name: z.string().optional() }) });

/**
 * Who was ever heard of, in the order of their first order or question, taken from the bus. The table has no list of customers,
 * and a scan would read every record of every one of them.
 */
export class CustomerDirectory {
  readonly #known = new Map<string, string>();
  #seen = 0;

  constructor(private readonly log: () => readonly DeskEvent[]) {}

  /** Keys, oldest first; with `words`, of those whose key, name or address has them. */
  keys(words = ''): string[] {
    this.#readOn();
    const wanted = words.toLowerCase().trim();
    if (wanted === '') return [...this.#known.keys()];
    return [...this.#known].filter(([, text]) => text.includes(wanted)).map(([key]) => key);
  }

  count(): number {
    this.#readOn();
    return this.#known.size;
  }

  #readOn(): void {
    const events = this.log();
    for (const { detailType, detail } of events.slice(this.#seen)) {
      if (detailType !== 'Backorder Created' && detailType !== 'Stock Alert Requested') continue;
      const opened = Opened.safeParse(detail);
      if (!opened.success) continue;
      const { orderId, customer: { id, email, name = '' } } = opened.data;
      const customer = { email, ...(id === undefined ? {} : { id }) };
      const key = orderId === undefined ? alertCustomerKeyOf({ customer }) : customerKeyOf({ orderId, customer });
      this.#known.set(key, `${this.#known.get(key) ?? key.toLowerCase()} ${name} ${email}`.toLowerCase());
    }
    this.#seen = events.length;
  }
}
