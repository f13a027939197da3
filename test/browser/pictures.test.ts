import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Browser } from 'puppeteer-core';
import * as z from 'zod';
import { mailsIn, pagesIn } from '../rendering/samples';
import { isFromNpm, openBrowser } from './browser';
import { boxesOf, fontsOf } from './layout';
import { Stage } from './stage';

/*
 * What the main mails and pages look like, against pictures that a person has looked at. UPDATE_PICTURES=1 makes them anew.
 *
 * Pixels are the same only with the same browser and fonts: they are compared on Linux, where the Chromium from npm runs, with
 * the fonts that come with it and no others (they have no Arabic letters, so that those pictures show direction, colours and
 * digits). Where everything stands and how wide it is, which no font changes, is compared everywhere.
 */

const FOLDER = path.join(__dirname, 'pictures');
const NEW = path.join(tmpdir(), 'forthright-pictures');
const BOXES = path.join(FOLDER, 'boxes.json');
const isUpdate = process.env.UPDATE_PICTURES === '1';
const MOST_BYTES = 40 * 1024;
/** What lies further down looks like what lies above it, and would make the pictures large. */
const TALLEST = 1400;

const CELLS = [
  'mail first en light', 'mail first en dark', 'mail first ar light',
  'mail weekly en light', 'mail later-long en light', 'mail later-long ar dark',
  'mail cancelled en light', 'mail shipped en light', 'mail unknown en light',
  'page cancel en light', 'page cancel en dark', 'page cancel ar light',
  'page cancelled en light', 'page cancelled ar dark', 'page cancel-several en light',
];

const Known = z.strictObject({ fonts: z.array(z.number()), boxes: z.record(z.string(), z.array(z.string())) });
const known = existsSync(BOXES) ? Known.parse(JSON.parse(readFileSync(BOXES, 'utf8'))) : { fonts: [], boxes: {} };

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  mkdirSync(NEW, { recursive: true });
  browser = await openBrowser('bundled');
  stage = await Stage.open(browser, { width: 390, height: 844, scale: 0.5 });
}, 60_000);
afterAll(async () => {
  await browser.close();
  if (isUpdate) writeFileSync(BOXES, `${JSON.stringify(known, null, 1)}\n`);
});

async function show(cell: string): Promise<void> {
  const [kind, name, locale = '', scheme] = cell.split(' ');
  const sample = (kind === 'mail' ? mailsIn(locale) : pagesIn(locale)).find((each) => each.name === `${kind} ${name} ${locale}`);
  await stage.paint(scheme === 'dark' ? 'dark' : 'light');
  await stage.show(sample!.html);
}

const fileOf = (cell: string): string => `${cell.replaceAll(' ', '-')}.png`;

/** Element by element: what is moved or resized by more than rounding. */
function movedFrom(before: readonly string[], now: readonly string[]): string[] {
  const isNear = (one: string, other: string): boolean => {
    const [tag, left, width] = one.split(' ');
    const [otherTag, otherLeft, otherWidth] = other.split(' ');
    return tag === otherTag && Math.abs(Number(left) - Number(otherLeft)) <= 2 && Math.abs(Number(width) - Number(otherWidth)) <= 2;
  };
  if (before.length !== now.length) return [`${before.length} elements stood there, now ${now.length}`];
  return before.flatMap((box, at) => (isNear(box, now[at] ?? '') ? [] : [`${box} is now ${now[at]}`]));
}

test.each(CELLS)('%s: everything stands where it stood, with any fonts', async (cell) => {
  await show(cell);
  const boxes = await boxesOf(stage);
  if (isUpdate) known.boxes[cell] = boxes;
  expect(boxes.length).toBeGreaterThan(20);
  expect(movedFrom(known.boxes[cell] ?? [], boxes)).toEqual([]);
});

if (isFromNpm) describe('compared pixel by pixel, with the Chromium from npm and its own fonts', () => {
  test('the fonts are those that the pictures were made with', async () => {
    await show(CELLS[0]!);
    const fonts = await fontsOf(stage);
    if (isUpdate) known.fonts = fonts;
    expect(fonts).toEqual(known.fonts);
  });

  test.each(CELLS)('%s looks as in its picture', async (cell) => {
    await show(cell);
    const height = Number(await stage.page.evaluate('document.documentElement.scrollHeight'));
    const shot = await stage.page.screenshot({ clip: { x: 0, y: 0, width: 390, height: Math.min(height, TALLEST) }, captureBeyondViewport: true });
    const kept = path.join(FOLDER, fileOf(cell));
    if (isUpdate) writeFileSync(kept, shot);
    expect(shot.length).toBeLessThan(MOST_BYTES);
    const problem = differenceOf(PNG.sync.read(readFileSync(kept)), PNG.sync.read(shot));
    if (problem === null) return;
    const fresh = path.join(NEW, fileOf(cell));
    writeFileSync(fresh, shot);
    throw new Error(`${path.relative(process.cwd(), kept)}: ${problem}. The new one lies at ${fresh}. If it is as it should be: UPDATE_PICTURES=1 npx jest test/browser/pictures`);
  });
});

/** A word that is new changes few pixels of a long mail: what counts is how many of them lie close together. */
function differenceOf(before: PNG, now: PNG): string | null {
  const { width, height } = before;
  if (width !== now.width || height !== now.height) return `${width} by ${height} pixels before, now ${now.width} by ${now.height}`;
  const CLOSE = 24;
  const ALLOWED = 8;
  const most = pixelmatch(before.data, now.data, null, width, height, { threshold: 0.1, includeAA: true, windowSize: CLOSE });
  return most <= ALLOWED ? null : `${most} of ${CLOSE * CLOSE} pixels in one place are others`;
}
