import { readFileSync } from 'node:fs';
import { deploymentBugs } from './faults/deployment-bugs';
import { faultBugs } from './faults/fault-bugs';
import { plantedBugs } from './planted-bugs';
import { pathOf, planted, timesFound } from './planting';

/*
 * That each is found by the simulation is shown by `npm run planted-bugs`; here, that each can still be planted.
 */

const allBugs = [...plantedBugs, ...faultBugs, ...deploymentBugs];

test('there are enough of them, each with a name of its own', () => {
  expect(plantedBugs.length).toBeGreaterThanOrEqual(20);
  expect(faultBugs.length).toBeGreaterThanOrEqual(15);
  expect(new Set(allBugs.map(({ name }) => name)).size).toBe(allBugs.length);
});

test.each(allBugs)('$name: its text stands once in $file', (bug) => {
  expect(timesFound(bug)).toBe(1);
  const text = readFileSync(pathOf(bug), 'utf8');
  expect(planted(text, bug)).not.toBe(text);
});
