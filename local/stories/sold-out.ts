import { alertRequested, backInStock, goods, people, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

/** Nothing is bought, so nothing is owed: no weekly mail, no refund. One mail, when there is something to say. */
export const soldOut: Story = {
  id: 'sold-out',
  title: 'Sold out: two questions, one mail',
  summary: 'Yusuf asks about a ship’s bell and a scarf that are sold out. He hears once, when they are back, and never again.',
  days: 24,
  tell: (start) => {
    const days = storyDays('O', start);
    const asked = days.at(2, '20:40');
    const back = days.at(15, '09:30');
    const sold = days.at(21, '10:00');
    const who = people.yusuf;
    return [
      put('Yusuf asks to be told when the ship’s bell is back.', alertRequested(days, who, goods.bell, start)),
      clockTo(asked),
      put('He asks about the scarf, too.', alertRequested(days, who, goods.scarf, asked)),
      clockTo(back),
      put('A delivery: bells and scarves are on the shelf again.', backInStock(days, 1, goods.bell, back), backInStock(days, 2, goods.scarf, back)),
      clockTo(sold),
      put('More bells come in. Yusuf has been told, so he is left in peace.', backInStock(days, 3, goods.bell, sold)),
      clockTo(days.at(24, '10:00')),
    ];
  },
};
