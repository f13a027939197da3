import { plain } from './plain-text';
import type { ItemView, Statement } from './mail-view';
import type { Letter } from './reader';

/*
 * How much of a long list a mail shows: programs cut off what is over 102 KB, and nobody reads a thousand items. What has no
 * room for buttons of its own is still named, so that everything that is told stands in the mail.
 */

/** Items with buttons, over all statements of a mail. */
const MOST_WITH_BUTTONS = 30;
/** Of more than these, so many: a list that has to be cut anyway may as well be short. */
const FEW_WITH_BUTTONS = 20;

/** What is said, before it is known how many of its items the mail has room for. */
export type Said = Omit<Statement, 'others'>;

/** The statements in their order, the items beyond the mail's room named in one line each. */
export function listed(statements: readonly Said[], letter: Letter): Statement[] {
  const all = statements.reduce((sum, { items }) => sum + items.length, 0);
  let room = all > MOST_WITH_BUTTONS ? FEW_WITH_BUTTONS : all;
  return statements.map((statement) => {
    const shown = statement.items.slice(0, room);
    const others = statement.items.slice(room);
    room -= shown.length;
    return { ...statement, items: shown, others: others.length === 0 ? null : othersOf(others, shown.length > 0, letter) };
  });
}

function othersOf(items: readonly ItemView[], besides: boolean, { say, links }: Letter): NonNullable<Statement['others']> {
  const count = items.length;
  return {
    text: say(besides ? 'mail.othersToo' : 'mail.others', { count }),
    names: items.map(({ name, details }) => [name, ...details].map(plain).join(' · ')),
    see: { label: say('mail.seeAll'), href: links.all() },
  };
}
