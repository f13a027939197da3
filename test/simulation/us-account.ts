import type { NoticeOffer } from '../../functions/core/notice';

/** What happened that the rule makes something of, in order. */
type Entry = Told | { consent: string | null; today: string };

interface Told {
  /** The notice that made the choice: one that only repeats it makes no new one, and falls with the first. */
  noticeId: string;
  shipBy: string | null;
  offer: Offered | undefined;
  /** It said that nothing is asked any more. */
  endsChoice: boolean;
  today: string;
}

type Offered = Pick<NoticeOffer, 'silence' | 'answerBy'>;

interface Standing {
  /** The date that the buyer may hold the shop to; null after consent to none. */
  binding: string | null;
  /** A choice that waits for an answer, and the notice that made it. */
  awaited: { noticeId: string; shipBy: string | null; until: string; madeOn: string } | undefined;
}

/*
 * What a lawyer would keep of one order that is sold to the United States, reading the rule and the mails, and nothing of the
 * code: by when an answer is due, what no answer means, and when the wait is over. A notice that did not arrive is crossed
 * out, and all is read again without it.
 */
export class UsAccount {
  private readonly entries: Entry[] = [];
  private readonly lost = new Set<string>();
  /** Last days of which the buyer was reminded. */
  private readonly reminded = new Set<string>();
  private now: Standing;

  constructor(private readonly stated: string) {
    this.now = { binding: stated, awaited: undefined };
  }

  /** The last day of the wait; null when the buyer has agreed to wait without one. */
  get lastDay(): string | null {
    return this.now.awaited?.until ?? this.now.binding;
  }

  get awaitsAnswer(): boolean {
    return this.now.awaited !== undefined;
  }

  isOver(today: string): boolean {
    return this.lastDay !== null && today > this.lastDay;
  }

  /** A mail says when it ships: the choice that it has to offer, in a word or two; 'none' where it has to offer none. */
  asks(shipBy: string | null): string {
    const { binding, awaited } = this.now;
    if (binding === null || (shipBy !== null && shipBy <= binding)) return 'none';
    if (awaited !== undefined) return `cancels after ${awaited.until}`;
    if (binding !== this.stated) return `cancels after ${binding}`;
    const thirty = new Date(Date.parse(this.stated) + 30 * 86_400_000).toISOString().slice(0, 10);
    return shipBy !== null && shipBy <= thirty ? `agrees until ${shipBy}` : `cancels after ${thirty}`;
  }

  /** Whether a "keep" now, when `shipBy` stands, answers a choice: one that comes with that date, or came with it and is open. */
  isAsked(shipBy: string | null, isFurther: boolean): boolean {
    if (this.asks(shipBy) !== 'none') return true;
    let last: { shipBy: string | null; isOpen: boolean; isOver: boolean } | undefined;
    let so: Standing = { binding: this.stated, awaited: undefined };
    for (const entry of this.entries) {
      const next = this.after(so, entry);
      if ('consent' in entry) {
        if (last !== undefined) last.isOpen = false;
      } else if (entry.offer !== undefined && !this.lost.has(entry.noticeId) && !(so.awaited !== undefined && so.awaited.shipBy === entry.shipBy)) {
        last = { shipBy: entry.shipBy, isOpen: true, isOver: false };
      } else if (entry.endsChoice && so.awaited !== undefined && last !== undefined) {
        last.isOver = true;
      }
      so = next;
    }
    return last !== undefined && last.shipBy === shipBy && !last.isOver && (last.isOpen || isFurther);
  }

  /** Compares, and takes the mail as sent. Returns what is wrong with it, in words. */
  takeMail(noticeId: string, kind: string, shipBy: string | null, offer: Offered | undefined, today: string): string[] {
    const wrong: string[] = [];
    const asked = this.asks(shipBy);
    const offered = offer === undefined ? 'none' : `${offer.silence === 'cancels' ? 'cancels after' : 'agrees until'} ${offer.answerBy}`;
    if (asked !== offered) wrong.push(`the choice is "${offered}" and has to be "${asked}"`);
    if (this.isOver(today)) wrong.push(`said to wait, and its last day was ${this.lastDay ?? 'none'}`);
    if (kind === 'reminder') {
      const until = this.now.awaited?.until;
      if (until === undefined || this.reminded.has(until)) wrong.push('reminded of nothing, or twice');
      else this.reminded.add(until);
    }
    const { awaited } = this.now;
    const isRepeated = awaited !== undefined && awaited.shipBy === shipBy && offer !== undefined;
    this.take({ noticeId: isRepeated ? awaited.noticeId : noticeId, shipBy, offer, endsChoice: asked === 'none', today });
    return wrong;
  }

  /** The last day is near, the choice was there before, and nobody reminded the buyer. */
  isUnreminded(today: string): boolean {
    const { awaited } = this.now;
    return awaited !== undefined && !this.isOver(today) && today > before(awaited.until, 2) && awaited.madeOn < before(awaited.until, 4) && !this.reminded.has(awaited.until);
  }

  /** The buyer agreed to `until` on `today`. */
  takeConsent(until: string | null, today: string): void {
    if (!this.isOver(today)) this.take({ consent: until, today });
  }

  /** What that notice offered was not offered. */
  takeBounce(noticeId: string): void {
    this.lost.add(noticeId);
    this.now = this.entries.reduce<Standing>((so, entry) => this.after(so, entry), { binding: this.stated, awaited: undefined });
  }

  private take(entry: Entry): void {
    this.entries.push(entry);
    this.now = this.after(this.now, entry);
  }

  private after(so: Standing, entry: Entry): Standing {
    const { binding } = so;
    if ('consent' in entry) return { binding: latest(binding, entry.consent), awaited: undefined };
    const { noticeId, shipBy, offer, endsChoice, today: madeOn } = entry;
    if (offer === undefined) return endsChoice ? { binding, awaited: undefined } : so;
    if (this.lost.has(noticeId) || (so.awaited !== undefined && so.awaited.shipBy === shipBy)) return so;
    if (offer.silence === 'agrees') return { binding: latest(binding, shipBy), awaited: undefined };
    return { binding, awaited: { noticeId, shipBy, until: offer.answerBy, madeOn } };
  }
}

const latest = (binding: string | null, until: string | null): string | null => (binding === null || until === null ? null : until > binding ? until : binding);
const before = (day: string, days: number): string => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
