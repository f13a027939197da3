import { type Counts, MailKind } from './counts';
import { type Bill, billOf, dollars, type Prices, totalOf } from './prices';
import { MINUTES_BETWEEN_QUESTIONS, NOTHING, plus, QUESTIONS, times, type Usage } from './usage';

/** What a shop expects. */
export interface Volume {
  /** Orders a month that have to wait. */
  orders: number;
  /** Customers who wait at the same time. */
  open: number;
  /** How often the date of an order moves so that it is told. */
  moves: number;
}

export interface Estimate {
  /** Mails a month, by kind. */
  mails: Readonly<Record<MailKind, number>>;
  /** Dollars a month for them. */
  bill: Bill;
  /** Dollars a month that are due without any mail, each with what it is for. */
  fixed: readonly { what: string; dollars: number }[];
  total: number;
}

const MONTH_DAYS = 365.25 / 12;
const MONTH_MINUTES = MONTH_DAYS * 24 * 60;
/** Lambda asks an idle queue with five long polls ("Using Lambda with Amazon SQS"), each of the 20 seconds that SQS knows at most. */
const IDLE_RECEIVES_A_MINUTE = 5 * (60 / 20);
const SECRETS = 1;
const DASHBOARDS = 1;

/** What a month costs by the counts and prices. A weekly update is taken to go to everybody who waits, every week: never too few. */
export function estimate({ orders, open, moves }: Volume, counts: Counts, prices: Prices): Estimate {
  const mails = { first: orders, moved: orders * moves, weekly: open * (MONTH_DAYS / 7), shipped: orders };
  const usage = MailKind.options.reduce<Usage>((sum, kind) => plus(sum, times(counts.mails[kind].usage, mails[kind])), NOTHING);
  const bill = billOf(prices, usage, counts.lambdaMegabytes);
  const schedule = totalOf(billOf(prices, times(counts.scheduleRun, MONTH_MINUTES), counts.lambdaMegabytes));
  const fixed = [
    { what: 'the schedule, every minute', dollars: schedule },
    { what: 'a worker that is never idle, asking for the keys and for what SES allows', dollars: totalOf(billOf(prices, times(QUESTIONS, MONTH_MINUTES / MINUTES_BETWEEN_QUESTIONS), counts.lambdaMegabytes)) },
    { what: `Lambda asking ${counts.queuesFed} queues whether there is anything`, dollars: dollars(prices, 'sqsRequest', counts.queuesFed * IDLE_RECEIVES_A_MINUTE * MONTH_MINUTES) },
    { what: `${counts.alarms} alarms`, dollars: dollars(prices, 'alarmMonth', counts.alarms) },
    // Too many rather than too few: most have a number in some hours only, and are billed by the hour.
    { what: `${counts.metrics} metrics, each in every hour`, dollars: dollars(prices, 'metricMonth', counts.metrics) },
    { what: 'the dashboard', dollars: dollars(prices, 'dashboardMonth', DASHBOARDS) },
    { what: 'the keyring', dollars: dollars(prices, 'secretMonth', SECRETS) },
  ];
  return { mails, bill, fixed, total: totalOf(bill) + fixed.reduce((sum, one) => sum + one.dollars, 0) };
}

/** Dollars for 1,000 mails of a kind by service, and by how much of SES's own price they are above it. */
export function perThousand(kind: MailKind, counts: Counts, prices: Prices): { bill: Bill; total: number; overSes: number } {
  const bill = billOf(prices, times(counts.mails[kind].usage, 1000), counts.lambdaMegabytes);
  const total = totalOf(bill);
  return { bill, total, overSes: bill.SES === 0 ? 0 : (total - bill.SES) / bill.SES };
}
