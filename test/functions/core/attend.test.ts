import { attend } from '../../../functions/core/attend';
import { beginSending, takeBack } from '../../../functions/core/sending';
import { cancelledByShop, created, erased, etaChanged, press, setting, shipped, Told, told } from './customers-told';

describe('a first notice', () => {
  test('goes out 45 seconds after the line opened, not before', () => {
    const ada = new Told();
    ada.fact({ type: 'Backorder Created', event: created() }, '2026-11-23T14:00:00.000Z');
    expect(ada.passTo('2026-11-23T14:00:44.999Z').said).toEqual([]);
    expect(ada.passTo('2026-11-23T14:00:45.000Z').said).toEqual(['first: 2026-12-10']);
  });

  test('tells three lines that open within the window in one mail', () => {
    const ada = new Told();
    for (const [lineId, at] of [['l1', '2026-11-23T14:00:00.000Z'], ['l2', '2026-11-23T14:00:20.000Z'], ['l3', '2026-11-23T14:00:44.000Z']] as const) {
      ada.fact({ type: 'Backorder Created', event: created({ lineId }) }, at);
    }
    expect(ada.passTo('2026-11-23T14:05:00.000Z').said).toEqual(['first: 2026-12-10, 2026-12-10, 2026-12-10']);
  });

  test.each([
    ['a date that is today still stands', '2026-11-23', ['first: 2026-11-23']],
    ['a date that has passed is told as unknown', '2026-11-22', ['first: no date']],
    ['no date is told as no date', null, ['first: no date']],
  ])('%s', (_rule, shipBy, said) => {
    expect(told({ shipBy }).said).toEqual(said);
  });

  test('asks the merchant for a date when the promise had passed before it was made', () => {
    expect(told({ shipBy: '2026-11-22' }).eventsOf('ETA Confirmation Needed')).toMatchObject([{ orderId: 'o1', lineId: 'l1', shipBy: '2026-11-22', reason: 'promise-in-the-past' }]);
    expect(told().eventsOf('ETA Confirmation Needed')).toEqual([]);
  });

  test('is not sent for goods that left before anyone was told they were late', () => {
    const ada = new Told();
    ada.fact({ type: 'Backorder Created', event: created() }, '2026-11-23T14:00:00.000Z');
    ada.fact(shipped(2, '2026-11-23T14:00:10.000Z'), '2026-11-23T14:00:11.000Z');
    expect(ada.passTo('2027-01-23T14:00:00.000Z').said).toEqual([]);
    expect(ada.known.lines).toEqual([]);
  });
});

