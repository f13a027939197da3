import type { Notice, WaitingPart } from '../../functions/core/notice';
import { hrefsOf, links, mailOf, noticeWith, waitingPart, wordsOf } from './reading';

/* What a customer with very many items gets: a mail that no program cuts off, in which all that it tells can be read. */

const parts = (count: number, changes: Partial<WaitingPart> = {}): WaitingPart[] =>
  Array.from({ length: count }, (_none, n) => waitingPart({ ...changes, lineId: `${n + 1}`, name: `Enamel kettle number ${n + 1}, sea green`, imageUrl: 'https://ternandtide.example/kettle.jpg' }));
const cancelLinks = (html: string): string[] => hrefsOf(html).filter((href) => href.endsWith('/cancel'));

test('thirty items have their buttons, in less than 80 KB', () => {
  const { html } = mailOf(noticeWith(...parts(30)));
  expect(cancelLinks(html)).toHaveLength(30);
  expect(Buffer.byteLength(html)).toBeLessThan(80 * 1024);
});

test('of thirty-one items that wait for an answer twenty have their buttons, and the others are named with the way to theirs', () => {
  const offer = { kind: 'long', shipBy: '2027-01-08', answerBy: '2026-12-27', silence: 'cancels', stated: '2026-11-27' } as const;
  const { html, text } = mailOf(noticeWith(...parts(31, { kind: 'later', previousShipBy: '2026-11-27', shipBy: '2027-01-08', offer })));
  expect(cancelLinks(html)).toHaveLength(20);
  expect(Buffer.byteLength(html)).toBeLessThan(80 * 1024);
  for (const words of [wordsOf(html), text]) {
    expect(words).toContain('The same is true of 11 more items. You find their buttons on your page.');
    expect(words).toContain('Enamel kettle number 31, sea green · Quantity: 1 · Order 1042');
  }
  expect(hrefsOf(html)).toContain(links.all());
  expect(text).toContain(links.all());
});

test('items of another statement that has no room left are named below it', () => {
  const later = parts(25, { kind: 'later', previousShipBy: '2026-11-27' });
  const { html } = mailOf(noticeWith(...later, ...parts(6).map((part) => ({ ...part, orderId: '1043' }))));
  expect(cancelLinks(html)).toHaveLength(20);
  expect(wordsOf(html)).toContain('The same is true of 5 more items.');
  expect(wordsOf(html)).toContain('This is about 6 items. You find their buttons on your page.');
});

test('three hundred items, the most that one mail tells of, stay below the 102 KB at which Gmail cuts', () => {
  expect(Buffer.byteLength(mailOf(noticeWith(...parts(300))).html)).toBeLessThan(102 * 1024);
});

test('a weekly update says how many more items wait, and where they are seen and cancelled', () => {
  const notice: Notice = { ...noticeWith(...parts(20, { kind: 'weekly', previousShipBy: '2026-12-01' })), unlisted: 980 };
  const { html, text } = mailOf(notice);
  expect(Buffer.byteLength(html)).toBeLessThan(80 * 1024);
  for (const words of [wordsOf(html), text.replaceAll('\n', ' ')]) {
    expect(words).toContain('What else you are waiting for');
    expect(words).toContain('980 more items. Where each of them stands is on your page, and you can cancel any of them there for a full refund.');
  }
  expect(hrefsOf(html)).toContain(links.all());
});
