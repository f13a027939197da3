import { changeCustomer, loadCustomer } from '../../../functions/adapters/customers';
import { goodwillSpent } from '../../../functions/adapters/goodwill-budget';
import { openWithEarlyCloses } from '../../../functions/backorder-created/opening';
import type { Customer } from '../../../functions/core/customer';
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

test('a change of more rows than one transaction takes writes none of them when the month has no room', async () => {
  const lines = 120;
  for (let n = 0; n < lines; n += 1) {
    const event = created({ orderId: 'o1', lineId: `l${n}` });
    await changeCustomer(opened.table, 'ada', (known, order) => openWithEarlyCloses(known, order, event, setting, NOW), 'o1');
  }
  const before = (await loadCustomer(opened.table, 'ada')).customer!;
  expect(before.lines).toHaveLength(lines);
  let looks = 0;
  const give = (known: Customer | undefined, amount: number): Change | undefined => {
    looks += 1;
    if (known === undefined || looks > 1) return undefined;
    const gift = { id: 'g', lateDays: 14, percent: 10, quantity: 2, amount: { amount: 20, currency: 'USD' }, at: NOW };
    const outbox = [{ detailType: 'Customer Unreachable' as const, detail: { eventId: 'e', customerKey: 'ada', reason: 'r', at: NOW } }];
    // Twenty lines are given something, and all of them are written.
    const given = known.lines.map((line, n) => ({ ...line, market: 'DE', ...(n < 20 && { goodwill: [gift] }) }));
    return { customer: { ...known, profile: { ...known.profile, outbox }, lines: given }, record: [], closed: [], spending: [{ month: '2026-11', currency: 'USD', amount, budget: 1000 }] };
  };
  await changeCustomer(opened.table, 'ada', (known) => give(known, 1001));
  expect(looks).toBe(2);
  expect((await loadCustomer(opened.table, 'ada')).customer).toEqual(before);
  expect(await goodwillSpent(opened.table, '2026-11', 'USD')).toBe(0);

  looks = 0;
  await changeCustomer(opened.table, 'ada', (known) => give(known, 1000));
  const after = (await loadCustomer(opened.table, 'ada')).customer!;
  expect(after.lines.filter(({ market }) => market === 'DE')).toHaveLength(lines);
  expect(after.lines.filter(({ goodwill }) => goodwill !== undefined)).toHaveLength(20);
  expect(after.profile.outbox).toHaveLength(1);
  expect(await goodwillSpent(opened.table, '2026-11', 'USD')).toBe(1000);
});
