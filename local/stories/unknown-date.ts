import { etaChanged, goods, ordered, people, shipped, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

export const unknownDate: Story = {
  id: 'unknown-date',
  title: 'Nobody knows when',
  summary: 'A kiln cracks. Tomás is told every week that there is no date, until there is one.',
  days: 42,
  tell: (start) => {
    const days = storyDays('U', start);
    const supplierOrder = days.supplierOrder('POTTERY');
    const lost = days.at(5, '16:15');
    const found = days.at(29, '11:00');
    const parcel = days.at(40, '12:20');
    return [
      put(
        'Tomás orders two pairs of harbour mugs.',
        ordered({ days, who: people.tomas, what: goods.mugs, quantity: 2, at: start, shipBy: days.shipDay(10), supplierOrder }),
      ),
      clockTo(lost),
      put(
        'The pottery has no date any more.',
        etaChanged(days, 1, { supplierOrder }, lost, null, { code: 'production-fault', text: 'The kiln cracked, and the potter cannot yet say when it will fire again' }),
      ),
      clockTo(found),
      put('The new kiln is lit: there is a date again.', etaChanged(days, 2, { supplierOrder }, found, days.shipDay(40), { code: 'production-fault' })),
      clockTo(parcel),
      put('The mugs leave the shop.', shipped(days, { at: parcel, quantity: 2 })),
      clockTo(days.at(42, '10:00')),
    ];
  },
};
