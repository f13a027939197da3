import { sampleNotices } from '../../templates/samples/notices';

/** A sample mail, as templates/samples/notices.ts names it. */
export type SampleName = keyof typeof sampleNotices;

/** What the desk calls a kind of mail, and the sample that shows it. Every other sample goes by its own name alone. */
export const plainWords = {
  'first-notice': 'first',
  'weekly-update': 'weekly',
  'later-date': 'later',
  'earlier-date': 'earlier',
  'no-date': 'unknown',
  'answer-needed': 'reminder',
  'answer-on-record': 'consented',
  'stock-alert': 'back-in-stock',
} as const satisfies Record<string, SampleName>;

export const sampleNames: readonly string[] = Object.keys(sampleNotices);

const isSampleName = (name: string): name is SampleName => Object.hasOwn(sampleNotices, name);

/** The sample that is meant by its name or by plain words; undefined where there is none. */
export function sampleOf(kind: string): SampleName | undefined {
  if (isSampleName(kind)) return kind;
  return Object.entries(plainWords).find(([words]) => words === kind)?.[1];
}

/** Both, for people to choose from. */
export function kindsInWords(): string {
  const words = Object.entries(plainWords).map(([plain, name]) => `${plain} (${name})`);
  const rest = sampleNames.filter((name) => !Object.values<string>(plainWords).includes(name));
  return wrapped([...words, ...rest]);
}

const WIDEST = 96;

/** Words with commas between them, on lines that a terminal has room for. */
export function wrapped(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 2 > WIDEST) lines.push(word);
    else lines[lines.length - 1] = `${last}, ${word}`;
  }
  return lines.map((line) => `  ${line}`).join(',\n');
}
