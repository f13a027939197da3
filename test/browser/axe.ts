import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import * as z from 'zod';

/** What of WCAG 2.2 A and AA a program can find, and axe's own best practices besides. */
export const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const Found = z.array(z.strictObject({ rule: z.string(), at: z.array(z.string()) }));

/** Violations, and contrasts that axe could not make out: what it is unsure of must not pass for good. */
export async function violations(page: Page, options: axe.RunOptions = { runOnly: RULES }): Promise<z.infer<typeof Found>> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source);
  const run = `axe.run(document, ${JSON.stringify({ ...options, resultTypes: ['violations', 'incomplete'], selectors: false })}).then(({ violations, incomplete }) =>
    [...violations, ...incomplete.filter(({ id }) => id === 'color-contrast')].map(({ id, nodes }) => ({ rule: id, at: nodes.map(({ html }) => html) })))`;
  return Found.parse(await page.evaluate(run));
}
