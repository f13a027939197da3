import { plusHours, type Instant } from '../../functions/core/dates';
import { arrivesEarly } from './arrives-early';
import { noWord } from './no-word';
import { preOrder } from './pre-order';
import { shopGivesUp } from './shop-gives-up';
import { ships } from './ships';
import { soldOut } from './sold-out';
import type { Step, Story } from './story';
import { supplierSlips } from './supplier-slips';
import { supplierSlipsAgain } from './supplier-slips-again';
import { threeItems } from './three-items';
import { unknownDate } from './unknown-date';

/** Every story there is, in the order in which people should read them. */
export const stories: readonly Story[] = [supplierSlips, supplierSlipsAgain, arrivesEarly, unknownDate, threeItems, ships, noWord, shopGivesUp, preOrder, soldOut];

/** The day on which each begins, so that the eight weeks are never empty and never crowded. */
const calendar: readonly (readonly [day: number, story: Story])[] = [
  [0, supplierSlips],
  [0, ships],
  [1, threeItems],
  [3, supplierSlipsAgain],
  [6, unknownDate],
  [9, preOrder],
  [10, soldOut],
  [12, shopGivesUp],
  [20, arrivesEarly],
  [30, noWord],
];

const DAYS = 56;

/** All stories at once, as a shop lives them. */
export const eightWeeks: Story = {
  id: 'eight-weeks',
  title: 'Eight weeks at Tern & Tide',
  summary: 'All of these at once, over eight weeks of the clock: every order, every delay, every mail that follows.',
  days: DAYS,
  tell: (start) => {
    const puts = calendar
      .flatMap(([day, story]) => putsOf(story, plusHours(start, day * 24)))
      .sort((a, b) => a.at.localeCompare(b.at));
    return [...puts.flatMap(({ at, step }): Step[] => [{ kind: 'clock', to: at }, step]), { kind: 'clock', to: plusHours(start, DAYS * 24) }];
  },
};

/** What a story puts on the bus, and when. */
function putsOf(story: Story, start: Instant): { at: Instant; step: Step }[] {
  let at = start;
  const puts: { at: Instant; step: Step }[] = [];
  for (const step of story.tell(start)) {
    if (step.kind === 'clock') at = step.to;
    else puts.push({ at, step });
  }
  return puts;
}
