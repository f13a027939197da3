import { apply } from '../../../../functions/core/apply';
import { erased, setting, told, withoutIds, type Told } from '../customers-told';

/*
 * What the store says of the customer themselves.
 */

const AT = '2026-11-24T15:00:00.000Z';
const update = (ada: Told, customer: object, eventId = 'u1'): boolean => ada.fact({ type: 'Customer Updated', event: { eventId, customer: { id: 'ada', ...customer } } }, AT);

test('every detail is taken over, and what is not said stays', () => {
  const ada = told({ customer: { id: 'ada', email: 'ada@example.com', name: 'Ada', locale: 'en', timeZone: 'UTC' } });
  expect(update(ada, { name: 'Ada L.' })).toBe(true);
  expect(ada.known.profile).toMatchObject({ email: 'ada@example.com', name: 'Ada L.', locale: 'en', timeZone: 'UTC' });
  update(ada, { locale: 'fr' }, 'u2');
  update(ada, { timeZone: 'Europe/Paris' }, 'u3');
  expect(ada.known.profile).toMatchObject({ name: 'Ada L.', locale: 'fr', timeZone: 'Europe/Paris', appliedIds: ['u1', 'u2', 'u3'] });
});

test('what is not said is not made empty', () => {
  const ada = told({ customer: { id: 'ada', email: 'ada@example.com' } });
  update(ada, { email: 'new@example.com' });
  expect(Object.keys(ada.known.profile)).not.toEqual(expect.arrayContaining(['name']));
  expect(Object.keys(ada.known.profile)).not.toEqual(expect.arrayContaining(['locale']));
  expect(Object.keys(ada.known.profile)).not.toEqual(expect.arrayContaining(['timeZone']));
});

test('a new address is written to at once where the old one refused mail', () => {
  const ada = told();
  ada.customer = { ...ada.known, profile: { ...ada.known.profile, refusedAddress: 'ada@example.com', retryAt: '2026-12-01T00:00:00.000Z', failures: 4 } };
  update(ada, { name: 'Ada L.' });
  expect(ada.known.profile).toMatchObject({ refusedAddress: 'ada@example.com', failures: 4 });
  update(ada, { email: 'new@example.com' }, 'u2');
  expect(ada.known.profile).toMatchObject({ email: 'new@example.com', refusedAddress: undefined, retryAt: undefined, failures: 0 });
});

test('without an id the address says who is meant, and newEmail where to write', () => {
  const ada = told();
  ada.fact({ type: 'Customer Updated', event: { eventId: 'u1', customer: { email: 'ada@example.com', newEmail: 'new@example.com' } } }, AT);
  expect(ada.known.profile.email).toBe('new@example.com');
  ada.fact({ type: 'Customer Updated', event: { eventId: 'u2', customer: { email: 'new@example.com', name: 'Ada L.' } } }, AT);
  expect(ada.known.profile).toMatchObject({ email: 'new@example.com', name: 'Ada L.' });
});

test('the record says that the address changed, and not to which', () => {
  const ada = told();
  update(ada, { email: 'new@example.com' });
  update(ada, { name: 'Ada L.' }, 'u2');
  expect(withoutIds(ada.record.slice(-2))).toEqual([
    { at: AT, what: 'customer-updated', lines: [], facts: { address: true } },
    { at: AT, what: 'customer-updated', lines: [], facts: { address: false } },
  ]);
});

test('what was sent long before the first order says less than the order, whenever it comes', () => {
  const ada = told();
  const sent = (sentAt: string, eventId: string): boolean => ada.fact({ type: 'Customer Updated', event: { eventId, customer: { id: 'ada', email: 'old@example.com' } }, sentAt }, AT);
  expect(sent('2026-11-23T13:00:00.000Z', 'long before')).toBe(false);
  expect(ada.known.profile.email).toBe('ada@example.com');
  // The order is of 14:00 by the store's clock, and the bus's may be some minutes behind.
  expect(sent('2026-11-23T13:55:00.000Z', 'as good as then')).toBe(true);
  expect(ada.known.profile.email).toBe('old@example.com');
});

test('a repeat changes nothing', () => {
  const ada = told();
  update(ada, { email: 'new@example.com' });
  update(ada, { email: 'newer@example.com' }, 'u2');
  expect(update(ada, { email: 'new@example.com' })).toBe(false);
  expect(ada.known.profile.email).toBe('newer@example.com');
});

test('of whom nothing is known, nothing is kept', () => {
  expect(apply(undefined, { type: 'Customer Updated', event: { eventId: 'u1', customer: { id: 'ada' } } }, setting, AT)).toBeUndefined();
  expect(apply(undefined, erased(AT), setting, AT)).toBeUndefined();
});
