import type { Store, StoreOp } from '../../store';

export interface StoredMail {
  id: string;
  /** When it was taken, ISO 8601 on the stack's clock. */
  at: string;
  to: string;
  from: string;
  replyTo: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
  configurationSet?: string;
}

const PREFIX = 'mail/';
/** Lexicographic order of keys is the order of arrival. */
const keyOf = (number: number): string => `${PREFIX}${String(number).padStart(12, '0')}`;

/** Every mail that SES took, on disk, in the order of arrival. */
export class Inbox {
  private readonly listeners: (() => void)[] = [];

  private constructor(
    private readonly store: Store,
    private total: number,
  ) {}

  /** `each` is told of every mail that is there already. */
  static async open(store: Store, each: (mail: StoredMail) => void): Promise<Inbox> {
    let total = 0;
    for await (const [key, mail] of store.entries<StoredMail>(PREFIX)) {
      each(mail);
      total = Number(key.slice(PREFIX.length)) + 1;
    }
    return new Inbox(store, total);
  }

  count(): number {
    return this.total;
  }

  /** Called once for each mail, after it is on disk. */
  onMail(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Oldest first. */
  async mails({ offset = 0, limit = Number.POSITIVE_INFINITY }: { offset?: number; limit?: number } = {}): Promise<StoredMail[]> {
    const found: StoredMail[] = [];
    for (let number = offset; number < this.total && found.length < limit; number += 1) {
      const mail = await this.store.get<StoredMail>(keyOf(number));
      if (mail !== undefined) found.push(mail);
    }
    return found;
  }

  /** What to write for this mail, and what to do once it is on disk. */
  stage(mail: StoredMail): { number: number; ops: StoreOp[]; commit(): void } {
    const number = this.total;
    this.total += 1;
    return {
      number,
      ops: [{ type: 'put', key: keyOf(number), value: mail }],
      commit: () => {
        for (const listener of this.listeners) listener();
      },
    };
  }
}
