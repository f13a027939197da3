import { etaChanged, goods, ordered, people, shipped, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

export const arrivesEarly: Story = {
  id: 'arrives-early',
  title: 'It comes early',
  summary: 'A deck coat takes half of the month it was promised for. Good news is told as promptly as bad.',
  days: 16,
  tell: (start) => {
    const days = storyDays('E', start);
    const news = days.at(6, '10:30');
    const parcel = days.at(14, '15:00');
    return [
      put('Priya orders a deck coat that is a month away.', ordered({ days, who: people.priya, what: goods.deckCoat, at: start, shipBy: days.shipDay(30) })),
      clockTo(news),
      put('The coats are finished ahead of time.', etaChanged(days, 1, { sku: goods.deckCoat.sku }, news, days.shipDay(14))),
      clockTo(parcel),
      put('The coat leaves the shop.', shipped(days, { at: parcel })),
      clockTo(days.at(16, '10:00')),
    ];
  },
};
