import { dueByUrgency } from '../../../functions/core/due-by-urgency';
import { nextDueAt } from '../../../functions/core/due';
import type { Customer } from '../../../functions/core/customer';
import { beginSending, published, recordSent } from '../../../functions/core/sending';
import { attend } from '../../../functions/core/attend';
import { created, etaChanged, press, setting, told } from './customers-told';

/** Told at 14:00:45 on Monday 23 November; the weekly update is due on Monday 30 November, the date is asked about on 8 December. */
const known = (over: Parameters<typeof told>[0] = {}): Customer => told(over).known;
const WEEKLY = '2026-11-30T11:01:00.000Z';

const withProfile = (customer: Customer, over: Partial<Customer['profile']>): Customer => ({ ...customer, profile: { ...customer.profile, ...over } });

test('a weekly update may wait; the day on which a date is asked about may not, and is found on its own', () => {
  expect(known().profile).toMatchObject({ dueAt: WEEKLY, due: { routine: WEEKLY, prompt: '2026-12-08T05:00:00.000Z' } });
});

test('a deadline that comes while the update still waits for its turn is not hidden behind it', () => {
  const late = dueByUrgency(known(), setting, '2026-12-08T06:00:00.000Z');
  expect(late).toEqual({ routine: WEEKLY, prompt: '2026-12-08T05:00:00.000Z' });
});

test('who wants no weekly updates is in the index of what may not wait alone', () => {
  expect(dueByUrgency(withProfile(known(), { weekly: 'off' }), setting, '2026-11-24T10:00:00.000Z')).toEqual({ routine: undefined, prompt: '2026-12-08T05:00:00.000Z' });
});

test('news, a cancellation and what is to be published may not wait', () => {
  const ada = told();
  ada.fact(etaChanged('2026-12-20', '2026-11-24T10:00:00.000Z'), '2026-11-24T10:00:00.000Z');
  expect(ada.known.profile.due?.prompt).toBe('2026-11-24T10:10:00.000Z');
  ada.fact(press('Cancel Pressed', '2026-11-24T10:01:00.000Z'), '2026-11-24T10:01:00.000Z');
  expect(ada.known.profile.due?.prompt).toBe('2026-11-24T10:01:00.000Z');
});

test('what is parked is due for routine mail when that is over', () => {
  expect(dueByUrgency(withProfile(known(), { retryAt: '2026-12-01T12:00:00.000Z' }), setting, '2026-11-30T12:00:00.000Z')?.routine).toBe('2026-12-01T12:00:00.000Z');
});

test('nobody waits for anything: in neither', () => {
  expect(dueByUrgency({ ...known(), lines: [] }, setting, WEEKLY)).toBeUndefined();
});

describe('while a mail is on its way', () => {
  const begin = (customer: Customer, at: string): Customer => {
    const { act } = attend(customer, setting, at);
    if (act.kind !== 'tell') throw new Error('nothing to tell');
    return beginSending(customer, act.notice, 1, { subject: 's', wordsHash: 'h', text: 'Dear Ada, we are sorry.' }, setting, at).customer;
  };

  test('the customer keeps both places in the indexes until the bus has taken the news of it', () => {
    const before = known();
    const sending = begin(before, WEEKLY);
    expect(sending.profile.sending?.kind).toBe('weekly');
    expect(sending.profile.due).toEqual(before.profile.due);
    const sent = recordSent(sending, { messageId: 'm' }, setting, WEEKLY).customer;
    expect(sent.profile.due).toEqual(before.profile.due);
    const told = published(sent, sent.profile.outbox.map(({ detail }) => detail.eventId), setting, WEEKLY).customer;
    expect(told.profile.due?.routine).toBe('2026-12-06T11:01:00.000Z');
  });

  test('whoever comes by meanwhile sees that a weekly one is looked after among what may wait', () => {
    const sending = begin(known(), WEEKLY);
    expect(attend(sending, setting, '2026-11-30T11:02:00.000Z').customer.profile.due).toEqual({ routine: '2026-11-30T11:16:00.000Z', prompt: sending.profile.due?.prompt });
  });

  test('while its worker may still live, whoever comes by leaves the customer due as they are', () => {
    const sending = begin(known(), WEEKLY);
    expect(attend(sending, setting, '2026-11-30T11:01:29.000Z').customer).toBe(sending);
    expect(attend(sending, setting, '2026-11-30T11:01:30.000Z').customer.profile.due?.routine).toBe('2026-11-30T11:16:00.000Z');
  });

  test('news that comes meanwhile is looked after as news', () => {
    const ada = told();
    ada.customer = begin(ada.known, WEEKLY);
    ada.fact(etaChanged('2026-12-20', WEEKLY), WEEKLY);
    // Its settle window is over before the weekly mail is given up, and until then nothing else is sent.
    expect(ada.known.profile.due).toEqual({ routine: '2026-11-30T11:16:00.000Z', prompt: '2026-11-30T11:16:00.000Z' });
  });

  test('all else is looked after at once', () => {
    const ada = told();
    ada.fact({ type: 'Backorder Created', event: created({ lineId: 'l2' }) }, '2026-11-24T10:00:00.000Z');
    const sending = begin(ada.known, '2026-11-24T10:00:45.000Z');
    expect(attend(sending, setting, '2026-11-24T10:02:00.000Z').customer.profile.due).toEqual({ prompt: '2026-11-24T10:15:45.000Z', routine: undefined });
  });
});

test('the earlier of both is when the customer is due', () => {
  const moments = ['2026-11-23T14:01:00.000Z', WEEKLY, '2026-12-08T05:00:00.000Z', '2026-12-10T17:00:00.000Z', '2026-12-11T14:00:00.000Z'];
  const base = known();
  const others = [base, withProfile(base, { weekly: 'off' }), withProfile(base, { retryAt: '2026-12-05T00:00:00.000Z' }), withProfile(base, { email: undefined }), { ...base, lines: [] }];
  for (const customer of others) {
    for (const at of moments) {
      const { prompt, routine } = dueByUrgency(customer, setting, at) ?? {};
      expect([prompt, routine].filter((one) => one !== undefined).sort()[0]).toBe(nextDueAt(customer, setting, at));
    }
  }
});
