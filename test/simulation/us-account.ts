import type { NoticeOffer } from '../../functions/core/notice';

/*
 * What a lawyer would keep of one order that is sold to the United States, reading the rule and the mails, and nothing of the
 * code: by when an answer is due, what no answer means, and when the wait is over.
 */
export class UsAccount {
  /** The date that the buyer may hold the shop to; null after consent to none. */
  private binding: string | null;
  private awaited: string | undefined;
  private reminded = false;

  constructor(private readonly stated: string) {
    this.binding = stated;
  }

  /** The last day of the wait; null when the buyer has agreed to wait without one. */
  get lastDay(): string | null {
    return this.awaited ?? this.binding;
  }

  get awaitsAnswer(): boolean {
    return this.awaited !== undefined;
  }

  isOver(today: string): boolean {
    return this.lastDay !== null && today > this.lastDay;
  }

  /** A mail says when it ships: the choice that it has to offer, in a word or two; 'none' where it has to offer none. */
  asks(shipBy: string | null): string {
    if (this.binding === null || (shipBy !== null && shipBy <= this.binding)) return 'none';
    if (this.awaited !== undefined) return `cancels after ${this.awaited}`;
    if (this.binding !== this.stated) return `cancels after ${this.binding}`;
    const thirty = new Date(Date.parse(this.stated) + 30 * 86_400_000).toISOString().slice(0, 10);
    return shipBy !== null && shipBy <= thirty ? `agrees until ${shipBy}` : `cancels after ${thirty}`;
  }

  /** Compares, and takes the mail as sent. Returns what is wrong with it, in words. */
  takeMail(kind: string, shipBy: string | null, offer: NoticeOffer | undefined, today: string): string[] {
    const wrong: string[] = [];
    const asked = this.asks(shipBy);
    const offered = offer === undefined ? 'none' : offer.silence === 'cancels' ? `cancels after ${offer.answerBy}` : `agrees until ${offer.answerBy}`;
    if (asked !== offered) wrong.push(`the choice is "${offered}" and has to be "${asked}"`);
    if (this.isOver(today)) wrong.push(`said to wait, and its last day was ${this.lastDay ?? 'none'}`);
    if (kind === 'reminder' && (this.reminded || this.awaited === undefined)) wrong.push('reminded of nothing, or twice');
    this.reminded = kind === 'reminder' || (this.reminded && kind === 'weekly');
    if (asked.startsWith('agrees') && shipBy !== null) this.binding = shipBy;
    this.awaited = asked.startsWith('cancels') ? asked.slice(-10) : undefined;
    return wrong;
  }

  /** The buyer agreed to `shipBy` on `today`. */
  takeConsent(shipBy: string | null, today: string): void {
    if (this.isOver(today)) return;
    if (shipBy === null) this.binding = null;
    else if (this.binding !== null && shipBy > this.binding) this.binding = shipBy;
    this.awaited = undefined;
  }
}
