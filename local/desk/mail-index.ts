import type { DeskMail, DeskStack } from './desk-stack';

/** What a list of mails shows of one. */
export interface MailLine {
  id: string;
  at: string;
  to: string;
  from: string;
  subject: string;
  /** How the text begins. */
  begins: string;
  /** What the mail tells: first, later, weekly, ... */
  kind: string | undefined;
}

const MAILS_A_READ = 50;
const BEGINNING_LENGTH = 200;

/**
 * The first lines of all mails, in memory, so that lists of thousands are quick. Mails themselves stay on disk.
 *
 * A mail is counted when SES has announced it, which is after it reached the disk: what SES counts may still be on the
 * way there, and a position read too early would hold its neighbour.
 */
export class MailIndex {
  readonly #lines: MailLine[] = [];
  readonly #positions = new Map<string, number>();
  #arrived: number;
  #reading: Promise<void> | undefined;

  constructor(private readonly ses: DeskStack['ses']) {
    this.#arrived = ses.count();
    ses.onMail(() => {
      this.#arrived += 1;
    });
  }

  count(): number {
    return this.#arrived;
  }

  /** Oldest first; the index is a mail's position. */
  async lines(): Promise<readonly MailLine[]> {
    while (this.#lines.length < this.#arrived) {
      this.#reading ??= this.#readOn().finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
    return this.#lines;
  }

  async find(id: string): Promise<DeskMail | undefined> {
    await this.lines();
    const position = this.#positions.get(id);
    if (position === undefined) return undefined;
    return (await this.ses.mails({ offset: position, limit: 1 }))[0];
  }

  /** Whole mails at these positions, in this order. */
  async *at(positions: readonly number[]): AsyncIterable<DeskMail> {
    for (let from = 0; from < positions.length; from += MAILS_A_READ) {
      const wanted = positions.slice(from, from + MAILS_A_READ);
      const found = await Promise.all(wanted.map((offset) => this.ses.mails({ offset, limit: 1 })));
      yield* found.flat();
    }
  }

  async #readOn(): Promise<void> {
    const offset = this.#lines.length;
    const mails = await this.ses.mails({ offset, limit: Math.min(MAILS_A_READ, this.#arrived - offset) });
    if (mails.length === 0) throw new Error(`mail ${offset} of ${this.#arrived} is not in the inbox`);
    for (const mail of mails) {
      this.#positions.set(mail.id, this.#lines.length);
      this.#lines.push(lineOf(mail));
    }
  }
}

const lineOf = ({ id, at, to, from, subject, text, tags }: DeskMail): MailLine => ({
  id,
  at,
  to,
  from,
  subject,
  begins: text.slice(0, BEGINNING_LENGTH * 2).replaceAll(/\s+/g, ' ').trim().slice(0, BEGINNING_LENGTH),
  kind: tags.kind,
});
