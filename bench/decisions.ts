import { apply } from '../functions/core/apply';
import { attend } from '../functions/core/attend';
import type { Customer } from '../functions/core/customer';
import type { Instant } from '../functions/core/dates';
import type { BackorderCreated } from '../functions/core/events/incoming/backorder-created';
import type { Change, Fact, Setting } from '../functions/core/facts';
import { Policy } from '../functions/core/merchant';
import { beginSending, published, recordSent } from '../functions/core/sending';

/*
 * What bench/attend.ts runs: how long the core takes to decide for one customer with 1,000 open lines, and decisions a
 * second on one core for many customers with 3 lines each. Ends with 1 when a target is missed.
 */

const MEDIAN_MS_OF_1000_LINES = 5;
const DECISIONS_A_SECOND_OF_3_LINES = 10_000;

const setting: Setting = { policy: Policy.parse({}), timeZone: 'America/New_York', market: 'US' };
const ZONES = ['America/Chicago', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo', undefined];
const MONDAY = Date.parse('2026-11-23T14:00:00.000Z');
const HOUR = 3_600_000;
const WEEK = 168 * HOUR;

const instant = (ms: number): Instant => new Date(ms).toISOString();

/** A customer and a moment at which there is something to decide, or nothing. */
interface Case {
  customer: Customer;
  now: Instant;
}

function main(): void {
  const kinds = [['nothing due', nothingDue], ['a weekly update due', weeklyDue], ['a change due', changeDue]] as const;
  const missed: boolean[] = [];
  console.log(`customer with 1000 open lines (target: median under ${MEDIAN_MS_OF_1000_LINES} ms)`);
  for (const [name, kind] of kinds) {
    const cases = [kind(told('large', 1000, 0))];
    const times = measured(cases, 300);
    tell(name, times);
    missed.push(!(at(times, 0.5) < MEDIAN_MS_OF_1000_LINES));
  }

  console.log(`customers with 3 lines (target: ${DECISIONS_A_SECOND_OF_3_LINES.toLocaleString('en')} decisions a second of the mix)`);
  const customers = Array.from({ length: 300 }, (_none, n) => told(`c${n}`, 3, n));
  for (const [name, kind] of kinds) tell(name, measured(customers.map(kind), 10_000));
  // Most who are woken are due for their week; some have news, and some were looked after by somebody else meanwhile.
  const mix = customers.map((customer, n) => (n % 10 < 6 ? weeklyDue : n % 10 < 8 ? changeDue : nothingDue)(customer));
  const times = measured(mix, 30_000);
  tell('mix of 6 weekly, 2 changes, 2 nothing', times);
  missed.push(!(perSecond(times) >= DECISIONS_A_SECOND_OF_3_LINES));

  if (missed.some(Boolean)) {
    console.log('a target is missed');
    process.exitCode = 1;
  }
}

/** Milliseconds of each of `rounds` decisions, sorted, after as many that warm up. */
function measured(cases: readonly Case[], rounds: number): number[] {
  const times: number[] = [];
  for (let round = 0; round < 2 * rounds; round += 1) {
    const one = cases[round % cases.length];
    if (one === undefined) break;
    const from = performance.now();
    attend(one.customer, setting, one.now);
    if (round >= rounds) times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b);
}

function tell(what: string, times: readonly number[]): void {
  const rate = Math.round(perSecond(times)).toLocaleString('en');
  console.log(`  ${what}: median ${at(times, 0.5).toFixed(3)} ms, p95 ${at(times, 0.95).toFixed(3)} ms, ${rate} decisions a second`);
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
const perSecond = (times: readonly number[]): number => (1000 * times.length) / times.reduce((sum, one) => sum + one, 0);

const nothingDue = (customer: Customer): Case => ({ customer, now: instant(MONDAY + 30 * HOUR) });
const weeklyDue = (customer: Customer): Case => ({ customer, now: instant(MONDAY + WEEK) });

/** The date of every other line has moved, and the settle window is over. */
function changeDue(customer: Customer): Case {
  const now = MONDAY + 50 * HOUR;
  const event = { eventId: 'moved', scope: { sku: 'sku0' }, shipBy: '2027-03-01', asOf: instant(now) };
  const moved = apply(customer, { type: 'ETA Changed', event }, setting, instant(now));
  return { customer: moved?.customer ?? customer, now: instant(now + HOUR) };
}

/** Who waits for that many lines and has had the first notice of them. */
function told(id: string, lines: number, n: number): Customer {
  const opened = Array.from({ length: lines }, (_none, line) => created(id, line, n)).reduce<Change | undefined>(
    (so, fact) => apply(so?.customer, fact, setting, instant(MONDAY)) ?? so,
    undefined,
  );
  const now = instant(MONDAY + HOUR);
  if (opened === undefined) throw new Error('no line is open');
  const { act } = attend(opened.customer, setting, now);
  if (act.kind !== 'tell') throw new Error('expected the first notice');
  const begun = beginSending(opened.customer, act.notice, 1, { subject: 'first', wordsHash: 'hash', text: 'Dear Ada, we are sorry.' }, setting, now).customer;
  const sent = recordSent(begun, { messageId: 'm' }, setting, now).customer;
  return published(sent, sent.profile.outbox.map(({ detail }) => detail.eventId), setting, now).customer;
}

function created(id: string, line: number, n: number): Fact {
  const zone = ZONES[n % ZONES.length];
  const event: BackorderCreated = {
    eventId: `created-${id}-${line}`,
    orderId: `o${Math.floor(line / 3)}`,
    lineId: `l${line}`,
    placedAt: instant(MONDAY),
    market: 'US',
    customer: { id, email: `${id}@example.com`, ...(zone !== undefined && { timeZone: zone }) },
    item: { sku: `sku${line % 2}`, name: `Item ${line}`, quantity: 2 },
    paid: { amount: 5900, currency: 'USD' },
    promise: { shipBy: '2027-02-10' },
    kind: 'backorder',
  };
  return { type: 'Backorder Created', event };
}

main();
