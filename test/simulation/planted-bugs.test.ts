import { plantedBugs } from './planted-bugs';
import { timesFound } from './planting';

/*
 * That each is found by the simulation is shown by `npm run planted-bugs`; here, that each can still be planted.
 */

test('there are enough of them, each with a name of its own', () => {
  expect(plantedBugs.length).toBeGreaterThanOrEqual(20);
  expect(new Set(plantedBugs.map(({ name }) => name)).size).toBe(plantedBugs.length);
});

test.each(plantedBugs)('$name: its text stands once in $file', (bug) => {
  expect(timesFound(bug)).toBe(1);
  expect(bug.replace).not.toBe(bug.find);
});
