/** What a seed came to, to be added up over many. */
export interface Figures {
  mails: number;
  steps: number;
  /** By what happened: deaths, lost answers, refusals, outages. */
  faults: Record<string, number>;
  /** Mails whose outcome nobody knew after a quarter of an hour, by kind. */
  unknown: Record<string, number>;
  /** Of those, the ones that a customer got twice, by kind. */
  duplicates: Record<string, number>;
  /** Of those, the ones that a customer never got, by kind. */
  losses: Record<string, number>;
}

export const noFigures = (): Figures => ({ mails: 0, steps: 0, faults: {}, unknown: {}, duplicates: {}, losses: {} });

export function added(to: Figures, more: Figures): void {
  to.mails += more.mails;
  to.steps += more.steps;
  for (const part of ['faults', 'unknown', 'duplicates', 'losses'] as const) for (const [key, count] of Object.entries(more[part])) to[part][key] = (to[part][key] ?? 0) + count;
}

/** Breaches in words, with the moment of each. */
export class Findings {
  readonly breaches: string[] = [];

  constructor(private readonly clock: () => number) {}

  /** `promise` as the design names it. */
  breach(promise: string, what: string): void {
    this.breaches.push(`${new Date(this.clock()).toISOString()} ${promise}: ${what}`);
  }
}

/** For people: what was lived through, and what the window between a commit and SES's answer came to. */
export function inWords({ mails, steps, faults, unknown, duplicates, losses }: Figures): string[] {
  const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, one) => all + one, 0);
  const by = (counts: Record<string, number>): string => Object.entries(counts).sort(([, a], [, b]) => b - a).map(([key, count]) => `${key} ${count.toLocaleString('en')}`).join(', ');
  const row = (what: string, counts: Record<string, number>): string => `${sum(counts).toLocaleString('en').padStart(12)} ${what}${sum(counts) === 0 ? '' : `: ${by(counts)}`}`;
  const deaths = Object.fromEntries(Object.entries(faults).filter(([what]) => what.startsWith('died')));
  const others = Object.fromEntries(Object.entries(faults).filter(([what]) => !what.startsWith('died')));
  return [
    `${steps.toLocaleString('en').padStart(12)} steps`,
    `${mails.toLocaleString('en').padStart(12)} mails`,
    row('processes died', deaths),
    row('other faults', others),
    row('mails of which nothing was heard', unknown),
    row('of them reached the customer twice', duplicates),
    row('of them never reached the customer', losses),
  ];
}
