import type { Fact } from '../../functions/core/facts';
import type { Notice } from '../../functions/core/notice';

type Breach = (at: number, text: string) => void;

/** What the store reports waits a moment for more that comes back with it. */
const PROMPT = 3 * 60_000;

interface Wish {
  state: 'waiting' | 'over';
  requestedAt: number;
  endedAt: number;
  /** As of when it is back, all that was reported, and when that was heard first. */
  back: { asOf: number; reported: readonly number[]; since: number } | undefined;
}

/** What somebody would keep who promised to call when it is back: who asked, what came back since, and who was called. */
export class AlertsAccount {
  private readonly wishes = new Map<string, Wish>();
  private readonly heard = new Set<string>();

  /**
   * `retold`: SKUs that a lost mail had told. Who asks anew after that had seen it gone again, whether they had read the mail or
   * not; from then on it is a wish like any other, and leaves the set.
   */
  take(fact: Fact, at: number, retold: Set<string>): void {
    switch (fact.type) {
      case 'Stock Alert Requested': {
        const { eventId, item, requestedAt } = fact.event;
        const wish = this.wishes.get(item.sku);
        if (this.heard.has(eventId) || (wish?.state === 'waiting' && !retold.has(item.sku)) || Date.parse(requestedAt) <= (wish?.endedAt ?? 0)) break;
        this.wish(item.sku, Date.parse(requestedAt));
        retold.delete(item.sku);
        break;
      }
      case 'Alert Asked Again':
        if (this.wishes.get(fact.click.sku)?.state !== 'over' && !(this.wishes.has(fact.click.sku) && retold.has(fact.click.sku))) break;
        this.wish(fact.click.sku, at);
        retold.delete(fact.click.sku);
        break;
      case 'Back In Stock': {
        const wish = this.wishes.get(fact.event.sku);
        const asOf = Date.parse(fact.event.asOf);
        if (wish?.state !== 'waiting' || asOf < wish.requestedAt) break;
        wish.back = { asOf: Math.max(asOf, wish.back?.asOf ?? 0), reported: [...(wish.back?.reported ?? []), asOf], since: wish.back?.since ?? at };
        break;
      }
      case 'Alert Stopped':
        for (const [sku, wish] of this.wishes) if ((fact.click.sku ?? sku) === sku) end(wish, at);
        break;
      default:
    }
    if ('event' in fact) this.heard.add(fact.event.eventId);
  }

  /** `retold`: SKUs that a lost mail had told. Who counts as told hears no later report, so what they are told again is the one of then. */
  takeMail({ alerts = [], parts, kind }: Notice, at: number, retold: ReadonlySet<string>, breach: Breach): void {
    if (parts.length === 0 && alerts.length === 0) breach(at, 'a mail that says nothing');
    if (alerts.length > 0 && !['back-in-stock', 'weekly', 'earlier', 'shipped'].includes(kind)) breach(at, `stock in a ${kind} mail`);
    for (const { sku, asOf } of alerts) {
      const wish = this.wishes.get(sku);
      if (wish?.state !== 'waiting') breach(at, `${sku} is told as back, and nobody ${wish === undefined ? 'asked' : 'asks any more'}`);
      else if (wish.back?.asOf !== Date.parse(asOf) && !(retold.has(sku) && wish.back?.reported.includes(Date.parse(asOf)) === true)) breach(at, `${sku} is told as back since ${asOf}, and is not`);
      if (wish !== undefined) end(wish, at);
    }
  }

  /** `freeSince`: since when mail can go out. */
  check(at: number, freeSince: number, breach: Breach): void {
    for (const [sku, wish] of this.wishes) {
      if (wish.back === undefined || at <= Math.max(wish.back.since, freeSince) + PROMPT) continue;
      breach(at, `${sku} is back since ${new Date(wish.back.since).toISOString()}, and who asked was not told`);
      wish.back = undefined;
    }
  }

  private wish(sku: string, requestedAt: number): void {
    this.wishes.set(sku, { state: 'waiting', requestedAt, endedAt: 0, back: undefined });
  }
}

function end(wish: Wish, at: number): void {
  Object.assign(wish, { state: 'over', endedAt: at, back: undefined });
}
