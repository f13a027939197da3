const UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** A schedule that this stack can't keep. The message says what it can. */
export class InvalidScheduleError extends Error {
  override readonly name = 'InvalidScheduleError';
}

/**
 * The period of `rate(1 minute)`, `rate(5 minutes)`, `rate(1 hour)` and so on, in milliseconds. Throws InvalidScheduleError,
 * also for cron(...), which nothing here uses.
 */
export function periodOf(expression: string): number {
  const [, count = '', unit = '', plural = ''] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  // EventBridge refuses rate(1 minutes) and rate(5 minute), too.
  if (unit === '' || (count === '1') !== (plural === '')) throw new InvalidScheduleError(`schedule ${expression}: expected one such as rate(1 minute) or rate(5 minutes)`);
  return Number(count) * UNITS[unit as keyof typeof UNITS];
}

/** The first whole multiple of `periodMs` after `after`, virtual epoch ms. */
export function nextTick(periodMs: number, after: number): number {
  return (Math.floor(after / periodMs) + 1) * periodMs;
}
