import fc from 'fast-check';
import { apply } from '../../../functions/core/apply';
import { attend } from '../../../functions/core/attend';
import type { Customer } from '../../../functions/core/customer';
import type { Line } from '../../../functions/core/line';
import type { Facts, Setting } from '../../../functions/core/facts';
import { goodwillDue } from '../../../functions/core/goodwill';
import { parseMerchant, Policy } from '../../../functions/core/merchant';
import { momentOf } from '../../../functions/core/moment';
import { ternAndTide } from '../../../templates/samples/merchants';
import { created, etaChanged, press, setting as plain, shipped, told, type Told } from './customers-told';

/*
 * Ada's two chairs of 29.50 each were promised for 10 December 2026. 14 days late is 24 December, 28 days 7 January.
 */

const setting: Setting = { ...plain, policy: Policy.parse({ goodwill: { steps: [{ lateDays: 14, percent: 10 }, { lateDays: 28, percent: 20 }], monthlyBudget: { USD: 1000 } } }) };
const nothingSpent: Facts = { goodwillSpent: { USD: 0 } };
const noon = (day: string): string => `${day}T17:00:00.000Z`;

/** Ada, told of a date far away, so that nothing is due but her weeks. */
function waiting(over: Parameters<typeof created>[0] = {}): Told {
  const ada = told(over);
  ada.fact(etaChanged('2027-06-01', '2026-11-24T15:00:00.000Z'), '2026-11-24T15:00:00.000Z');
  return ada.passTo('2026-11-24T16:00:00.000Z');
}
const line = (customer: Customer): Line => {
  const [first] = customer.lines;
  if (first === undefined) throw new Error('nothing is open');
  return first;
};

