/*
 * Every number that Forthright measures of itself. The code can publish no other, and alarms and dashboard can read no other.
 * What AWS measures anyway (queues, dead letters, errors of Lambdas, deliveries and reputation of SES) is not among them.
 *
 * A metric costs 0.30 $ for a month in which it is published every hour, and each kind of notice makes another one of it. So
 * there are few, none knows a customer, and most are published only in hours in which there is something to say.
 */

interface Definition {
  /** A unit of CloudWatch (MetricDatum, CloudWatch API). */
  unit: 'Count' | 'Seconds' | 'Percent';
  /** Published in all, and also for each kind of notice. */
  byKind: boolean;
}

export const METRICS = {
  /** SES has taken them. */
  NoticesSent: { unit: 'Count', byKind: true },
  /** Nothing was heard of them for 15 minutes. */
  NoticesUnknown: { unit: 'Count', byKind: true },
  /** SES said no: nothing was sent, and what they say is told later. */
  NoticesTakenBack: { unit: 'Count', byKind: true },
  /** SES had them, and they did not arrive. */
  NoticesBounced: { unit: 'Count', byKind: true },
  /** SES had them, and found something in them that it does not send on. */
  NoticesRejected: { unit: 'Count', byKind: true },
  /** Marked as spam. */
  NoticesComplained: { unit: 'Count', byKind: true },
  /** Sent once more for want of an answer, though SES had the first one. */
  NoticesDoubled: { unit: 'Count', byKind: true },
  /** They could not be put into words. */
  NoticesUnwritten: { unit: 'Count', byKind: true },
  /** From the moment at which the bus took a `Backorder Created` to the mail that tells of it. */
  FirstNoticeSeconds: { unit: 'Seconds', byKind: false },
  /** How long the customer who has been due the longest has been so, for what may not wait; 0 while nobody is. */
  UrgentOverdueSeconds: { unit: 'Seconds', byKind: false },
  /** The same for weekly updates and word of stock. */
  RoutineOverdueSeconds: { unit: 'Seconds', byKind: false },
  /** How often SES said that it takes no mail of the account. */
  SendingStopped: { unit: 'Count', byKind: false },
  /** Mails that SES did not take because of who sends them. */
  SenderRefused: { unit: 'Count', byKind: false },
  /** Of what SES lets the account send in 24 hours. */
  QuotaUsed: { unit: 'Percent', byKind: false },
  RefundsRequested: { unit: 'Count', byKind: false },
  RefundsSettled: { unit: 'Count', byKind: false },
  RefundsFailed: { unit: 'Count', byKind: false },
  /** Refunds whose last day is near. */
  RefundsOverdue: { unit: 'Count', byKind: false },
  /** How long refunds have been waiting for an answer: once a day for each that has for more than a day. */
  RefundUnansweredSeconds: { unit: 'Seconds', byKind: false },
  /** Links to the page that no key of ours has signed. */
  LinksRefused: { unit: 'Count', byKind: false },
} as const satisfies Record<string, Definition>;

export type MetricName = keyof typeof METRICS;

/** Metrics that are published for each kind of notice, too. */
export type MetricByKind = { [N in MetricName]: (typeof METRICS)[N]['byKind'] extends true ? N : never }[MetricName];

/** The dimension of a notice's kind. */
export const KIND = 'Kind';
