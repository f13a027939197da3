import { apply, applyToClosed } from '../../../functions/core/apply';
import { newProfile } from '../../../functions/core/apply/open-line';
import { Draft } from '../../../functions/core/change';
import { applyAll } from '../../../functions/core/changes';
import type { Customer } from '../../../functions/core/customer';
import type { Line } from '../../../functions/core/line';
import type { StockAlert } from '../../../functions/core/stock-alert';
import { cancelledByShop, created, press, setting, shipped, told, Told } from './customers-told';

/*
 * What every change owes: lines in their order, one event for each thing to publish, finished lines gone, and nothing where
 * nothing changed.
 */

const AT = '2026-11-24T15:00:00.000Z';
const line = (orderId: string, lineId: string): Line => ({ ...(told({ orderId, lineId }).known.lines[0] as Line) });
const alert = (sku: string): StockAlert => ({ item: { sku, name: sku }, state: 'waiting', requestedAt: AT, appliedIds: [] });
const ada = (lines: Line[] = []): Customer => ({ profile: { ...newProfile('ada'), email: 'ada@example.com' }, lines, alerts: [] });
const names = (lines: readonly Line[]): string[] => lines.map(({ orderId, lineId }) => `${orderId}/${lineId}`);

test('lines stand by order and line, whatever came first', () => {
  const draft = new Draft(ada(), setting, AT);
  for (const [orderId, lineId] of [['o2', 'l1'], ['o1', 'l2'], ['o10', 'l1'], ['o1', 'l1'], ['o1', 'l10']] as const) draft.putLine(line(orderId, lineId));
  expect(names(draft.customer.lines)).toEqual(['o1/l1', 'o1/l10', 'o1/l2', 'o10/l1', 'o2/l1']);
});

test('a line is replaced in its place, and its number grows each time', () => {
  const before = ada([line('o1', 'l1'), line('o1', 'l2'), line('o2', 'l1')]);
  const draft = new Draft(before, setting, AT);
  const first = draft.putLine({ ...(before.lines[1] as Line), market: 'DE' });
  const second = draft.putLine({ ...first, market: 'FR' });
  expect([before.lines[1]?.sequence, first.sequence, second.sequence].map((n) => (n as number) - (before.lines[1]?.sequence as number))).toEqual([0, 1, 2]);
  expect(draft.customer.lines.map(({ market }) => market)).toEqual(['GB', 'FR', 'GB']);
  expect(draft.line({ orderId: 'o1', lineId: 'l2' })).toBe(second);
  expect(draft.line({ orderId: 'o9', lineId: 'l2' })).toBeUndefined();
  expect(before.lines[1]?.market).toBe('GB');
});

test('alerts stand by SKU, one for each', () => {
  const draft = new Draft(ada(), setting, AT);
  for (const sku of ['STOOL', 'BED', 'LAMP', 'ARMCHAIR']) draft.putAlert(alert(sku));
  draft.putAlert({ ...alert('LAMP'), state: 'told' });
  expect(draft.customer.alerts.map(({ item, state }) => [item.sku, state])).toEqual([['ARMCHAIR', 'waiting'], ['BED', 'waiting'], ['LAMP', 'told'], ['STOOL', 'waiting']]);
  expect(draft.alert('BED')?.item.sku).toBe('BED');
  expect(draft.alert('SOFA')).toBeUndefined();
});

test('an event that is still to be published is not added again', () => {
  const event = (eventId: string) => ({ detailType: 'Customer Unreachable' as const, detail: { eventId, customerKey: 'ada', reason: 'r', at: AT } });
  const draft = new Draft(ada(), setting, AT);
  for (const id of ['a', 'b', 'a', 'b', 'c']) draft.publish(event(id));
  expect(draft.customer.profile.outbox.map(({ detail }) => detail.eventId)).toEqual(['a', 'b', 'c']);
});

test('a draft knows whether there is anything to commit', () => {
  expect(new Draft(ada([line('o1', 'l1')]), setting, AT).isUntouched).toBe(true);
  const noted = new Draft(ada(), setting, AT);
  noted.note('merchant-task', [], 'why', {});
  expect(noted.isUntouched).toBe(false);
  const put = new Draft(ada(), setting, AT);
  put.putProfile({ weekly: 'off' });
  expect(put.isUntouched).toBe(false);
  // A line about which all is said has yet to leave.
  const finished = { ...line('o1', 'l1'), shipments: [{ shipmentId: 's', quantity: 2, amount: { amount: 5900, currency: 'USD' }, shippedAt: AT, toldBy: 'n' }] };
  expect(new Draft(ada([finished, line('o1', 'l2')]), setting, AT).isUntouched).toBe(false);
  const change = new Draft(ada([finished, line('o1', 'l2')]), setting, AT).finish();
  expect([names(change.closed), names(change.customer.lines)]).toEqual([['o1/l1'], ['o1/l2']]);
});

test('an entry has the words and postings that it was given, and no empty ones', () => {
  const draft = new Draft(ada(), setting, AT);
  const posting = { account: 'clearing' as const, side: 'debit' as const, amount: 1, currency: 'USD' };
  draft.note('shipped', [{ orderId: 'o1', lineId: 'l1' }], 'e1', { quantity: 1 }, { words: 'w', postings: [posting] });
  draft.note('shipped', [{ orderId: 'o1', lineId: 'l1' }], 'e2', { quantity: 1 });
  const [first, second] = draft.finish().record;
  expect(first).toEqual({ at: AT, id: first?.id, what: 'shipped', lines: [{ orderId: 'o1', lineId: 'l1' }], facts: { quantity: 1 }, words: 'w', postings: [posting] });
  expect(Object.keys(second ?? {})).toEqual(['at', 'id', 'what', 'lines', 'facts']);
  expect(first?.id).not.toBe(second?.id);
});

