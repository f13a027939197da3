import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runbookEntries, runbookLink } from '../../infra/runbook';
import { ofType, root, synthesizeProject, type StackTemplate } from './synthesized';

/* Whoever is woken finds what to do: every alarm has an entry, every entry its four parts, and none is about nothing. */

const text = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8');
const PARTS = ['**What it means.**', '**Look here.**', '**Do this.**', '**It is over when**'];

/** What stands under each heading that is an entry, by its anchor. */
const entries = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const)
    .filter(([heading]) => /^[a-z-]+$/.test(heading)),
);

let templates: StackTemplate[];
beforeAll(async () => {
  const { data, service } = await synthesizeProject();
  templates = [data, service];
}, 60_000);

const descriptions = (): string[] => templates.flatMap((template) => Object.values(ofType(template, 'AWS::CloudWatch::Alarm'))).map(({ Properties }) => String(Properties.AlarmDescription));
const linkIn = (description: string): string | undefined => / Run book: (\S+)$/.exec(description)?.[1];

test('every alarm says what is lost and ends with a link to an entry that there is', () => {
  expect(descriptions().length).toBeGreaterThan(20);
  const links = [...entries.keys()].map((entry) => `docs/runbook.md#${entry}`);
  for (const description of descriptions()) expect([description, links.includes(linkIn(description) ?? '')]).toEqual([description, true]);
  // "The maximum length is 1024" (PutMetricAlarm, CloudWatch API).
  for (const description of descriptions()) expect(description.length).toBeLessThanOrEqual(1024);
});

test('every entry has an alarm, and every entry that an alarm could have is written', () => {
  expect([...entries.keys()].sort()).toEqual([...runbookEntries].sort());
  expect([...new Set(descriptions().map(linkIn))].sort()).toEqual(runbookEntries.map(runbookLink).sort());
});

test.each(runbookEntries)('%s says what it means, where to look, what to do and how to know that it is over, in this order', (entry) => {
  const section = entries.get(entry) ?? '';
  const places = PARTS.map((part) => section.indexOf(part));
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  for (const [n, place] of places.entries()) {
    const said = section.slice(place + (PARTS[n]?.length ?? 0), places[n + 1]).trim();
    expect([entry, PARTS[n], said.length > 20]).toEqual([entry, PARTS[n], true]);
  }
});

test('links within the run book lead to headings that there are', () => {
  const links = [...text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBeGreaterThan(20);
  for (const link of links) expect(entries.has(link ?? '')).toBe(true);
});
