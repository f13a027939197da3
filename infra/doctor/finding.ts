/** What was found when one thing was looked at. */
export type Finding =
  | { level: 'ok'; what: string }
  /** `warn`: customers are told, but worse than they could be. `fail`: some of them are not told. */
  | { level: 'warn' | 'fail'; what: string; why: string; remedy: string };

export const ok = (what: string): Finding => ({ level: 'ok', what });
export const warn = (what: string, why: string, remedy: string): Finding => ({ level: 'warn', what, why, remedy });
export const fail = (what: string, why: string, remedy: string): Finding => ({ level: 'fail', what, why, remedy });

/** As a terminal shows it. */
export function linesOf(finding: Finding): string[] {
  const first = `${finding.level.padEnd(4)}  ${finding.what}`;
  return finding.level === 'ok' ? [first] : [first, `      why: ${finding.why}`, `      do:  ${finding.remedy}`];
}