describe('several facts as one change', () => {
  const order = { type: 'Backorder Created' as const, event: created() };

  test('that change nothing are none', () => {
    expect(applyAll(undefined, [], setting, AT)).toBeUndefined();
    expect(applyAll(undefined, [press('Cancel Pressed', AT)], setting, AT)).toBeUndefined();
  });

  test('pile up their records, and what was closed by one stays closed', () => {
    const change = applyAll(undefined, [order, shipped(2, AT), { type: 'Backorder Created', event: created({ lineId: 'l2' }) }], setting, AT);
    expect(change?.record.map(({ what }) => what)).toEqual(['line-opened', 'shipped', 'line-closed', 'line-opened']);
    expect([names(change?.closed ?? []), names(change?.customer.lines ?? [])]).toEqual([['o1/l1'], ['o1/l2']]);
  });

  test('a shipment of a line that another of them closed is reported, and the line is closed once', () => {
    const change = applyAll(undefined, [order, shipped(2, AT, { shipmentId: 'p1' }), shipped(1, AT, { shipmentId: 'p2', eventId: 'late' })], setting, AT);
    expect(names(change?.closed ?? [])).toEqual(['o1/l1']);
    expect(change?.closed[0]?.appliedIds).toContain('late');
    expect(change?.customer.profile.outbox).toMatchObject([{ detailType: 'Shipped After Cancellation', detail: { shipmentId: 'p2', quantity: 1 } }]);
  });

  test('what does not touch one leaves the others as they are', () => {
    const change = applyAll(undefined, [order, cancelledByShop('done', { lineId: 'l9' }), press('Keep Pressed', AT)], setting, AT);
    expect(change?.record.map(({ what }) => what)).toEqual(['line-opened', 'consented']);
  });
});

describe('a shipment of a closed line', () => {
  const closed = { ...line('o1', 'l1'), appliedIds: ['seen'], shipments: [{ shipmentId: 'p1', quantity: 2, amount: { amount: 5900, currency: 'USD' }, shippedAt: AT, toldBy: 'n' }] };
  const event = (over: object) => (shipped(1, AT, { shipmentId: 'p9', eventId: 'e9', ...over }) as Extract<ReturnType<typeof shipped>, { type: 'Order Shipped' }>).event;

  test('is the merchant\'s task, and known from then on', () => {
    const change = applyToClosed(ada(), closed, event({}), setting, AT);
    expect(change?.closed).toEqual([{ ...closed, appliedIds: ['seen', 'e9'] }]);
    expect(change?.customer.profile.outbox).toMatchObject([{ detailType: 'Shipped After Cancellation', detail: { shipmentId: 'p9', quantity: 1 } }]);
    expect(change?.record).toMatchObject([{ what: 'merchant-task', facts: { task: 'goods left that no longer waited' } }]);
  });

  test.each([
    ['the event is a repeat', { eventId: 'seen' }],
    ['the shipment is known', { shipmentId: 'p1' }],
    ['it is of another line', { lineId: 'l2' }],
    ['it is of another order', { orderId: 'o2' }],
  ])('is nothing when %s', (_when, over) => {
    expect(applyToClosed(ada(), closed, event(over), setting, AT)).toBeUndefined();
  });

  test('does not lose what closes with it', () => {
    const finished = { ...closed, lineId: 'l2' };
    expect(names(applyToClosed(ada([finished]), closed, event({}), setting, AT)?.closed ?? [])).toEqual(['o1/l2', 'o1/l1']);
  });
});

test('who orders for the first time has a profile with what the order says, and nothing that it does not', () => {
  const bare = apply(undefined, { type: 'Backorder Created', event: created({ customer: { email: 'a@example.com' } }) }, setting, AT)?.customer.profile;
  expect({ ...bare, dueAt: undefined, due: undefined }).toEqual({ key: 'guest-o1', since: '2026-11-23T14:00:00.000Z', email: 'a@example.com', weekly: 'on', failures: 0, resent: [], outbox: [], appliedIds: [] });
  expect(Object.keys(bare ?? {})).not.toEqual(expect.arrayContaining(['name', 'locale', 'timeZone']));
  const full = apply(undefined, { type: 'Backorder Created', event: created({ customer: { id: 'c', email: 'a@example.com', name: 'A', locale: 'de', timeZone: 'Europe/Berlin' } }) }, setting, AT)?.customer.profile;
  expect(full).toMatchObject({ key: 'c', name: 'A', locale: 'de', timeZone: 'Europe/Berlin' });
});

test('a later order does not empty what an earlier one said', () => {
  const both = new Told();
  both.fact({ type: 'Backorder Created', event: created({ customer: { id: 'c', email: 'a@example.com', name: 'A', locale: 'de', timeZone: 'Europe/Berlin' } }) }, AT);
  both.fact({ type: 'Backorder Created', event: created({ lineId: 'l2', customer: { id: 'c', email: 'b@example.com' } }) }, AT);
  expect(both.known.profile).toMatchObject({ email: 'b@example.com', name: 'A', locale: 'de', timeZone: 'Europe/Berlin' });
  expect(both.fact({ type: 'Backorder Created', event: created({ lineId: 'l2', eventId: 'another' }) }, AT)).toBe(false);
  expect(both.known.lines[0]?.appliedIds).toEqual(['created-o1-l1']);
});
