import { expectNothingPersonal, LeakError, leaksIn, personalIn } from './personal';

/* The canaries sing: what a test says of a customer is found wherever it is written down. */

const events = [
  { detail: { customer: { email: 'ada@example.com', name: 'Ada Park' }, item: { name: 'Brass oil lamp' }, cause: { code: 'other', text: 'Ada asked' } } },
  { detail: { customer: { email: 'ada@example.com', newEmail: 'new@example.com' }, reason: 'Ada has moved' } },
  { detail: { lines: [{ trackingUrl: 'https://dhl.example/1' }], reason: 'promise-passed' } },
];
const mails = [{ to: 'guest@example.com', subject: 'Your lamp is late', text: 'https://p.example/b/WyJhIl0.1.c2lnbmF0dXJl/cancel', html: '<a href="https://p.example/u/WyJiIl0.1.b3RoZXI">' }];
const personal = personalIn({ events, mails });

test.each([
  ['an address', 'bounced: Ada@Example.com'],
  ['a new address', 'new@example.com'],
  ['the address of a mail that no event of the store named', '{"to":"guest@example.com"}'],
  ['a name', 'Dear Ada Park'],
  ['what the merchant wrote', 'reason: Ada has moved'],
  ['why it is late', 'Ada asked'],
  ['where a parcel goes', 'GET https://dhl.example/1'],
  ['a subject', 'sent "Your lamp is late"'],
  ['a token', 'path /b/WyJhIl0.1.c2lnbmF0dXJl/cancel'],
  ['the signature of one', 'expected c2lnbmF0dXJl'],
  ['the token of an unsubscribe', 'WyJiIl0.1.b3RoZXI'],
])('%s in a log is found', (_what, line) => {
  expect(leaksIn(`a line\n${line}\nanother`, personal)).not.toEqual([]);
  expect(() => expectNothingPersonal('the log', line, personal)).toThrow(LeakError);
});

test('what is quoted as JSON is found too', () => {
  expect(leaksIn(JSON.stringify({ text: 'say "Ö"\nda' }), ['say "Ö"\nda'])).toHaveLength(1);
});

test('ids, kinds and what is too short to mean anything are not', () => {
  expect(leaksIn('{"what":"notice sent","customer":"4be1f0c2a97d","kind":"first","reason":"promise-passed"}', personal)).toEqual([]);
});
