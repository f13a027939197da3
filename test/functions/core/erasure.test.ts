import type { RecordEntry } from '../../../functions/core/record';
import { erasedEntry } from '../../../functions/core/erasure';
import { keyedHash } from '../../../functions/core/keyed-hash';
import { KEYRING } from './customers-told';

/* What of an entry of the record outlives its customer's erasure. */

const AT = '2026-11-24T15:00:00.000Z';
const SHA = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const KEYED = keyedHash(KEYRING, 'words', SHA);
const entry = (over: Partial<RecordEntry>): RecordEntry => ({ at: AT, id: 'x', what: 'notice-sent', lines: [{ orderId: 'o1', lineId: 'l1' }], facts: {}, ...over });

test.each(['notice-sent', 'notice-unknown', 'notice-refused'] as const)('of a %s stays what was told, when and with which date; the words become a keyed hash', (what) => {
  const facts = { noticeId: 'n1', kind: 'later', attempt: 1, dates: '2026-12-24', offers: 'long until 2026-12-10', messageId: 'm1' };
  const erased = erasedEntry(entry({ what, facts: { ...facts, subject: 'Brass oil lamp: a new date', wordsHash: SHA }, words: 'Dear Ada' }), KEYRING);
  expect(erased).toEqual(entry({ what, facts: { ...facts, wordsHash: KEYED }, words: undefined, postings: undefined }));
});

test('erasing twice keeps the hash that the first time made', () => {
  const once = erasedEntry(entry({ facts: { wordsHash: SHA }, words: 'Dear Ada' }), KEYRING);
  expect(erasedEntry(once, KEYRING)).toBe(once);
});

test('why a refund failed is the merchant’s free text, and goes; which refund it was stays', () => {
  expect(erasedEntry(entry({ what: 'refund-failed', facts: { refundId: 'r1', reason: 'Ada closed the card' } }), KEYRING).facts).toEqual({ refundId: 'r1' });
});

test('what express consent was given to stays, word for word', () => {
  const consented = entry({ what: 'consented', facts: { shipBy: '2026-12-24', until: '2026-12-24', wordsHash: SHA }, words: 'I agree to wait until 24 December.' });
  expect(erasedEntry(consented, KEYRING)).toBe(consented);
});

test('the books stay as they are', () => {
  const booked = entry({ what: 'refund-settled', facts: { refundId: 'r1', amount: 5900 }, postings: [{ account: 'clearing', side: 'credit', amount: 5900, currency: 'USD' }] });
  expect(erasedEntry(booked, KEYRING)).toBe(booked);
});
