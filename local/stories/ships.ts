import { goods, ordered, people, shipped, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

export const ships: Story = {
  id: 'ships',
  title: 'Promised, and shipped',
  summary: 'Eleanor is told a date, hears from the shop within the week, and her doormat leaves on the day.',
  days: 12,
  tell: (start) => {
    const days = storyDays('P', start);
    const parcel = days.at(10, '11:15');
    return [
      put('Eleanor orders a rope doormat.', ordered({ days, who: people.eleanor, what: goods.doormat, at: start, shipBy: days.shipDay(10) })),
      clockTo(parcel),
      put('The doormat leaves the shop.', shipped(days, { at: parcel })),
      clockTo(days.at(12, '10:00')),
    ];
  },
};
