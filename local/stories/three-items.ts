import { etaChanged, goods, ordered, people, shipped, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

/** Lines that change together are told together: the events are many, the mails few. */
export const threeItems: Story = {
  id: 'three-items',
  title: 'One customer, three items',
  summary: 'Ruth waits for two orders. What changes together is told in one mail.',
  days: 30,
  tell: (start) => {
    const days = storyDays('T', start);
    const who = people.ruth;
    const news = days.at(8, '10:05');
    const later = new Date(Date.parse(news) + 4 * 60_000).toISOString();
    const first = days.at(13, '14:00');
    const rest = days.at(28, '11:45');
    return [
      put(
        'Ruth orders a kettle and tea towels, and comes back for a tote.',
        ordered({ days, who, what: goods.kettle, at: start, shipBy: days.shipDay(12), order: 1, line: 1 }),
        ordered({ days, who, what: goods.towels, at: start, shipBy: days.shipDay(14), order: 1, line: 2, quantity: 2 }),
        ordered({ days, who, what: goods.tote, at: start, shipBy: days.shipDay(21), order: 2, line: 1 }),
      ),
      clockTo(news),
      put(
        'Customs hold the towels for two weeks.',
        etaChanged(days, 1, { orderId: days.order(1), lineId: '2' }, news, days.shipDay(28), { code: 'customs' }),
      ),
      clockTo(later),
      put(
        'Four minutes later the sailmaker writes: one week more for the tote.',
        etaChanged(days, 2, { orderId: days.order(2), lineId: '1' }, later, days.shipDay(28), { code: 'weather' }),
      ),
      clockTo(first),
      put('The kettle leaves the shop alone.', shipped(days, { at: first, order: 1, line: 1 })),
      clockTo(rest),
      put(
        'Towels and tote leave together.',
        shipped(days, { at: rest, order: 1, line: 2, quantity: 2 }),
        shipped(days, { at: rest, order: 2, line: 1 }),
      ),
      clockTo(days.at(30, '10:00')),
    ];
  },
};
