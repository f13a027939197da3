import { changeCustomer, loadCustomer } from '../../../functions/adapters/customers';
import { goodwillSpent } from '../../../functions/adapters/goodwill-budget';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import type { Change } from '../../../functions/core/facts';
import { created, setting } from '../core/customers-told';
import { openProductTable } from './open-table';

const NOW = '2026-11-23T14:00:00.000Z';
let opened: Awaited<ReturnType<typeof openProductTable>>;
beforeEach(async () => {
  opened = await openProductTable();
});
afterEach(() => opened.close());

const spending = [{ month: '2026-11', currency: 'USD', amount: 400, budget: 1000 }];

test('many who give at the same time never spend more than the month holds, and who does not get it looks again', async () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];
  for (const id of keys) {
    const event = created({ orderId: id, customer: { id, email: `${id}@example.com` } });
    await changeCustomer(opened.table, id, (known, order) => openWithEarlyCloses(known, order, event, setting, NOW), id);
  }
  const given: string[] = [];
  await Promise.all(
    keys.map((key) =>
      changeCustomer(opened.table, key, async (known) => {
        if (known === undefined || (await goodwillSpent(opened.table, '2026-11', 'USD')) > 600) return undefined;
        const change: Change = { customer: { ...known, profile: { ...known.profile, name: 'given' } }, record: [], closed: [], spending };
        return change;
      }).then((customer) => customer?.profile.name === 'given' && given.push(key)),
    ),
  );
  expect(given).toHaveLength(2);
  expect(await goodwillSpent(opened.table, '2026-11', 'USD')).toBe(800);
  const names = await Promise.all(keys.map(async (key) => (await loadCustomer(opened.table, key)).customer?.profile.name));
  expect(names.filter((name) => name === 'given')).toHaveLength(2);
});

test('each month and each currency has its own', async () => {
  expect(await goodwillSpent(opened.table, '2026-12', 'USD')).toBe(0);
  expect(await goodwillSpent(opened.table, '2026-11', 'EUR')).toBe(0);
});
