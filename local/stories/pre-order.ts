import { etaChanged, goods, ordered, people, shipped, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

/** Nothing is late at first: it does not exist yet. Only the deposit was paid, so only the deposit could come back. */
export const preOrder: Story = {
  id: 'pre-order',
  title: 'A pre-order with a deposit',
  summary: 'Ingrid pays a deposit for an atlas that is still to be printed. The release moves once; the balance is never touched before it ships.',
  days: 34,
  tell: (start) => {
    const days = storyDays('P', start);
    const moved = days.at(15, '11:20');
    const parcel = days.at(32, '13:10');
    return [
      put(
        'Ingrid pre-orders the tide atlas and pays a deposit.',
        ordered({ days, who: people.ingrid, what: goods.atlas, at: start, shipBy: days.shipDay(22), deposit: 2000 }),
      ),
      clockTo(moved),
      put(
        'The printer needs ten days more.',
        etaChanged(days, 1, { sku: goods.atlas.sku }, moved, days.shipDay(32), { code: 'production-fault', text: 'The binding machine stood still for a week' }),
      ),
      clockTo(parcel),
      put('The atlas is released, and leaves the shop.', shipped(days, { at: parcel })),
      clockTo(days.at(34, '10:00')),
    ];
  },
};
