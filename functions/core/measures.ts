import type { Customer } from './customer';
import type { Instant } from './dates';
import type { Change } from './facts';
import { isSameLine, type Cancellation, type Line } from './line';
import type { MetricByKind, MetricName } from './metrics';
import { NoticeKind } from './notice-kinds';
import type { RecordEntry } from './record';

/** One value of a metric. `other` is a kind that nobody remembers. */
export type Measure =
  | { metric: MetricByKind; kind: NoticeKind | 'other'; value: number }
  | { metric: Exclude<MetricName, MetricByKind>; kind?: undefined; value: number };

/**
 * What a change that was committed says in numbers. Nothing is read for it: what is counted is what goes on record, so that
 * the two can't tell different stories.
 */
export function measuresOf(before: Customer | undefined, change: Change): Measure[] {
  return [...change.record.flatMap((entry) => measuresOfEntry(before, change, entry)), ...refundsThatWait(before, change)];
}

function measuresOfEntry(before: Customer | undefined, change: Change, entry: RecordEntry): Measure[] {
  const { what, facts } = entry;
  const notice = (metric: MetricByKind): Measure => ({ metric, kind: kindOf(before, facts), value: 1 });
  switch (what) {
    case 'notice-sent':
      return [notice('NoticesSent'), ...firstNotice(before, change, entry)];
    case 'notice-unknown':
      return [notice('NoticesUnknown')];
    case 'notice-refused':
      return [notice('NoticesTakenBack'), ...(facts.class === 'unverified' ? [{ metric: 'SenderRefused', value: 1 } as const] : [])];
    case 'notice-bounced':
      // "Out of office": it has arrived.
      return facts.arrived === true ? [] : [notice('NoticesBounced')];
    case 'notice-rejected':
      return [notice('NoticesRejected')];
    case 'notice-complained':
      return [notice('NoticesComplained')];
    case 'notice-doubled':
      return [notice('NoticesDoubled')];
    case 'refund-requested':
      return [{ metric: 'RefundsRequested', value: 1 }];
    case 'refund-settled':
      return [{ metric: 'RefundsSettled', value: 1 }];
    case 'refund-failed':
      return [{ metric: 'RefundsFailed', value: 1 }];
    default:
      return [];
  }
}

/** What SES tells of a mail later names no kind: the customer's last few mails do. */
function kindOf(before: Customer | undefined, facts: RecordEntry['facts']): NoticeKind | 'other' {
  const named = NoticeKind.options.find((kind) => kind === facts.kind);
  if (named !== undefined || before === undefined) return named ?? 'other';
  const { profile, alerts } = before;
  const mail = [profile.sending, profile.unheard, ...(profile.contacts ?? [])].find((one) => one?.noticeId === facts.noticeId);
  return mail?.kind ?? (alerts.some(({ told }) => told?.noticeId === facts.noticeId) ? 'back-in-stock' : 'other');
}

/** One mail, one value: of the lines that it is the first to tell of, the one that has waited the longest. */
function firstNotice(before: Customer | undefined, { customer, closed }: Change, { at, facts }: RecordEntry): Measure[] {
  const told = [...customer.lines, ...closed].filter(({ promises: [first] }) => first !== undefined && first.noticeId === facts.noticeId);
  const since = told.flatMap((line) => awaitedSince(before?.lines.find((other) => isSameLine(other, line))) ?? []).sort()[0];
  return since === undefined ? [] : [{ metric: 'FirstNoticeSeconds', value: secondsBetween(since, at) }];
}

/** Since when the first notice is awaited. Undefined for a line that was told before: a first notice that bounced is told again when it can be. */
function awaitedSince(line: Line | undefined): Instant | undefined {
  if (line === undefined || line.promises.length > 0 || line.changedAt !== line.openedAt) return undefined;
  return line.reportedAt ?? line.openedAt;
}

/** Refunds for which the store was asked once more, and those whose last day has come near. */
function refundsThatWait(before: Customer | undefined, { customer, closed }: Change): Measure[] {
  const untouched = new Set(before?.lines);
  const changed = [...customer.lines, ...closed].filter((line) => line.cancellations.length > 0 && !untouched.has(line));
  return changed.flatMap((line) => {
    const known = before?.lines.find((other) => isSameLine(other, line));
    return line.cancellations.flatMap((one) => waitOf(known?.cancellations.find(({ id }) => id === one.id), one));
  });
}

function waitOf(before: Cancellation | undefined, { askedAgainAt, overdueAt, requestedAt, holdUntil }: Cancellation): Measure[] {
  return [
    ...(askedAgainAt === undefined || askedAgainAt === before?.askedAgainAt ? [] : [{ metric: 'RefundUnansweredSeconds', value: secondsBetween(requestedAt ?? holdUntil, askedAgainAt) } as const]),
    ...(overdueAt === undefined || overdueAt === before?.overdueAt ? [] : [{ metric: 'RefundsOverdue', value: 1 } as const]),
  ];
}

const secondsBetween = (from: Instant, to: Instant): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
