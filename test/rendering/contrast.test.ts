import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contrast } from '../../functions/core/colour';
import { parseMerchant, type Merchant } from '../../functions/core/merchant';
import { paletteOf } from '../../functions/rendering/palette';
import { neutrals } from '../../templates/colours';
import { lemonLane, ternAndTide } from '../../templates/samples/merchants';

/*
 * Whether words can be read on whatever ground they may come to stand on. Which colours there are is read from the templates, so
 * that a new one is checked without being named here; any words may stand on any ground of the same scheme.
 */

const TEMPLATES = path.join(__dirname, '../../templates');
const sources = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(mjml|hbs|css)$/.test(file))
  .map((file) => readFileSync(path.join(TEMPLATES, file), 'utf8'))
  .join('\n');

/** What the page's own names for colours stand for: in the light scheme and in the dark one. */
const variables = new Map<string, string[]>();
for (const [, name = '', colour = ''] of sources.matchAll(/--(\w+): \$(\w+)/g)) variables.set(name, [...(variables.get(name) ?? []), colour]);

function coloursOf(property: string): string[] {
  const named = [...sources.matchAll(new RegExp(`(?<![-\\w])${property}(?:="|:\\s*)(?:\\$(\\w+)|var\\(--(\\w+)\\))`, 'g'))];
  return [...new Set(named.flatMap(([, colour, variable]) => (colour === undefined ? (variables.get(variable ?? '') ?? []) : [colour])))].sort();
}

const words = coloursOf('color');
const grounds = [...new Set([...coloursOf('background'), ...coloursOf('background-color'), ...coloursOf('bgcolor')])].sort();

const isDark = (colour: string): boolean => colour.endsWith('Dark');
/** The merchant's colour as it is, under words that are meant for it alone. */
const isFill = (ground: string): boolean => ground === 'accent' || ground === 'accentDark';
const isForFill = (colour: string): boolean => colour.startsWith('onAccent');
const meet = (colour: string, ground: string): boolean => isDark(colour) === isDark(ground) && isForFill(colour) === isFill(ground);
const pairs = words.flatMap((colour) => grounds.filter((ground) => meet(colour, ground)).map((ground) => [colour, ground] as const));

/** Nearly white, nearly black, and the strongest that a screen can show. */
const hard = ['#ffffff', '#fffbe6', '#000000', '#0b0b0b', '#ff0000', '#00ff00', '#0000ff', '#ffff00', '#ff00ff', '#00ffff', '#ff6600', '#777777'];
const branded = (accent: string): Merchant => {
  const onAccent = contrast(accent, '#ffffff') >= 4.5 ? '#ffffff' : '#000000';
  return parseMerchant({ ...ternAndTide, brand: { ...ternAndTide.brand, colours: { accent, onAccent } } });
};

const shops: [string, Merchant][] = [['Tern & Tide', ternAndTide], ['Lemon Lane', lemonLane], ...hard.map((accent): [string, Merchant] => [accent, branded(accent)])];

test('the templates have no colour for words or grounds that is not among those that are compared', () => {
  expect(words).toEqual(['accentDark', 'accentText', 'ink', 'inkDark', 'muted', 'mutedDark', 'onAccent', 'onAccentDark']);
  expect(grounds).toEqual(['accent', 'accentDark', 'accentTint', 'accentTintDark', 'card', 'cardDark', 'page', 'pageDark']);
  expect(pairs).toHaveLength(20);
});

test.each(shops)('%s: words have a contrast of 4.5 or more on every ground, light and dark (WCAG 2.2, 1.4.3)', (_shop, merchant) => {
  const colours: Record<string, string> = { ...neutrals, ...paletteOf(merchant) };
  const weak = pairs.filter(([colour, ground]) => contrast(colours[colour]!, colours[ground]!) < 4.5);
  expect(weak).toEqual([]);
});

/** The frames of buttons and of the choice of how many, and the ring around what has the focus. */
const rules = [...sources.matchAll(/^((?:\.quiet )?(?:button|select)|:focus-visible) \{(.*)\}$/gm)].map(([, selector = '', rule = '']) => ({ selector, edge: /(?:border|border-color|outline): [^;]*var\(--(\w+)\)/.exec(rule)?.[1] }));
const edges = rules.flatMap(({ edge = '' }) => variables.get(edge) ?? []);

test('the page has an edge for what can be pressed or chosen, and a ring for what has the focus', () => {
  expect(rules.filter(({ edge }) => edge !== undefined).map(({ selector }) => selector)).toEqual(expect.arrayContaining(['select', 'button', ':focus-visible']));
});

test.each(shops)('%s: that edge and that ring have a contrast of 3 or more on every ground (WCAG 2.2, 1.4.11)', (_shop, merchant) => {
  const colours: Record<string, string> = { ...neutrals, ...paletteOf(merchant) };
  const weak = edges.flatMap((edge) => grounds.filter((ground) => isDark(edge) === isDark(ground) && !isFill(ground) && contrast(colours[edge]!, colours[ground]!) < 3).map((ground) => [edge, ground]));
  expect(weak).toEqual([]);
});

test('black on white has the contrast that WCAG says it has', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5));
