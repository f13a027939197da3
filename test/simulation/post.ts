import type { MailReport } from '../../functions/core/mail-report';

const HOUR = 3_600_000;
/** After a mailbox was full nobody writes for half a day. */
const SOFT_PATIENCE = 12 * HOUR;
const SOFT_IN_A_ROW = 3;
/** SES did not like the words: that is looked into by people. */
const REJECTED_PATIENCE = 24 * HOUR;

/** Where a customer gets their mail, and since when it could go out: never, as long as the address takes none. */
export class Post {
  address: string | undefined;
  freeSince = 0;
  private soft = 0;
  private readonly bounced = new Set<string>();

  /** An address that came along with an order or a wish. The same again says nothing new. */
  moveTo(address: string, at: number): void {
    if (address !== this.address) this.correctTo(address, at);
  }

  /** The store vouches for it. */
  correctTo(address: string, at: number): void {
    if (this.freeSince > at || this.freeSince === Number.POSITIVE_INFINITY) this.freeSince = at;
    this.address = address;
    this.soft = 0;
  }

  bounce({ noticeId, address, outcome }: MailReport, at: number): void {
    if ((outcome.what !== 'bounced' && outcome.what !== 'rejected') || this.bounced.has(noticeId)) return;
    this.bounced.add(noticeId);
    if (outcome.what === 'rejected') {
      this.freeSince = Math.max(this.freeSince, at + REJECTED_PATIENCE);
      return;
    }
    if (address !== this.address || this.freeSince === Number.POSITIVE_INFINITY) {
      // It is told again at once where it can be.
      if (this.freeSince < at) this.freeSince = at;
      return;
    }
    if (outcome.type === 'transient') this.soft += 1;
    this.freeSince = outcome.type !== 'transient' || this.soft >= SOFT_IN_A_ROW ? Number.POSITIVE_INFINITY : at + SOFT_PATIENCE;
  }
}
