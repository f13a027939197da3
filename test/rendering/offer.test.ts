import type { NoticeOffer } from '../../functions/core/notice';
import { readerOf } from '../../functions/rendering/reader';
import { consentWords } from '../../functions/rendering/offer';
import { renderPage } from '../../functions/rendering/page';
import { ternAndTide } from '../../templates/samples/merchants';
import { sampleNotices } from '../../templates/samples/notices';
import { samplePages } from '../../templates/samples/pages';
import { hrefsOf, mailOf, noticeWith, waitingPart, wordsOf } from './reading';

/*
 * What 16 CFR 435.2(b) asks a notice of each kind to say, held against the mail as a customer reads it, in HTML and as text.
 */

const offer = (changes: Partial<NoticeOffer>): NoticeOffer => ({ kind: 'short', shipBy: '2026-12-28', answerBy: '2026-12-28', silence: 'agrees', stated: '2026-12-08', ...changes });
const late = (changes: Partial<NoticeOffer>) => {
  const made = offer(changes);
  return noticeWith(waitingPart({ kind: made.shipBy === null ? 'unknown' : 'later', previousShipBy: '2026-12-08', shipBy: made.shipBy, offer: made }));
};

const notices = {
  'short': late({}),
  'long': late({ kind: 'long', shipBy: '2027-02-01', answerBy: '2027-01-07', silence: 'cancels' }),
  'indefinite': late({ kind: 'indefinite', shipBy: null, answerBy: '2027-01-07', silence: 'cancels' }),
  'renewed': late({ kind: 'renewed', shipBy: '2027-02-01', answerBy: '2026-12-28', silence: 'cancels' }),
  'renewed without a date': late({ kind: 'renewed', shipBy: null, answerBy: '2026-12-28', silence: 'cancels' }),
} as const;

const NO_DATE = /no new one that we could stand behind|no ship date/i;
const REASON = 'The delivery from our supplier is taking longer than agreed.';
/** Every option notice: 435.2(b)(1). */
const always = [/cancel instead, for a prompt and full refund/, /Cancel for a full refund of \$59\.00/, /Answering costs you nothing/];
const required: Record<keyof typeof notices, RegExp[]> = {
  'short': [/expect to ship it by Monday, December 28/, /Unless we hear from you before we ship it and before Monday, December 28 has ended, you are taken to agree to shipment by Monday, December 28/],
  'long': [/expect to ship it by Monday, February 1, 2027/, /cancelled automatically/, /unless you agree to the new date by Thursday, January 7, 2027/, /or we ship it by Thursday, January 7, 2027 and have had no cancellation from you before that/],
  'indefinite': [NO_DATE, new RegExp(REASON), /cancelled automatically/, /unless you agree by Thursday, January 7, 2027/, /you may still cancel for a full refund at any time after Tuesday, December 8 until we ship/],
  'renewed': [/expect to ship it by Monday, February 1, 2027/, /Unless you agree to the new date before Monday, December 28 has ended, you are taken to refuse it/, /cancelled.*if we cannot ship it by then/],
  'renewed without a date': [NO_DATE, new RegExp(REASON), /before Monday, December 28 has ended, you are taken to refuse/, /you may still cancel for a full refund at any time after Tuesday, December 8 until we ship/],
};

const silence = /To keep it, you do not need to do anything/;

describe.each(Object.keys(notices) as (keyof typeof notices)[])('a notice of kind %s', (kind) => {
  const mail = mailOf(notices[kind]);
  const html = wordsOf(mail.html);
  const text = mail.text.replace(/\s+/g, ' ');

  test.each([...always, ...required[kind]])('says %s', (words) => {
    expect(html).toMatch(words);
    expect(text).toMatch(words);
  });

  test('has both answers as links', () => {
    expect(hrefsOf(mail.html).filter((href) => href.endsWith('/keep'))).not.toEqual([]);
    expect(hrefsOf(mail.html).filter((href) => href.endsWith('/cancel'))).not.toEqual([]);
  });

  test('does not say that keeping needs nothing where it needs an answer', () => {
    expect(silence.test(html)).toBe(kind === 'short');
  });

  test('carries no way to unsubscribe from it', () => {
    expect(mail.headers).toEqual([]);
  });
});

test('consent in advance is asked for only where it is offered', () => {
  const asked = mailOf(late({ furtherUntil: '2027-01-11' }));
  expect(wordsOf(asked.html)).toContain('a further delay until Monday, January 11, 2027');
  expect(wordsOf(mailOf(notices.short).html)).not.toContain('further delay');
});

test('of several items each has its own button to keep where an answer is needed', () => {
  const made = offer({ kind: 'long', shipBy: '2027-02-01', answerBy: '2027-01-07', silence: 'cancels' });
  const part = { kind: 'later', previousShipBy: '2026-12-08', shipBy: '2027-02-01', offer: made } as const;
  const mail = mailOf(noticeWith(waitingPart(part), waitingPart({ ...part, lineId: '2', name: 'Cup' })));
  expect(hrefsOf(mail.html).filter((href) => href.endsWith('/keep'))).toHaveLength(2);
});

test('items with different deadlines have statements of their own', () => {
  const part = { kind: 'later', previousShipBy: '2026-12-08', shipBy: '2027-02-01' } as const;
  const mail = mailOf(
    noticeWith(
      waitingPart({ ...part, offer: offer({ kind: 'long', shipBy: '2027-02-01', answerBy: '2027-01-07', silence: 'cancels' }) }),
      waitingPart({ ...part, lineId: '2', offer: offer({ kind: 'renewed', shipBy: '2027-02-01', answerBy: '2026-12-28', silence: 'cancels' }) }),
    ),
  );
  expect(wordsOf(mail.html)).toMatch(/by Thursday, January 7, 2027.*before Monday, December 28 has ended/);
});

test('a reminder says until when an answer counts, and what no answer means', () => {
  const mail = mailOf(sampleNotices.reminder);
  expect(mail.subject).toMatch(/^Your answer is needed: /);
  expect(wordsOf(mail.html)).toMatch(/cancelled automatically/);
});

test('a weekly update does not speak of a date as standing that nobody has confirmed for long', () => {
  const words = wordsOf(mailOf(sampleNotices['weekly-stale']).html);
  expect(words).toContain('The last word that we have about the date is from Monday, November 2');
  expect(words).not.toContain('has not moved');
});

describe('the page', () => {
  const { say, formats } = readerOf(['en'], 'America/New_York', '2026-11-24T15:12:00.000Z');
  const page = wordsOf(renderPage(samplePages['answer-needed'], ternAndTide, { self: '/b/t/keep', base: '/b/t' }, '2026-11-24T15:12:00.000Z'));

  test('shows the words that keeping stands for, and what no answer means', () => {
    const [line] = samplePages['answer-needed'].lines;
    expect(page).toContain(consentWords(line!, { sayPlainly: say, formats }));
    expect(page).toContain('cancelled automatically');
    expect(page).toContain('This order needs your answer');
    expect(page).not.toMatch(/even if you do nothing/);
  });

  test('says that an answer came too late', () => {
    expect(wordsOf(renderPage(samplePages['too-late-to-agree'], ternAndTide, { self: '/b/t/keep', base: '/b/t' }))).toContain('it cannot be brought back');
  });
});
