import * as z from 'zod';
import type { Clock } from '../../clock';
import type { Store } from '../../store';
import { refusalFor } from './refusals';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const KEY = 'ses/account';

/** What AWS grants an account, and what state it is in. */
export const AccountSettings = z.strictObject({
  /** Recipients a second. */
  maxSendRate: z.number().positive(),
  /** Recipients in 24 hours; -1 for no limit, as SES has it. */
  max24HourSend: z.int().min(-1),
  /** `paused` by the merchant or by AWS for a while; `suspended` by AWS. */
  sending: z.enum(['on', 'paused', 'suspended']),
  /** How long SES takes for each mail, in milliseconds of the machine's time. */
  latencyMs: z.int().nonnegative(),
});
export type AccountSettings = z.infer<typeof AccountSettings>;

export const AccountChange = AccountSettings.partial();

/** Out of the sandbox, and with more than this machine can send. */
const DEFAULTS: AccountSettings = { maxSendRate: 500, max24HourSend: 10_000_000, sending: 'on', latencyMs: 0 };

/**
 * How much may be sent, and whether at all ("Managing your Amazon SES sending limits", Developer Guide). Limits count
 * recipients. Settings are kept over a restart; what was sent is counted again from the mails themselves.
 */
export class SendingAccount {
  /** When recipients were written to in the last 24 hours, virtual epoch milliseconds, oldest first. */
  private readonly sentAt: number[];

  private constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private current: AccountSettings,
    sentAt: readonly number[],
  ) {
    this.sentAt = [...sentAt];
  }

  static async open(store: Store, clock: Clock, sentAt: readonly number[]): Promise<SendingAccount> {
    return new SendingAccount(store, clock, { ...DEFAULTS, ...(await store.get<AccountSettings>(KEY)) }, sentAt);
  }

  get settings(): AccountSettings {
    return this.current;
  }

  async change(settings: z.infer<typeof AccountChange>): Promise<void> {
    this.current = AccountSettings.parse({ ...this.current, ...settings });
    await this.store.batch([{ type: 'put', key: KEY, value: this.current }]);
  }

  /** Counts a mail to so many recipients, or throws AwsError and counts nothing. */
  admit(recipients: number): void {
    const { maxSendRate, max24HourSend, sending } = this.current;
    if (sending !== 'on') throw refusalFor(sending);
    const now = this.clock.now();
    this.forget(now);
    if (max24HourSend >= 0 && this.sentAt.length + recipients > max24HourSend) throw refusalFor('quota');
    if (this.sentSince(now - SECOND_MS) + recipients > Math.max(1, maxSendRate)) throw refusalFor('throttled');
    for (let count = 0; count < recipients; count += 1) this.sentAt.push(now);
  }

  /** The answer of GetAccount. */
  describe(): Record<string, unknown> {
    const { maxSendRate, max24HourSend, sending } = this.current;
    this.forget(this.clock.now());
    return {
      DedicatedIpAutoWarmupEnabled: false,
      EnforcementStatus: sending === 'suspended' ? 'SHUTDOWN' : 'HEALTHY',
      ProductionAccessEnabled: true,
      SendingEnabled: sending === 'on',
      SendQuota: { Max24HourSend: max24HourSend, MaxSendRate: maxSendRate, SentLast24Hours: this.sentAt.length },
      SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    };
  }

  private forget(now: number): void {
    const kept = this.sentAt.findIndex((at) => at > now - DAY_MS);
    this.sentAt.splice(0, kept === -1 ? this.sentAt.length : kept);
  }

  private sentSince(after: number): number {
    let count = 0;
    for (let index = this.sentAt.length - 1; index >= 0 && (this.sentAt[index] ?? 0) > after; index -= 1) count += 1;
    return count;
  }
}
