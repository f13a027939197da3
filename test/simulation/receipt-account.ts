import type { ConsentedPart } from '../../functions/core/notice';

type Breach = (at: number, text: string) => void;

const PROMPT = 2 * 60_000;

/** An answer to a choice that the law asks for, and how often the customer read that it is on record. */
interface Answer {
  at: number;
  words: string;
  shipBy: string | null;
  until: string | null;
  timesTold: number;
}

/** What a careful clerk keeps of what a customer agreed to about one line: the last answer is the one to confirm. */
export class ReceiptAccount {
  /** What was last agreed to, asked for or not. */
  private agreed: { shipBy: string | null; until: string | null } | undefined;
  private answer: Answer | undefined;

  /** Whether pressing now says anything that was not said before. */
  isNews(shipBy: string | null, isFurther: boolean): boolean {
    const { agreed } = this;
    return agreed === undefined || agreed.shipBy !== shipBy || (isFurther && agreed.until === shipBy);
  }

  agree(shipBy: string | null, until: string | null): void {
    this.agreed = { shipBy, until };
  }

  await(answer: Omit<Answer, 'timesTold'>): void {
    this.answer = { ...answer, timesTold: 0 };
  }

  /** A receipt goes out: whether it says what was agreed to, and says it for the first time. */
  take(name: string, part: ConsentedPart, at: number, breach: Breach): void {
    const { answer } = this;
    if (answer === undefined) {
      breach(at, `${name}: an answer is confirmed, and nobody was asked for one`);
      return;
    }
    if (Date.parse(part.consentedAt) !== answer.at) breach(at, `${name}: an answer of ${part.consentedAt} is confirmed, and the last was given at ${new Date(answer.at).toISOString()}`);
    if (part.words !== answer.words) breach(at, `${name}: "${part.words}" is confirmed, and "${answer.words}" was agreed to`);
    if (part.shipBy !== answer.shipBy || part.until !== answer.until) breach(at, `${name}: ${part.shipBy ?? 'no date'} until ${part.until ?? 'for ever'} is confirmed, and ${answer.shipBy ?? 'no date'} until ${answer.until ?? 'for ever'} was agreed to`);
    answer.timesTold += 1;
    if (answer.timesTold > 1) breach(at, `${name}: an answer is confirmed twice`);
  }

  /** Whether the answer was confirmed in time. `possibleSince`: the line waits, its customer has the first word of it, and mail goes out. */
  check(name: string, at: number, possibleSince: number, breach: Breach): void {
    const { answer } = this;
    if (answer === undefined || answer.timesTold > 0 || at <= Math.max(answer.at, possibleSince) + PROMPT) return;
    breach(at, `${name}: an answer was given at ${new Date(answer.at).toISOString()}, and no mail confirms it`);
    answer.timesTold = 1;
  }
}
