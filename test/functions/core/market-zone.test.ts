import { zoneOfMarket } from '../../../functions/core/market-zone';
import { created, etaChanged, Told } from './customers-told';

test.each([
  ['JP', 'Asia/Tokyo'],
  ['GB', 'Europe/London'],
  // A second zone that keeps the same time is none that matters.
  ['DE', 'Europe/Berlin'],
  ['US', undefined],
  ['ES', undefined],
  ['XX', undefined],
  ['not a country', undefined],
])('the zone of %s is %s', (market, zone) => {
  expect(zoneOfMarket(market)).toBe(zone);
});

test.each([
  ['their own zone', { market: 'JP', timeZone: 'Europe/Paris' }, 'Europe/Paris'],
  ['that of the market', { market: 'JP' }, 'Asia/Tokyo'],
  ['that of the merchant where the market has several', { market: 'US' }, 'America/New_York'],
])('a customer is written to in %s', (_zone, { market, timeZone }: { market: string; timeZone?: string }, expected) => {
  const ada = new Told();
  const customer = { id: 'ada', email: 'ada@example.com', ...(timeZone === undefined ? {} : { timeZone }) };
  ada.fact({ type: 'Backorder Created', event: created({ market, customer }) }, '2026-11-23T14:00:00.000Z');
  ada.passTo('2026-11-23T14:01:00.000Z');
  expect(ada.mails[0]?.notice.to.timeZone).toBe(expected);
  // Good news waits for a day without a mail, which is the customer's day.
  ada.fact(etaChanged('2026-12-01', '2026-11-23T14:02:00.000Z'), '2026-11-23T14:02:00.000Z');
  ada.passTo('2026-11-25T12:00:00.000Z');
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: expected, hour: '2-digit', hourCycle: 'h23' }).format(new Date(ada.mails[1]!.at)));
  expect(hour === 10 || hour === 11).toBe(true);
});