describe('a date that moves', () => {
  test.each([
    ['to a later day is told as later', '2026-12-24', 'later: 2026-12-24'],
    ['by a single day is told', '2026-12-11', 'later: 2026-12-11'],
    ['to no date is told as unknown', null, 'unknown: no date'],
    ['to a day that has passed is told as unknown', '2026-11-23', 'unknown: no date'],
    ['to an earlier day is told as earlier', '2026-12-01', 'earlier: 2026-12-01'],
  ])('%s, ten minutes after it moved', (_rule, shipBy, said) => {
    const ada = told();
    ada.fact(etaChanged(shipBy, '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    expect(ada.passTo('2026-11-24T15:09:59.999Z').said).toHaveLength(1);
    expect(ada.passTo('2026-11-24T15:10:00.000Z').said.slice(1)).toEqual([said]);
  });

  test('and moves back before it was told is not told at all', () => {
    const ada = told();
    ada.fact(etaChanged('2026-12-24', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    ada.fact(etaChanged('2026-12-10', '2026-11-24T15:05:00.000Z'), '2026-11-24T15:05:00.000Z');
    expect(ada.passTo('2026-11-25T15:00:00.000Z').said).toHaveLength(1);
  });

  test('again within the window is told once, ten minutes after the first move', () => {
    const ada = told();
    ada.fact(etaChanged('2026-12-24', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    ada.fact(etaChanged('2026-12-28', '2026-11-24T15:08:00.000Z'), '2026-11-24T15:08:00.000Z');
    ada.passTo('2026-11-25T15:00:00.000Z');
    expect(ada.said.slice(1)).toEqual(['later: 2026-12-28']);
    expect(ada.mails[1]?.at).toBe('2026-11-24T15:10:00.000Z');
  });

  test('to an earlier day waits for the next morning when a mail already went out that day', () => {
    const ada = told();
    ada.fact(etaChanged('2026-12-01', '2026-11-23T16:00:00.000Z'), '2026-11-23T16:00:00.000Z');
    ada.passTo('2026-11-25T00:00:00.000Z');
    expect(ada.mails[1]?.at.slice(0, 13)).toMatch(/^2026-11-24T1[01]$/);
  });

  test('to a later day is told on the same day all the same', () => {
    const ada = told();
    ada.fact(etaChanged('2026-12-20', '2026-11-23T16:00:00.000Z'), '2026-11-23T16:00:00.000Z');
    ada.passTo('2026-11-24T00:00:00.000Z');
    expect(ada.mails[1]?.at).toBe('2026-11-23T16:10:00.000Z');
  });

  test.each([
    ['an older report changes nothing', '2026-11-24T14:59:59.000Z', { sku: 'CHAIR' }, false],
    ['a report of the same moment for the same scope changes nothing', '2026-11-24T15:00:00.000Z', { sku: 'CHAIR' }, false],
    ['a report of the same moment for the line alone wins', '2026-11-24T15:00:00.000Z', { orderId: 'o1', lineId: 'l1' }, true],
    ['a newer report for the wider scope wins', '2026-11-24T15:00:01.000Z', { sku: 'CHAIR' }, true],
    ['a report for another SKU is not ours', '2026-11-24T15:00:01.000Z', { sku: 'TABLE' }, false],
    ['a report for a supplier order that the line is not on is not ours', '2026-11-24T15:00:01.000Z', { supplierOrder: 'po-1' }, false],
  ])('%s', (_rule, asOf, scope, changes) => {
    const ada = told();
    ada.fact(etaChanged('2026-12-24', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    expect(ada.fact(etaChanged('2026-12-30', asOf, { scope }), '2026-11-24T15:01:00.000Z')).toBe(changes);
  });

  test('the same event twice changes nothing the second time', () => {
    const ada = told();
    const moved = etaChanged('2026-12-24', '2026-11-24T15:00:00.000Z');
    expect(ada.fact(moved, '2026-11-24T15:00:00.000Z')).toBe(true);
    expect(ada.fact(moved, '2026-11-24T15:01:00.000Z')).toBe(false);
  });

  test('while a mail is on its way is told afterwards', () => {
    const ada = told();
    ada.fact(etaChanged('2026-12-24', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    const act = attend(ada.known, setting, '2026-11-24T15:10:00.000Z').act;
    if (act.kind !== 'tell') throw new Error('expected a notice');
    ada.customer = beginSending(ada.known, act.notice, 1, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, '2026-11-24T15:10:00.000Z').customer;
    ada.fact(etaChanged('2026-12-10', '2026-11-24T15:10:01.000Z'), '2026-11-24T15:10:01.000Z');
    ada.customer = ada.sentAt('2026-11-24T15:10:02.000Z');
    expect(ada.passTo('2026-11-26T00:00:00.000Z').said.slice(1)).toEqual(['earlier: 2026-12-10']);
  });
});

describe('a told date that passes with no word', () => {
  test('is told as unknown at 9 the next morning in the merchant\'s zone', () => {
    const ada = told({ shipBy: '2026-11-26' });
    ada.fact({ type: 'ETA Confirmed', event: { eventId: 'c1', scope: { sku: 'CHAIR' }, asOf: '2026-11-25T15:00:00.000Z' } }, '2026-11-25T15:00:00.000Z');
    ada.passTo('2026-11-27T13:59:59.000Z');
    expect(ada.said).toEqual(['first: 2026-11-26']);
    ada.passTo('2026-11-27T14:00:00.000Z');
    expect(ada.said).toEqual(['first: 2026-11-26', 'unknown: no date']);
    expect(ada.eventsOf('ETA Confirmation Needed').at(-1)).toMatchObject({ reason: 'promise-passed', shipBy: '2026-11-26' });
  });

  test('is replaced by the new date when there is one by then', () => {
    const ada = told({ shipBy: '2026-11-26' });
    ada.fact(etaChanged('2026-12-03', '2026-11-27T02:00:00.000Z'), '2026-11-27T02:00:00.000Z');
    ada.passTo('2026-11-28T00:00:00.000Z');
    expect(ada.said).toEqual(['first: 2026-11-26', 'later: 2026-12-03']);
  });
});

describe('cancelling', () => {
  const at = '2026-11-24T15:00:00.000Z';

  test('is answered at once with the amount, the refund\'s day and the end of the undo', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', at), at);
    ada.passTo(at);
    // Seven working days after Tuesday 24 November: 25, 26, 27, 30 November, 1, 2, 3 December.
    expect(ada.mails[1]?.notice.parts).toMatchObject([
      { kind: 'cancelled', by: 'customer', quantity: 2, amount: { amount: 5900, currency: 'USD' }, refundBy: '2026-12-03', undoUntil: '2026-11-24T19:00:00.000Z' },
    ]);
    expect(ada.eventsOf('Cancellation Requested')).toMatchObject([{ orderId: 'o1', lineId: 'l1', quantity: 2, holdUntil: '2026-11-24T19:00:00.000Z' }]);
  });

  test('requests one refund when the hold of four hours is over, not before', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', at), at);
    expect(ada.passTo('2026-11-24T18:59:59.999Z').eventsOf('Refund Requested')).toEqual([]);
    expect(ada.passTo('2027-01-01T00:00:00.000Z').eventsOf('Refund Requested')).toMatchObject([{ amount: 5900, currency: 'USD', quantity: 2, cause: 'customer', dueBy: '2026-12-03' }]);
  });

  test('twice cancels once', () => {
    const ada = told();
    expect(ada.fact(press('Cancel Pressed', at), at)).toBe(true);
    expect(ada.fact(press('Cancel Pressed', '2026-11-24T15:00:01.000Z'), '2026-11-24T15:00:01.000Z')).toBe(false);
  });

  test('and undoing leads to no refund, and the line waits on', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', at), at);
    ada.passTo('2026-11-24T16:00:00.000Z');
    expect(ada.fact(press('Undo Pressed', '2026-11-24T18:59:59.999Z'), '2026-11-24T18:59:59.999Z')).toBe(true);
    ada.passTo('2026-12-01T23:00:00.000Z');
    expect(ada.eventsOf('Refund Requested')).toEqual([]);
    expect(ada.eventsOf('Cancellation Withdrawn')).toHaveLength(1);
    expect(ada.said).toEqual(['first: 2026-12-10', 'cancelled: cancelled', 'weekly: 2026-12-10']);
  });

  test('can\'t be undone once the hold is over', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', at), at);
    expect(ada.fact(press('Undo Pressed', '2026-11-24T19:00:00.000Z'), '2026-11-24T19:00:00.000Z')).toBe(false);
  });

  test('again after an undo leads to a refund of its own, and only one', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', at), at);
    ada.fact(press('Undo Pressed', '2026-11-24T15:30:00.000Z'), '2026-11-24T15:30:00.000Z');
    ada.fact(press('Cancel Pressed', '2026-11-24T16:00:00.000Z'), '2026-11-24T16:00:00.000Z');
    expect(ada.passTo('2026-12-31T00:00:00.000Z').eventsOf('Refund Requested')).toHaveLength(1);
  });

  test('ends with a mail about the refund, and the line is closed', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', at), at);
    ada.passTo('2026-11-25T00:00:00.000Z');
    const [request] = ada.eventsOf('Refund Requested');
    const settledAt = '2026-11-26T15:00:00.000Z';
    ada.fact({ type: 'Refund Settled', event: { eventId: 'r', refundId: request?.refundId ?? '', amount: 5900, currency: 'USD', settledAt } }, settledAt);
    ada.passTo('2027-02-01T00:00:00.000Z');
    expect(ada.said).toEqual(['first: 2026-12-10', 'cancelled: cancelled', 'refunded: refunded']);
    expect(ada.mails[2]?.notice.parts).toMatchObject([{ amount: { amount: 5900, currency: 'USD' }, settledOn: '2026-11-26' }]);
    expect(ada.known.lines).toEqual([]);
    expect(ada.known.profile.dueAt).toBeUndefined();
  });

  test('stops every mail that says the line still waits', () => {
    const ada = told();
    ada.fact(press('Cancel Pressed', at), at);
    ada.fact(etaChanged('2027-01-20', '2026-11-25T15:00:00.000Z'), '2026-11-25T15:00:00.000Z');
    expect(ada.passTo('2027-02-01T00:00:00.000Z').said).toEqual(['first: 2026-12-10', 'cancelled: cancelled']);
  });
});

describe('the merchant cancels', () => {
  const at = '2026-11-24T15:00:00.000Z';

  test.each([
    ['and asks for the refund: one, at once and without undo', 'needed', 1, { refundDone: false, undoUntil: null, by: 'merchant' }],
    ['and has refunded: none is requested, and the customer reads so', 'done', 0, { refundDone: true, undoUntil: null, by: 'merchant' }],
  ] as const)('%s', (_rule, refund, requests, part) => {
    const ada = told();
    ada.fact(cancelledByShop(refund), at);
    ada.passTo(at);
    expect(ada.eventsOf('Refund Requested')).toHaveLength(requests);
    expect(ada.mails.at(-1)?.notice.parts).toMatchObject([part]);
  });

  test.each([
    ['ends the undo and adds no refund', 'needed', 1],
    ['with the money already sent requests none', 'done', 0],
  ] as const)('what the customer had cancelled: %s', (_rule, refund, requests) => {
    const ada = told();
    ada.fact(press('Cancel Pressed', at), at);
    ada.fact(cancelledByShop(refund), '2026-11-24T15:30:00.000Z');
    expect(ada.fact(press('Undo Pressed', '2026-11-24T15:31:00.000Z'), '2026-11-24T15:31:00.000Z')).toBe(false);
    expect(ada.passTo('2026-12-31T00:00:00.000Z').eventsOf('Refund Requested')).toHaveLength(requests);
  });

  test('one of two: the parts of an odd amount add up to what was paid', () => {
    const ada = told({ paid: { amount: 5901, currency: 'USD' } });
    ada.fact(cancelledByShop('needed', { quantity: 1 }), at);
    ada.fact(cancelledByShop('needed', { quantity: 1 }), '2026-11-25T15:00:00.000Z');
    const amounts = ada.passTo('2026-12-31T00:00:00.000Z').eventsOf('Refund Requested').map(({ amount }) => amount);
    expect(amounts).toEqual([2950, 2951]);
  });
});

describe('shipping', () => {
  test('is told, and nothing follows', () => {
    const ada = told();
    ada.fact(shipped(2, '2026-12-01T15:00:00.000Z'), '2026-12-01T15:00:00.000Z');
    expect(ada.passTo('2027-02-01T00:00:00.000Z').mails.map(({ notice }) => notice.kind).slice(-1)).toEqual(['shipped']);
    expect(ada.known.lines).toEqual([]);
  });

  test('in part leaves the rest waiting, with its weekly mail', () => {
    const ada = told();
    ada.fact(shipped(1, '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    ada.passTo('2026-12-01T23:00:00.000Z');
    expect(ada.mails.map(({ notice }) => notice.parts[0])).toMatchObject([{ kind: 'first' }, { kind: 'shipped', quantity: 1, stillWaiting: 1 }, { kind: 'weekly', quantity: 1 }]);
  });

  test.each([
    ['before the cancellation withdraws it while the hold lasts', '2026-11-24T14:59:00.000Z', 0, 0],
    ['after the cancellation is the merchant\'s task, and the refund goes on', '2026-11-24T15:01:00.000Z', 1, 1],
  ])('%s', (_rule, shippedAt, refunds, tasks) => {
    const ada = told();
    ada.fact(press('Cancel Pressed', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
    ada.fact(shipped(2, shippedAt), '2026-11-24T15:30:00.000Z');
    ada.passTo('2026-12-31T00:00:00.000Z');
    expect(ada.eventsOf('Refund Requested')).toHaveLength(refunds);
    expect(ada.eventsOf('Shipped After Cancellation')).toHaveLength(tasks);
  });
});

describe('a refusal by SES', () => {
  const at = '2026-11-23T14:00:45.000Z';

  function refused(reason: 'throttled' | 'bad-address'): Told {
    const ada = new Told();
    ada.fact({ type: 'Backorder Created', event: created() }, '2026-11-23T14:00:00.000Z');
    const act = attend(ada.known, setting, at).act;
    if (act.kind !== 'tell') throw new Error('expected a notice');
    ada.customer = beginSending(ada.known, act.notice, 1, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, at).customer;
    ada.customer = takeBack(ada.known, { class: reason, message: 'no' }, setting, at).customer;
    return ada;
  }

  test('for going too fast is tried again within a minute or two', () => {
    const ada = refused('throttled');
    expect(ada.attendAt('2026-11-23T14:00:50.000Z')).toEqual({ kind: 'none' });
    expect(ada.passTo('2026-11-23T14:02:45.000Z').said).toEqual(['first: 2026-12-10']);
  });

  test('of the address is the merchant\'s task, and what is still true is told at the new address', () => {
    const ada = refused('bad-address');
    expect(ada.passTo('2027-01-31T00:00:00.000Z').said).toEqual([]);
    expect(ada.eventsOf('Customer Unreachable')).toMatchObject([{ customerKey: 'ada', reason: 'bad-address' }]);
    ada.fact({ type: 'Customer Updated', event: { eventId: 'u', customer: { id: 'ada', email: 'ada@new.example' } } }, '2026-12-01T15:00:00.000Z');
    expect(ada.passTo('2026-12-01T15:00:00.000Z').mails.map(({ notice }) => notice.to.email)).toEqual(['ada@new.example']);
  });
});

describe('a mail of which nothing was heard', () => {
  function lost(): Told {
    const ada = new Told();
    ada.fact({ type: 'Backorder Created', event: created() }, '2026-11-23T14:00:00.000Z');
    ada.loseMailAt('2026-11-23T14:00:45.000Z');
    return ada;
  }

  test('blocks every other mail for 15 minutes', () => {
    expect(lost().passTo('2026-11-23T14:15:44.999Z').said).toEqual([]);
  });

  test('is sent once more when it was a first notice, and counted', () => {
    const ada = lost();
    expect(ada.passTo('2026-11-23T14:15:45.000Z').said).toEqual(['first: 2026-12-10']);
    expect(ada.record.filter(({ what }) => what === 'notice-unknown')).toHaveLength(1);
  });

  test('twice is not sent a third time', () => {
    const ada = lost();
    ada.loseMailAt('2026-11-23T14:15:45.000Z');
    expect(ada.passTo('2026-11-24T14:00:00.000Z').said).toEqual([]);
    expect(ada.known.lines[0]?.promises).toMatchObject([{ shipBy: '2026-12-10' }]);
  });
});

test('an erased customer is not written to, and the refund under way still comes', () => {
  const ada = told();
  ada.fact(press('Cancel Pressed', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
  ada.fact(erased('2026-11-24T15:00:01.000Z'), '2026-11-24T15:00:01.000Z');
  ada.passTo('2027-01-01T00:00:00.000Z');
  expect(ada.said).toEqual(['first: 2026-12-10']);
  expect(ada.eventsOf('Refund Requested')).toHaveLength(1);
  expect(JSON.stringify(ada.known)).not.toMatch(/ada@example|"Ada"/);
});
