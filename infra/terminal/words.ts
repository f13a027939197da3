/** Rows as a terminal shows them: columns as wide as their widest cell, numbers to the right. */
export function aligned(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (typeof cell === 'number' ? String(cell).padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `2026-11-26 11:03:05 UTC, 5 minutes ago` */
export function since(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
  const [unit, size] = STEPS.find(([, step]) => seconds >= step) ?? ['second', 1];
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC, ${plural(Math.floor(seconds / size), unit)} ago`;
}

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
