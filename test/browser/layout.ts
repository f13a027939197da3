import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Stage } from './stage';

/** Asks the page on the stage what of it does not fit, one line each: too wide, on top of each other, cut off, too low to press, too small to read. */
export async function layoutProblems({ page }: Stage, what: { buttons: string; leastText: number }): Promise<string[]> {
  return z.array(z.string()).parse(await page.evaluate(`${SCRIPT}\nlayoutProblems(${JSON.stringify(what)})`));
}

/** What nobody learns whose mail program shows no pictures, one line each. */
export async function lostWithoutPictures({ page }: Stage): Promise<string[]> {
  return z.array(z.string()).parse(await page.evaluate(`${SCRIPT}\nlayoutLost()`));
}

const Focus = z.strictObject({ index: z.int(), what: z.string(), ring: z.number(), inView: z.boolean() });
export type Focus = z.infer<typeof Focus>;

/** What has the focus: its place among all controls of the page (-1: none of them), the width of its ring, and whether it is in view. */
export async function focusOf({ page }: Stage): Promise<Focus> {
  return Focus.parse(await page.evaluate(`${SCRIPT}\nlayoutFocus()`));
}

/** `<element> <left> <width>` for each element whose width does not come from its words, in px. */
export async function boxesOf({ page }: Stage): Promise<string[]> {
  return z.array(z.string()).parse(await page.evaluate(`${SCRIPT}\nlayoutBoxes()`));
}

/** How wide known words are: it tells which fonts there are. */
export async function fontsOf({ page }: Stage): Promise<number[]> {
  return z.array(z.number()).parse(await page.evaluate(`${SCRIPT}\nlayoutFonts()`));
}

const SCRIPT = readFileSync(path.join(__dirname, 'in-page/layout.js'), 'utf8');
