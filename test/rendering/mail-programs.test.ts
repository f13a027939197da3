import { caniemail, rawData, type CanIEmailOptions } from 'caniemail';
import * as z from 'zod';
import { elementsOf, type Element } from './reading';
import { mailsIn, merchants } from './samples';

/*
 * What the mail programs that most people read mail in make of our mails, by the data of caniemail.com. A feature that one of
 * them does not know at all has to stand in the list below, with what that program's readers see instead.
 */

const PROGRAMS = ['gmail.desktop-webmail', 'gmail.ios', 'gmail.android', 'outlook.windows', 'outlook.outlook-com', 'apple-mail.macos', 'apple-mail.ios', 'yahoo.desktop-webmail', 'yahoo.ios', 'yahoo.android', 'samsung-email.android'] satisfies CanIEmailOptions['clients'];

const Versions = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string())));

type Program = (typeof PROGRAMS)[number];

const GMAIL: Program[] = ['gmail.android', 'gmail.desktop-webmail', 'gmail.ios'];
const YAHOO: Program[] = ['yahoo.android', 'yahoo.desktop-webmail', 'yahoo.ios'];
const OUTLOOK: Program[] = ['outlook.outlook-com', 'outlook.windows'];

/** What a program does not know, and why its readers miss nothing. */
const exceptions: { feature: string; programs: Program[]; because: string }[] = [
  { feature: '@media', programs: ['outlook.windows'], because: 'the light design for wide windows stands, which is what that program shows' },
  { feature: '@media (prefers-color-scheme)', programs: [...GMAIL, 'outlook.windows', ...YAHOO], because: 'the light design stands; those that darken mails do it by themselves' },
  { feature: 'color-scheme CSS property', programs: [...GMAIL, ...OUTLOOK, ...YAHOO], because: 'it only says that there is a dark design, and the light one stands without' },
  { feature: 'color-scheme meta tag', programs: [...GMAIL, ...OUTLOOK, ...YAHOO, 'apple-mail.ios', 'samsung-email.android'], because: 'the same; Apple Mail reads the property' },
  { feature: 'Child combinator', programs: ['outlook.windows'], because: 'it stands in @media rules alone, which that program passes over' },
  { feature: 'Chaining selectors', programs: OUTLOOK, because: 'caniemail takes descendants such as `.page .soft` for a chain; there is no `.a.b`' },
  { feature: ':hover', programs: ['gmail.ios', 'outlook.windows'], because: 'a link that is pointed at looks as it did' },
  { feature: 'overflow-wrap', programs: [...GMAIL, ...OUTLOOK, ...YAHOO], because: 'word-break: break-word stands beside it; Yahoo knows neither, and there a name without a space that is wider than the window can be read by scrolling' },
  { feature: 'word-break', programs: YAHOO, because: 'see overflow-wrap' },
  { feature: 'height property', programs: YAHOO, because: 'Yahoo makes it min-height, and pictures have their height as an attribute' },
  { feature: 'object-fit', programs: ['outlook.windows', ...YAHOO], because: 'a picture that is no square is drawn as one' },
  { feature: 'border-radius', programs: ['outlook.windows'], because: 'corners are square' },
  { feature: 'table-layout', programs: ['outlook.windows'], because: 'steps are as wide as their words need instead of equally wide' },
  { feature: 'aria-label attribute', programs: YAHOO, because: 'the label of the whole mail is its subject, which Yahoo reads out above it' },
  { feature: '<body> element', programs: ['yahoo.android', 'yahoo.ios'], because: 'the outermost <div> has its colour, language and direction too' },
  { feature: 'word-spacing', programs: ['outlook.windows'], because: 'it is set to what it is anyway' },
  { feature: 'outline', programs: ['outlook.windows'], because: 'it takes a frame off pictures that have none there' },
  { feature: 'max-height property', programs: ['outlook.windows'], because: 'the preview is hidden by display: none' },
  { feature: 'opacity', programs: ['outlook.windows'], because: 'the preview is hidden by display: none' },
  { feature: 'overflow', programs: ['outlook.windows'], because: 'the preview is hidden by display: none' },
];

/**
 * One mail that holds every element that stands in any of `mails`, with its attributes, once, and their styles: what is
 * supported depends on nothing else, and fifty mails that differ in their words take as long as one. What stands in an @media
 * rule is checked too, which caniemail itself passes over.
 */
function gathered(mails: readonly string[]): string {
  const elements = new Set(mails.flatMap((html) => elementsOf(html)).filter(({ tag }) => tag !== 'style').map(written));
  const styles = new Set(mails.flatMap((html) => [...html.matchAll(/<style[^>]*>([^]*?)<\/style>/g)].map(([, css = '']) => css)));
  const inMedia = [...styles].flatMap((css) => [...css.matchAll(/@media[^{]+\{((?:[^{}]+\{[^{}]*\}\s*)+)\}/g)].map(([, rules = '']) => rules));
  return [...[...styles, ...inMedia].map((css) => `<style>${css}</style>`), ...elements].join('\n');
}

/** Words, and where links lead, differ from mail to mail, and no feature depends on them. */
function written({ tag, attributes }: Element): string {
  const kept = (name: string, value: string): string => (name === 'href' ? value.replace(/:.*/, ':') : ['style', 'type', 'role', 'name', 'src'].includes(name) ? value.replaceAll('"', "'") : '');
  return `<${tag} ${Object.entries(attributes).map(([name, value]) => `${name}="${kept(name, value)}"`).join(' ')}></${tag}>`;
}

/** `program: feature` for each feature that a program does not know, sorted. */
function unknownIn(html: string): string[] {
  const found = new Set<string>();
  for (const [program, issues] of caniemail({ clients: PROGRAMS, html }).issues.errors) for (const { title } of issues) found.add(`${program}: ${title}`);
  // Of @media rules caniemail looks at no condition.
  for (const { title, stats } of rawData.data) {
    const [, condition] = /^@media \(([\w-]+)\)$/.exec(title) ?? [];
    if (condition !== undefined && html.includes(`(${condition}`)) PROGRAMS.filter((program) => isUnknown(stats, program)).forEach((program) => found.add(`${program}: ${title}`));
  }
  return [...found].sort();
}

/** As caniemail has it: by the newest version of the program, and `n` for a feature that it does not know. */
function isUnknown(stats: object, program: Program): boolean {
  const [family, platform] = program.split('.');
  const versions = Versions.parse(stats)[family!]?.[platform!] ?? {};
  return versions[Object.keys(versions).sort().at(-1)!]?.startsWith('n') ?? false;
}

const known = exceptions.flatMap(({ feature, programs }) => programs.map((program) => `${program}: ${feature}`)).sort();

test.each(['en', 'ar'])('no mail in %s needs what a mail program does not know, but for what is listed with its reason', (locale) => {
  const mails = merchants.flatMap((merchant) => mailsIn(locale, merchant)).map(({ html }) => html);
  expect(mails.length).toBeGreaterThan(100);
  expect(unknownIn(gathered(mails))).toEqual(known);
});

test('a feature without a fallback is found, wherever it stands', () => {
  const [mail] = mailsIn('en');
  const found = (html: string): string[] => unknownIn(gathered([html])).filter((each) => !known.includes(each));
  expect(found(mail!.html.replace('</body>', '<div style="display:grid">x</div></body>'))).toContain('outlook.windows: display:grid');
  expect(found(mail!.html.replace('.page .button {', '.page .button { position: sticky;'))).toContain('gmail.ios: position');
  expect(found(mail!.html.replace('</body>', '<video src="x.mp4"></video></body>'))).toContain('gmail.android: <video> element');
});
