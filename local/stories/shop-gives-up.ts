import { cancelledByShop, etaChanged, goods, ordered, people, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

export const shopGivesUp: Story = {
  id: 'shop-gives-up',
  title: 'The shop gives up',
  summary: 'A blanket will not be made again. Nora gets her money back, with an apology.',
  days: 14,
  tell: (start) => {
    const days = storyDays('G', start);
    const worse = days.at(4, '10:45');
    const end = days.at(12, '15:30');
    return [
      put('Nora orders a lambswool blanket.', ordered({ days, who: people.nora, what: goods.blanket, at: start, shipBy: days.shipDay(9) })),
      clockTo(worse),
      put(
        'The spinner is short of wool: two weeks more.',
        etaChanged(days, 1, { orderId: days.order(), lineId: '1' }, worse, days.shipDay(23), { code: 'supplier-delay' }),
      ),
      clockTo(end),
      put('There will be no more blankets. The shop cancels and pays back.', cancelledByShop(days, 'The mill has stopped making this blanket')),
      clockTo(days.at(14, '10:00')),
    ];
  },
};
