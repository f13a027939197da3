import { lineView } from '../../../functions/core/line-view';
import type { NoticePart } from '../../../functions/core/notice';
import { press, setting, told, type Told } from './customers-told';

/* What the chairs were paid with goes with every word about their money. */

const CANCELLED = '2026-11-24T14:00:00.000Z';
const paidWith = { label: 'Visa', last4: '4242' };

const refundId = (ada: Told): string => ada.eventsOf('Refund Requested')[0]?.refundId ?? 'none was asked for';
const lastPart = (ada: Told): NoticePart | undefined => ada.mails.at(-1)?.notice.parts[0];

test.each([
  ['with a name', paidWith],
  ['without', { last4: '4242' }],
  ['or not at all', undefined],
])('while they wait, when they are cancelled, and when the money fails and comes: %s', (_how, card) => {
  const ada = told(card === undefined ? {} : { paidWith: card });
  expect(lastPart(ada)).toMatchObject({ kind: 'first', paidWith: card });
  expect(lineView(ada.known.lines[0]!, setting, CANCELLED).paidWith).toEqual(card);
  ada.fact(press('Cancel Pressed', CANCELLED), CANCELLED);
  ada.passTo('2026-11-24T18:00:00.000Z');
  expect(lastPart(ada)).toMatchObject({ kind: 'cancelled', paidWith: card });
  ada.fact({ type: 'Refund Failed', event: { eventId: 'f', refundId: refundId(ada), reason: 'The card was closed' } }, '2026-11-25T15:00:00.000Z');
  ada.passTo('2026-11-25T15:00:00.000Z');
  expect(lastPart(ada)).toMatchObject({ kind: 'refund-failed', paidWith: card });
  ada.fact({ type: 'Refund Settled', event: { eventId: 's', refundId: refundId(ada), amount: 5900, currency: 'USD', settledAt: '2026-11-26T15:00:00.000Z' } }, '2026-11-26T15:00:00.000Z');
  ada.passTo('2026-11-26T15:00:00.000Z');
  expect(lastPart(ada)).toMatchObject({ kind: 'refunded', paidWith: card });
});

test('the record and the bus say nothing of it', () => {
  const ada = told({ paidWith: { label: 'Visa', last4: '9731' } });
  ada.fact(press('Cancel Pressed', CANCELLED), CANCELLED);
  ada.passTo('2026-11-25T15:00:00.000Z');
  expect(JSON.stringify(ada.known)).toContain('9731');
  expect(JSON.stringify([ada.record, ada.published])).not.toMatch(/9731|Visa/);
});
