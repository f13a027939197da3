import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Refused } from './refusals';
import { Outcome } from './outcome';
import { AccountChange } from './sending-account';
import { eventTypes, type SesEvent } from './ses-event';

const refused = ['throttled', 'throttling', 'quota', 'daily', 'paused', 'suspended', 'rejected', 'unverified', 'mail-from', 'bad-address'] as const satisfies Refused[];

/** Of the next mails, to one address or to any. */
const Next = { to: z.string().optional(), times: z.int().positive().default(1) };

/** A typed refusal, before anything is taken. Or no answer in time that says what became of the mail, whether it was `taken` or not. */
const Answer = z.union([
  z.strictObject({ ...Next, answer: z.enum(refused) }),
  z.strictObject({
    ...Next,
    answer: z.enum(['error', 'hang-up', 'late']),
    taken: z.boolean(),
    /** How long `late` takes, in milliseconds of the machine's time: unless told, longer than our own mailer waits. */
    afterMs: z.int().nonnegative().default(6000),
  }),
]);
export type Answer = z.infer<typeof Answer>;

const Probability = z.number().min(0).max(1);

/** How events come to the bus. Without one, each comes once and at once. */
const EventPlan = z.strictObject({
  /** The first that fits an event: it comes once after each of these times, in any order with the others. `[]`: it is lost. */
  rules: z.array(z.strictObject({ eventType: z.enum(eventTypes).optional(), to: z.string().optional(), afterSeconds: z.array(z.number().nonnegative()).max(10) })).default([]),
  /** For what no rule fits. The same seed makes the same of the same mails. */
  chance: z.strictObject({ seed: z.int(), lost: Probability, doubled: Probability, late: Probability, upToSeconds: z.number().nonnegative() }).optional(),
});

/** How SES is to treat the next mails. */
const Program = z.strictObject({
  /** Added to those that still wait for their mail. */
  answers: z.array(Answer).default([]),
  /** What becomes of the next mails. Added likewise. */
  outcomes: z.array(z.strictObject({ ...Next, outcome: Outcome })).default([]),
  /** In place of the one before. */
  events: EventPlan.optional(),
});
type Program = z.infer<typeof Program>;

/** What a test, or a curious person, can tell SES to do. */
export const SesOrders = Program.extend({
  /** Forgets the orders before these that were not carried out yet. */
  behave: z.literal(true).optional(),
  account: AccountChange.optional(),
  /** Addresses to put on the suppression list, and to take off it. */
  suppress: z.array(z.string()).default([]),
  release: z.array(z.string()).default([]),
});
export type SesOrders = z.infer<typeof SesOrders>;

/** What SES was told to do and has not done yet. Forgotten when the stack ends; the account and its list are kept. */
export class Orders {
  private answers: Program['answers'] = [];
  private outcomes: Program['outcomes'] = [];
  private events: z.infer<typeof EventPlan> = { rules: [] };

  add({ answers, outcomes, events = this.events }: Program): void {
    this.answers.push(...answers.map((one) => ({ ...one })));
    this.outcomes.push(...outcomes.map((one) => ({ ...one })));
    this.events = events;
  }

  clear(): void {
    [this.answers, this.outcomes, this.events] = [[], [], { rules: [] }];
  }

  pending(): Program {
    return { answers: this.answers, outcomes: this.outcomes, events: this.events };
  }

  answerTo(to: readonly string[]): Answer | undefined {
    return taken(this.answers, to);
  }

  outcomeOf(to: readonly string[]): Outcome | undefined {
    return taken(this.outcomes, to)?.outcome;
  }

  /** After how many seconds, once each, an event of the mail with that number comes to the bus. */
  delaysOf(event: SesEvent, to: readonly string[], mailNumber: number): readonly number[] {
    const { rules, chance } = this.events;
    const { eventType } = event.detail;
    const rule = rules.find((one) => (one.eventType === undefined || one.eventType === eventType) && isFor(one.to, to));
    if (rule !== undefined) return rule.afterSeconds;
    const usual = event.afterSeconds ?? 0;
    if (chance === undefined) return [usual];
    const dice = diceOf(`${chance.seed}/${mailNumber}/${eventType}`);
    if (dice() < chance.lost) return [];
    const delay = (): number => (dice() < chance.late ? dice() * chance.upToSeconds : usual);
    return dice() < chance.doubled ? [delay(), delay()] : [delay()];
  }
}

const isFor = (wanted: string | undefined, to: readonly string[]): boolean =>
  wanted === undefined || to.some((address) => address.toLowerCase() === wanted.toLowerCase());

/** The first that is for these recipients, used up once. */
function taken<T extends { to?: string | undefined; times: number }>(list: T[], to: readonly string[]): T | undefined {
  const index = list.findIndex((one) => isFor(one.to, to));
  const found = list[index];
  if (found === undefined) return undefined;
  found.times -= 1;
  if (found.times === 0) list.splice(index, 1);
  return found;
}

/** Numbers from 0 up to, not including, 1 that follow from the seed. */
function diceOf(seed: string): () => number {
  let throws = 0;
  return () => {
    throws += 1;
    return createHash('sha256').update(`${seed}/${throws}`).digest().readUInt32BE(0) / 2 ** 32;
  };
}
