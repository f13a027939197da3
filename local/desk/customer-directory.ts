import * as z from 'zod';
import { customerKeyOf } from '../../functions/core/customer-key';
import type { DeskEvent } from './desk-stack';

const Opened = z.object({ orderId: z.string().optional(), customer: z.object({ id: z.string().optional(), email: z.string(), name: z.string().optional() }) });

/**
 * Who was ever heard of, in the order of their first order or question, taken from the bus. The table has no list of customers,
 * and a scan would read every record of every one of them.
 *
 * Whose a guest's question about stock is, only the service can say: it keeps a keyed hash. `knownBy` asks the table for those
 * who are written to at an address; until it knows one, such a guest is not listed.
 */
export class CustomerDirectory {
  readonly #known = new Map<string, string>();
  /** Addresses of guests who asked about stock and whose key is not known yet, with their names. */
  readonly #guests = new Map<string, string>();
  #seen = 0;

  constructor(
    private readonly log: () => readonly DeskEvent[],
    private readonly knownBy: (email: string) => Promise<string[]>,
  ) {}

  /** Keys, oldest first; with `words`, of those whose key, name or address has them. */
  async keys(words = ''): Promise<string[]> {
    await this.#readOn();
    const wanted = words.toLowerCase().trim();
    if (wanted === '') return [...this.#known.keys()];
    return [...this.#known].filter(([, text]) => text.includes(wanted)).map(([key]) => key);
  }

  async count(): Promise<number> {
    await this.#readOn();
    return this.#known.size;
  }

  async #readOn(): Promise<void> {
    const events = this.log();
    const unread = events.slice(this.#seen);
    this.#seen = events.length;
    for (const { detailType, detail } of unread) {
      if (detailType !== 'Backorder Created' && detailType !== 'Stock Alert Requested') continue;
      const opened = Opened.safeParse(detail);
      if (!opened.success) continue;
      const { orderId, customer: { id, email, name = '' } } = opened.data;
      const key = orderId === undefined ? id : customerKeyOf({ orderId, customer: { email, ...(id === undefined ? {} : { id }) } });
      if (key === undefined) this.#guests.set(email, name);
      else this.#note(key, name, email);
    }
    await Promise.all([...this.#guests].map(([email, name]) => this.#findGuest(email, name)));
  }

  async #findGuest(email: string, name: string): Promise<void> {
    const keys = await this.knownBy(email);
    if (keys.length === 0) return;
    this.#guests.delete(email);
    for (const key of keys) this.#note(key, name, email);
  }

  #note(key: string, name: string, email: string): void {
    this.#known.set(key, `${this.#known.get(key) ?? key.toLowerCase()} ${name} ${email}`.toLowerCase());
  }
}