test.each([
  ['13 days late: nothing', '2026-12-23', undefined],
  ['14 days late: the first step', '2026-12-24', { lateDays: 14, percent: 10, amount: { amount: 590, currency: 'USD' } }],
  ['27 days late: the first step', '2027-01-06', { lateDays: 14, percent: 10, amount: { amount: 590, currency: 'USD' } }],
  ['28 days late without the first step given: the second in one', '2027-01-07', { lateDays: 28, percent: 20, amount: { amount: 1180, currency: 'USD' } }],
])('%s', (_rule, day, due) => {
  const found = goodwillDue(line(waiting().known), setting.policy, momentOf(setting, noon(day)));
  if (due === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(due);
});

/** Two steps of the same percentages as above, one after the other, with the price in minor units. Worked out by hand. */
test.each([
  ['USD', 1005, 100, 101],
  ['USD', 999, 99, 100],
  ['USD', 5905, 590, 591],
  ['JPY', 19, 1, 2],
  ['KWD', 100_009, 10_000, 10_001],
])('of %s %d the first step gives %d and the second %d: never more than its percentage in all', (currency, price, first, second) => {
  const { known } = waiting({ paid: { amount: price, currency } });
  const due = goodwillDue(line(known), setting.policy, momentOf(setting, noon('2026-12-24')));
  if (due === undefined) throw new Error('expected the first step');
  expect(due.amount).toEqual({ amount: first, currency });
  const given: Line = { ...line(known), goodwill: [{ ...due, at: noon('2026-12-24') }] };
  expect(goodwillDue(given, setting.policy, momentOf(setting, noon('2026-12-25')))).toBeUndefined();
  expect(goodwillDue(given, setting.policy, momentOf(setting, noon('2027-01-07')))?.amount).toEqual({ amount: second, currency });
});

test('what rounds down to nothing is not given, and leaves the next step whole', () => {
  const { known } = waiting({ paid: { amount: 9, currency: 'JPY' } });
  expect(goodwillDue(line(known), setting.policy, momentOf(setting, noon('2026-12-24')))).toBeUndefined();
  expect(goodwillDue(line(known), setting.policy, momentOf(setting, noon('2027-01-07')))?.amount).toEqual({ amount: 1, currency: 'JPY' });
});

test('of what shipped in between nothing more is given, and what it was given is not held against the rest', () => {
  const ada = waiting();
  const due = goodwillDue(line(ada.known), setting.policy, momentOf(setting, noon('2026-12-24')));
  if (due === undefined) throw new Error('expected the first step');
  ada.customer = { ...ada.known, lines: [{ ...line(ada.known), goodwill: [{ ...due, at: noon('2026-12-24') }] }] };
  ada.fact(shipped(1, noon('2026-12-26')), noon('2026-12-26'));
  // One chair of 29.50: 5.90 in all, of which 2.95 was given.
  expect(goodwillDue(line(ada.known), setting.policy, momentOf(setting, noon('2027-01-07')))).toMatchObject({ quantity: 1, amount: { amount: 295 } });
});

test('a merchant who lowers the steps gives nothing more, and asks for nothing back', () => {
  const { known } = waiting();
  const due = goodwillDue(line(known), setting.policy, momentOf(setting, noon('2026-12-24')));
  if (due === undefined) throw new Error('expected the first step');
  const lowered = Policy.parse({ goodwill: { steps: [{ lateDays: 14, percent: 5 }, { lateDays: 28, percent: 10 }], monthlyBudget: { USD: 1000 } } });
  const given: Line = { ...line(known), goodwill: [{ ...due, at: noon('2026-12-24') }] };
  expect(goodwillDue(given, lowered, momentOf(setting, noon('2027-01-07')))).toBeUndefined();
});

test('never more than was paid without the tax', () => {
  const { known } = waiting({ paid: { amount: 5900, currency: 'USD', tax: 5500 } });
  expect(goodwillDue(line(known), setting.policy, momentOf(setting, noon('2026-12-24')))?.amount.amount).toBe(400);
});

test('nothing is given where nothing waits', () => {
  const ada = waiting();
  ada.fact(press('Cancel Pressed', noon('2026-12-20')), noon('2026-12-20'));
  expect(goodwillDue(line(ada.known), setting.policy, momentOf(setting, noon('2026-12-24')))).toBeUndefined();
});

test.each([
  ['30 and 13 days after the order: nothing', '2027-01-05', undefined],
  ['30 and 14 days after the order: the first step', '2027-01-06', 590],
])('a line that never had a date: %s', (_rule, day, amount) => {
  const ada = told({ shipBy: null });
  expect(goodwillDue(line(ada.known), setting.policy, momentOf(setting, noon(day)))?.amount.amount).toBe(amount);
});

describe('with a weekly update', () => {
  /** Ada at the first week that is due after `day`, attended to. */
  function week(day: string, facts: Facts = nothingSpent, customer = waiting().known) {
    const weekly = { ...customer, profile: { ...customer.profile, lastContactAt: noon(day), dueAt: noon(day) } };
    const later = new Date(Date.parse(noon(day)) + 7 * 86_400_000).toISOString();
    return attend(weekly, setting, later, facts);
  }

  test('it is given once, published, recorded and told in that mail', () => {
    const attended = week('2026-12-20');
    expect(attended.spending).toEqual([{ month: '2026-12', currency: 'USD', amount: 590, budget: 1000 }]);
    expect(attended.customer.profile.outbox).toMatchObject([{ detailType: 'Goodwill Granted', detail: { amount: 590, currency: 'USD', percent: 10, lateDays: 14 } }]);
    expect(attended.record.map(({ what }) => what)).toEqual(['goodwill-granted']);
    expect(attended.act).toMatchObject({ kind: 'tell', notice: { kind: 'weekly', parts: [{ goodwill: { amount: { amount: 590 } }, refundable: { amount: 5310 } }] } });
    const again = attend(attended.customer, setting, '2026-12-27T17:00:00.000Z', nothingSpent);
    expect(again.spending).toBeUndefined();
    expect(again.act).toEqual(attended.act);
  });

  test.each([
    ['exactly fits the month', 410, 590],
    ['is a cent too much for the month', 411, undefined],
  ])('what %s', (_rule, spent, amount) => {
    expect(week('2026-12-20', { goodwillSpent: { USD: spent } }).spending?.[0]?.amount).toBe(amount);
  });

  test('that a month had no room for it is recorded once for each step, and tried again with each mail', () => {
    const full: Facts = { goodwillSpent: { USD: 411 } };
    const first = week('2026-12-20', full);
    expect(first.record).toMatchObject([{ what: 'goodwill-missed', facts: { lateDays: 14, percent: 10, amount: 590, currency: 'USD', month: '2026-12' } }]);
    expect(first.customer.profile.outbox).toEqual([]);
    expect(first.act).toMatchObject({ kind: 'tell', notice: { parts: [{ kind: 'weekly' }] } });
    expect(week('2026-12-21', full, first.customer).record).toEqual([]);
    expect(week('2027-01-04', { goodwillSpent: { USD: 1000 } }, first.customer).record).toMatchObject([{ what: 'goodwill-missed', facts: { lateDays: 28, amount: 1180, month: '2027-01' } }]);
    expect(week('2026-12-21', nothingSpent, first.customer).spending).toMatchObject([{ amount: 590 }]);
  });

  test('a mail that gives something is another notice than the one that would give nothing', () => {
    const noticeIn = (facts: Facts) => {
      const { act } = week('2026-12-20', facts);
      if (act.kind !== 'tell') throw new Error('expected a notice');
      return act.notice;
    };
    expect(noticeIn(nothingSpent).id).not.toBe(noticeIn({ goodwillSpent: { USD: 1000 } }).id);
    expect(noticeIn(nothingSpent).id).toBe(noticeIn(nothingSpent).id);
  });

  test('a mail about more lines than one transaction holds leaves the others to the next one', () => {
    const ada = waiting();
    const many = { ...ada.known, lines: Array.from({ length: 25 }, (_none, n) => ({ ...line(ada.known), lineId: `l${n}` })) };
    const wide: Setting = { ...setting, policy: Policy.parse({ goodwill: { ...setting.policy.goodwill, monthlyBudget: { USD: 100_000 } } }) };
    const at = (day: string, customer: Customer) => {
      const due = { ...customer, profile: { ...customer.profile, lastContactAt: noon(day), dueAt: noon(day), outbox: [] } };
      return attend(due, wide, new Date(Date.parse(noon(day)) + 7 * 86_400_000).toISOString(), nothingSpent);
    };
    const first = at('2026-12-20', many);
    expect(first.spending).toMatchObject([{ amount: 20 * 590 }]);
    expect(first.record.map(({ what }) => what)).toEqual(Array.from({ length: 20 }, () => 'goodwill-granted'));
    const second = at('2026-12-21', first.customer);
    expect(second.spending).toMatchObject([{ amount: 5 * 590 }]);
  });

  test('without the month\'s figure nothing is given', () => {
    expect(week('2026-12-20', {}).spending).toBeUndefined();
  });

  test('in a currency without a budget nothing is given', () => {
    expect(week('2026-12-20', nothingSpent, waiting({ paid: { amount: 5900, currency: 'EUR' } }).known).spending).toBeUndefined();
  });

  test('the second step gives what the first has not', () => {
    const first = week('2026-12-20').customer;
    expect(goodwillDue(line(first), setting.policy, momentOf(setting, noon('2027-01-07')))).toMatchObject({ percent: 20, amount: { amount: 590, currency: 'USD' } });
  });

  test('an update that asks for an answer, as the law has it, speaks of nothing else', () => {
    const attended = week('2026-12-20', nothingSpent, waiting({ market: 'US' }).known);
    expect(attended.act).toMatchObject({ notice: { parts: [{ offer: { kind: 'long' } }] } });
    expect(attended.spending).toBeUndefined();
  });

  test('a cancellation after it gives back the rest and not a cent more', () => {
    const given = week('2026-12-20').customer;
    const cancelled = apply(given, press('Cancel Pressed', noon('2026-12-28')), setting, noon('2026-12-28'));
    expect(cancelled?.customer.lines[0]?.cancellations[0]?.amount).toEqual({ amount: 5310, currency: 'USD' });
  });

  test('the parts of the price add up to it, whatever is given, shipped and cancelled in between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 7 }), fc.boolean(), (amount, quantity, shipsFirst) => {
        const ada = waiting({ paid: { amount, currency: 'USD' }, item: { sku: 'CHAIR', name: 'Oak chair', quantity } });
        if (shipsFirst && quantity > 1) ada.fact(shipped(1, noon('2026-11-25')), noon('2026-11-25'));
        const wide: Setting = { ...setting, policy: Policy.parse({ goodwill: { ...setting.policy.goodwill, monthlyBudget: { USD: 1_000_000 } } }) };
        ada.passTo(noon('2026-12-26'));
        const due = ada.known.profile.dueAt ?? '';
        const given = attend(ada.known, wide, due, nothingSpent).customer;
        const end = noon('2027-01-02');
        const cancelled = apply(given, press('Cancel Pressed', end), wide, end);
        const [all] = cancelled?.customer.lines ?? [];
        const parts = [...(all?.shipments ?? []), ...(all?.cancellations ?? []), ...(all?.goodwill ?? [])];
        expect(parts.reduce((sum, one) => sum + one.amount.amount, 0)).toBe(amount);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

describe('merchant.json', () => {
  const merchant = (goodwill: object): unknown => ({ ...ternAndTide, policy: { goodwill } });

  test.each([
    ['steps without a budget', { steps: [{ lateDays: 14, percent: 10 }] }, 'policy.goodwill.monthlyBudget: expected a budget for the steps'],
    ['steps that do not rise', { steps: [{ lateDays: 14, percent: 10 }, { lateDays: 14, percent: 20 }], monthlyBudget: { USD: 1 } }, 'policy.goodwill.steps: expected more days and a higher percentage with each step'],
    ['a percentage that falls', { steps: [{ lateDays: 14, percent: 20 }, { lateDays: 28, percent: 10 }], monthlyBudget: { USD: 1 } }, 'policy.goodwill.steps: expected more days and a higher percentage with each step'],
    ['more than half', { steps: [{ lateDays: 14, percent: 51 }], monthlyBudget: { USD: 1 } }, 'policy.goodwill.steps.0.percent'],
    ['a currency that is none', { steps: [], monthlyBudget: { dollars: 1 } }, 'policy.goodwill.monthlyBudget'],
  ])('refuses %s', (_what, goodwill, problem) => {
    expect(() => parseMerchant(merchant(goodwill))).toThrow(problem);
  });
});

/** What a mail says was given, part by part. */
const giftsIn = (act: ReturnType<typeof attend>['act']): (number | undefined)[] => (act.kind === 'tell' ? act.notice.parts.map((part) => ('goodwill' in part ? part.goodwill?.amount.amount : undefined)) : []);

test('good news is an occasion as the weekly update is, and bad news is none', () => {
  const mailAfter = (shipBy: string | null): ReturnType<typeof attend> => {
    const ada = waiting();
    const monday = '2026-12-28T17:00:00.000Z';
    const customer = { ...ada.known, profile: { ...ada.known.profile, lastContactAt: '2026-12-26T17:00:00.000Z' } };
    const moved = apply(customer, etaChanged(shipBy, monday), setting, monday)!.customer;
    return attend(moved, setting, '2026-12-28T18:00:00.000Z', nothingSpent);
  };
  expect(mailAfter('2027-02-01').act).toMatchObject({ notice: { kind: 'earlier', parts: [{ kind: 'earlier', goodwill: { amount: { amount: 590, currency: 'USD' } } }] } });
  for (const shipBy of ['2027-07-01', null]) {
    const { act, spending } = mailAfter(shipBy);
    expect(spending).toBeUndefined();
    expect(giftsIn(act)).toEqual([undefined]);
  }
});

test('each line of a mail is told of its own gift', () => {
  const ada = waiting();
  ada.fact({ type: 'Backorder Created', event: created({ orderId: 'o2', paid: { amount: 1000, currency: 'USD' }, shipBy: '2027-06-01' }) }, '2026-11-25T15:00:00.000Z');
  ada.passTo('2026-11-25T16:00:00.000Z');
  const weekly = { ...ada.known, profile: { ...ada.known.profile, lastContactAt: noon('2026-12-20'), dueAt: noon('2026-12-20') } };
  const first = attend(weekly, setting, noon('2026-12-27'), nothingSpent);
  // The second order was promised for June, and is not late.
  expect(giftsIn(first.act)).toEqual([590, undefined]);
});
