import { etaChanged, goods, ordered, people, shipped, storyDays } from './shop';
import { clockTo, put, type Story } from './story';

/** One word from a supplier reaches everyone who waits for that delivery, and nobody else. */
export const supplierSlips: Story = {
  id: 'supplier-slips',
  title: 'A supplier slips two weeks',
  summary: 'The mill needs two more weeks for a jumper, and one word from it reaches all three who wait.',
  days: 27,
  tell: (start) => {
    const days = storyDays('S', start);
    const supplierOrder = days.supplierOrder('KESTREL');
    const promised = days.shipDay(11);
    const late = days.shipDay(25);
    const order = { days, what: goods.guernsey, at: start, shipBy: promised, supplierOrder };
    const noon = days.at(5, '11:40');
    const parcels = days.at(25, '14:10');
    return [
      put(
        'Maya, Henrik and Lucia each order a navy jumper; the mill promises a date.',
        ordered({ ...order, who: people.maya, order: 1 }),
        ordered({ ...order, who: people.henrik, order: 2 }),
        ordered({ ...order, who: people.lucia, order: 3 }),
      ),
      clockTo(noon),
      put(
        'The mill writes: a loom is down, two more weeks.',
        etaChanged(days, 1, { supplierOrder }, noon, late, { code: 'production-fault', text: 'A loom at the mill is being repaired' }),
      ),
      clockTo(parcels),
      put(
        'The jumpers are in, and all three parcels leave.',
        shipped(days, { at: parcels, order: 1 }),
        shipped(days, { at: parcels, order: 2 }),
        shipped(days, { at: parcels, order: 3 }),
      ),
      clockTo(days.at(27, '10:00')),
    ];
  },
};
