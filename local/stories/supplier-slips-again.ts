import { etaChanged, goods, ordered, people, shipped, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

export const supplierSlipsAgain: Story = {
  id: 'supplier-slips-again',
  title: 'It slips again',
  summary: 'A lantern is late, and then late once more. Jonas hears of each date once, and can leave at any time.',
  days: 38,
  tell: (start) => {
    const days = storyDays('A', start);
    const supplierOrder = days.supplierOrder('FOUNDRY');
    const first = days.at(4, '15:20');
    const second = days.at(19, '09:50');
    const parcel = days.at(36, '13:30');
    return [
      put(
        'Jonas orders a storm lantern.',
        ordered({ days, who: people.jonas, what: goods.lantern, at: start, shipBy: days.shipDay(8), supplierOrder, cause: { code: 'demand-surge' } }),
      ),
      clockTo(first),
      put('The foundry is two weeks late.', etaChanged(days, 1, { supplierOrder }, first, days.shipDay(22), { code: 'supplier-delay' })),
      clockTo(second),
      put('The crate is stuck in port: another two weeks.', etaChanged(days, 2, { supplierOrder }, second, days.shipDay(36), { code: 'port-congestion' })),
      clockTo(parcel),
      put('The lantern leaves the shop.', shipped(days, { at: parcel })),
      clockTo(days.at(38, '10:00')),
    ];
  },
};
