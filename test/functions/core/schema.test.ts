import { NewerSchemaError, stepped, type Upgrade } from '../../../functions/core/schema';

/* Two versions that never were: the second calls a name by another word, the third counts in cents. */
const steps: readonly Upgrade<'bill' | 'note'>[] = [
  { bill: ({ sum, ...rest }) => ({ ...rest, amount: sum }) },
  { bill: ({ amount, ...rest }) => ({ ...rest, cents: Number(amount) * 100 }) },
];

test.each([
  ['the first version takes every step, in order', 1, { sum: 5 }, { cents: 500 }],
  ['the one before takes the last', 2, { amount: 5 }, { cents: 500 }],
  ['today\'s takes none', 3, { cents: 500 }, { cents: 500 }],
])('%s', (_rule, found, before, today) => {
  expect(stepped(steps, 'bill', found, before)).toEqual(today);
});

test('a kind that no version changed stays as it was', () => {
  expect(stepped(steps, 'note', 1, { text: 'a' })).toEqual({ text: 'a' });
});

test('a version that is not known yet is refused with what was found and what was expected', () => {
  expect(() => stepped(steps, 'bill', 4, {})).toThrow(NewerSchemaError);
  expect(() => stepped(steps, 'bill', 4, {})).toThrow('a bill has schema 4, expected one up to 3');
});
