import { InternalException } from '@aws-sdk/client-eventbridge';
import { AccountSuspendedException, BadRequestException, LimitExceededException, MailFromDomainNotVerifiedException, MessageRejected, SendingPausedException, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import type { Chance } from './chance';
import { cancelled, inTransaction, throttled } from './dynamodb/refusals';
import type { Disturbances, Call, Fate, MailBecomes, Weather } from './weather';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Neighbour = Call['neighbour'];

interface Outage {
  neighbour: Neighbour;
  from: number;
  to: number;
  /** Whether it answers that it can't, or not at all. */
  isSilent: boolean;
}

/** How likely each fault is, once a call or message; most of them are 0 in most seeds, so that each kind is also seen by itself. */
interface Rates {
  dies: number;
  loses: number;
  throttles: number;
  conflicts: number;
  refusesMail: number;
  refusesEntry: number;
  duplicates: number;
  late: number;
  keepsHandled: number;
  slow: number;
  lags: number;
  missesMinute: number;
  waitsToPoll: number;
  losesMailEvent: number;
  failsMail: number;
}

/** Where faults gather in a seed, so that even those that need several in the same place have their seeds. */
type Focus = 'SendEmail' | 'PutItem' | 'TransactWriteItems' | 'PutEvents' | 'SendMessage' | undefined;
const FOCUS = 25;

const FINE: Fate = { kind: 'fine' };

/** Faults of every kind by chance, until `calmFrom`. */
export class Storm implements Weather {
  readonly rates: Rates;
  readonly outages: readonly Outage[];
  private readonly focus: Focus;

  constructor(
    private readonly chance: Chance,
    start: number,
    private readonly calmFrom: number,
    private readonly clock: () => number,
    private readonly disturbances: Pick<Disturbances, 'add'>,
  ) {
    const some = (likely: number, least: number, most: number): number => (chance.happens(likely) ? least * (most / least) ** chance.next() : 0);
    this.rates = {
      dies: some(0.5, 0.001, 0.02),
      loses: some(0.3, 0.001, 0.03),
      throttles: some(0.25, 0.001, 0.02),
      conflicts: some(0.25, 0.002, 0.05),
      refusesMail: some(0.25, 0.02, 0.3),
      refusesEntry: some(0.25, 0.01, 0.2),
      duplicates: some(0.4, 0.02, 0.3),
      late: some(0.3, 0.01, 0.2),
      keepsHandled: some(0.25, 0.01, 0.1),
      slow: some(0.5, 0.01, 0.3),
      lags: some(0.4, 0.05, 1),
      missesMinute: some(0.25, 0.05, 0.3),
      waitsToPoll: some(0.4, 0.1, 0.8),
      losesMailEvent: some(0.5, 0.05, 1),
      failsMail: some(0.25, 0.03, 0.4),
    };
    this.focus = chance.pick<Focus>(['SendEmail', 'SendEmail', 'PutItem', 'TransactWriteItems', 'PutEvents', 'SendMessage', undefined, undefined]);
    const count = chance.happens(0.3) ? chance.between(1, 2) : 0;
    this.outages = Array.from({ length: count }, () => {
      const from = start + chance.next() * (calmFrom - start);
      const lasts = chance.happens(0.7) ? chance.between(1, 40) * MINUTE : chance.between(1, 24) * HOUR;
      return { neighbour: chance.pick<Neighbour>(['table', 'queue', 'bus', 'mail', 'secrets']), from, to: Math.min(from + lasts, calmFrom), isSilent: chance.happens(0.3) };
    });
    // Whoever is out for long comes back to what piled up.
    for (const { neighbour, from, to } of this.outages) disturbances.add(from, `outage of ${neighbour}`, to - from + 90 * MINUTE);
  }

  latencyMs(): number {
    const { chance } = this;
    return this.isWild(this.rates.slow) ? chance.between(20, 2000) : chance.between(1, 20);
  }

  fateOf(call: Call): Fate {
    if (this.isCalm) return FINE;
    const { chance, rates } = this;
    const outage = this.outages.find(({ neighbour, from, to }) => neighbour === call.neighbour && from <= this.clock() && this.clock() < to);
    if (outage !== undefined) return outage.isSilent ? { kind: 'lost', applied: chance.happens(0.1) } : { kind: 'refused', error: unavailable(), why: 'outage' };
    const often = call.operation === this.focus ? FOCUS : 1;
    if (chance.happens(often * rates.dies)) return { kind: 'dies', applied: chance.happens(0.5) };
    if (chance.happens(often * rates.loses)) return { kind: 'lost', applied: chance.happens(0.6) };
    if (call.operation === 'SendEmail' && chance.happens(rates.refusesMail)) return this.refusedMail();
    if (call.neighbour === 'table' && call.isEffect && chance.happens(rates.conflicts)) {
      return { kind: 'refused', error: call.operation === 'TransactWriteItems' ? cancelled(['TransactionConflict', 'None']) : inTransaction(), why: 'conflict' };
    }
    if (call.operation !== 'SendEmail' && chance.happens(rates.throttles)) return { kind: 'refused', error: throttlingOf(call), why: 'throttled' };
    return FINE;
  }

  lagMs(): number {
    if (!this.isWild(this.rates.lags)) return this.chance.between(0, 20);
    // A second sweep comes after a minute, which has to be enough.
    return this.chance.happens(0.7) ? this.chance.between(20, 3000) : this.chance.between(3000, 55_000);
  }

  deliveries(of: 'event' | 'message'): number[] {
    const { chance, rates } = this;
    const times = this.isWild(rates.duplicates) ? chance.between(2, 5) : 1;
    const delays = Array.from({ length: times }, () => this.delay(of));
    const first = Math.min(...delays);
    if (first > 5000) this.disturbances.add(this.clock(), `late ${of}`, first);
    return delays;
  }

  keepsHandled(): boolean {
    return this.isWild(this.rates.keepsHandled);
  }

  refusesEntry(): boolean {
    return this.isWild(this.rates.refusesEntry);
  }

  batchSize(): number {
    return this.chance.happens(0.3) ? this.chance.between(1, 10) : 10;
  }

  pollMs(): number {
    return this.isWild(this.rates.waitsToPoll) ? this.chance.between(0, 3000) : 0;
  }

  mailBecomes(): MailBecomes {
    if (!this.isWild(this.rates.failsMail)) return 'delivered';
    // What did not arrive is told again the next day, or at another address.
    this.disturbances.add(this.clock(), 'mail did not arrive', 26 * HOUR);
    return this.chance.pick(['out-of-office', 'delayed', 'bounced', 'transient', 'transient', 'suppressed', 'complained', 'rejected'] as const);
  }

  losesMailEvent(): boolean {
    return this.isWild(this.rates.losesMailEvent);
  }

  minutes(): number {
    const isOut = this.outages.some(({ from, to }) => from <= this.clock() && this.clock() < to && to - from > HOUR);
    // Through a long outage every minute would fail in the same way: few of them are lived through.
    if (isOut && this.chance.happens(0.95)) return 0;
    if (!this.isWild(this.rates.missesMinute)) return 1;
    return this.chance.happens(0.5) ? 0 : 2;
  }

  stillArrives(): boolean {
    return this.chance.happens(0.5);
  }

  private get isCalm(): boolean {
    return this.clock() >= this.calmFrom;
  }

  private isWild(rate: number): boolean {
    return !this.isCalm && this.chance.happens(rate);
  }

  private delay(of: 'event' | 'message'): number {
    const { chance } = this;
    if (!this.isWild(this.rates.late)) return of === 'event' ? chance.between(50, 1000) : chance.between(5, 200);
    return chance.happens(0.8) ? chance.between(1, 600) * 1000 : chance.between(10, 600) * MINUTE;
  }

  private refusedMail(): Fate {
    const refusal = this.chance.pick(refusals)!;
    this.disturbances.add(this.clock(), 'mail refused', refusal.delayMs);
    return { kind: 'refused', error: refusal.error(), why: refusal.why };
  }
}

const $metadata = { httpStatusCode: 400 };

/** A quarter of an hour, and up to five minutes more each time that a worker comes while another one tries whether mail leaves again. */
const PAUSED_MS = 40 * MINUTE;

/** SES's typed errors, how likely each is by how often it stands here, and how long the mail is put off by it. */
const refusals: readonly { why: string; error: () => Error; delayMs: number }[] = [
  ...Array.from({ length: 5 }, () => ({ why: 'TooManyRequestsException', error: () => new TooManyRequestsException({ message: 'Maximum sending rate exceeded.', $metadata: { httpStatusCode: 429 } }), delayMs: 17 * MINUTE })),
  ...Array.from({ length: 2 }, () => ({ why: 'LimitExceededException', error: () => new LimitExceededException({ message: 'Daily message quota exceeded.', $metadata }), delayMs: 75 * MINUTE })),
  { why: 'SendingPausedException', error: () => new SendingPausedException({ message: 'Sending is paused.', $metadata }), delayMs: PAUSED_MS },
  { why: 'AccountSuspendedException', error: () => new AccountSuspendedException({ message: 'The account is suspended.', $metadata }), delayMs: PAUSED_MS },
  { why: 'MailFromDomainNotVerifiedException', error: () => new MailFromDomainNotVerifiedException({ message: 'Not verified.', $metadata }), delayMs: 75 * MINUTE },
  { why: 'MessageRejected', error: () => new MessageRejected({ message: 'Email address is not verified.', $metadata }), delayMs: 75 * MINUTE },
  { why: 'BadRequestException', error: () => new BadRequestException({ message: 'Invalid email address.', $metadata }), delayMs: 25 * HOUR },
];

/** What the SDK tries again. */
const unavailable = (): Error => new InternalException({ message: 'Service unavailable', $metadata: { httpStatusCode: 503 } });

function throttlingOf({ neighbour, operation }: Call): Error {
  if (operation === 'TransactWriteItems') return cancelled(['ThrottlingError', 'None']);
  if (neighbour === 'table') return throttled();
  const error = new Error('Rate exceeded');
  return Object.assign(error, { name: 'ThrottlingException', $metadata });
}
