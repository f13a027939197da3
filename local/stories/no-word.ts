import { goods, ordered, people, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

/** Nothing happens, which is the story: an old date is never shown as if it still held. */
export const noWord: Story = {
  id: 'no-word',
  title: 'A date passes with no word',
  summary: 'The supplier falls silent. Nobody tells Samir that the old date still holds.',
  days: 24,
  tell: (start) => {
    const days = storyDays('N', start);
    return [
      put(
        'Samir orders a barometer. After that, the supplier says nothing at all.',
        ordered({ days, who: people.samir, what: goods.barometer, at: start, shipBy: days.shipDay(9), supplierOrder: days.supplierOrder('ANEROID') }),
      ),
      clockTo(days.at(24, '18:00')),
    ];
  },
};
