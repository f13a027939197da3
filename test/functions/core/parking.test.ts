import { attend } from '../../../functions/core/attend';
import { park } from '../../../functions/core/parking';
import { setting, told } from './customers-told';

const NOW = '2026-11-30T16:00:00.000Z';
const UNTIL = '2026-11-30T17:00:00.000Z';

test('a customer whose mail may not leave is due again after that, within five minutes, and asks for no write before', () => {
  const ada = told({ shipBy: '2027-03-01' }).known;
  const { customer, record } = park(ada, UNTIL, setting, NOW);
  const { retryAt = '', dueAt } = customer.profile;
  expect(retryAt >= UNTIL && retryAt < '2026-11-30T17:05:00.000Z').toBe(true);
  expect([dueAt, record]).toEqual([retryAt, []]);
  expect(attend(customer, setting, '2026-11-30T16:59:00.000Z')).toMatchObject({ act: { kind: 'none' }, customer });
  expect(attend(customer, setting, retryAt).act.kind).toBe('tell');
});

test('customers who were parked together come back at moments of their own', () => {
  const ada = told({ shipBy: '2027-03-01' }).known;
  const moments = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => park({ ...ada, profile: { ...ada.profile, key } }, UNTIL, setting, NOW).customer.profile.retryAt);
  expect(new Set(moments).size).toBeGreaterThan(4);
});

test('a mail that has to wait longer for a reason of its own goes on to', () => {
  const ada = told({ shipBy: '2027-03-01' }).known;
  const refused = { ...ada, profile: { ...ada.profile, retryAt: '2026-12-01T16:00:00.000Z' } };
  expect(park(refused, UNTIL, setting, NOW).customer.profile.retryAt).toBe('2026-12-01T16:00:00.000Z');
});
