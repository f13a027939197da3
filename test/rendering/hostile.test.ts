import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Notice } from '../../functions/core/notice';
import { renderAlertPage } from '../../functions/rendering/alert-page';
import { renderMail, UnrenderableNoticeError } from '../../functions/rendering/mail';
import { renderPage } from '../../functions/rendering/page';
import { plain, shorten } from '../../functions/rendering/plain-text';
import { ternAndTide } from '../../templates/samples/merchants';
import { sampleAlerts } from '../../templates/samples/alerts';
import { readAt, sampleNotices } from '../../templates/samples/notices';
import { samplePages } from '../../templates/samples/pages';
import { elementsOf, hrefsOf, links, mailOf, noticeWith, waitingPart } from './reading';

const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><a href="https://evil.example" onclick="x()">press</a>',
  "' style='display:none' x='",
  'Kettle\r\nBcc: victim@example.com\r\n\r\n<p>',
  'Kettle\u202egnp.exe\u2066\u200b\u2028\u0000\u0007',
  '{{this}} {name} {count} {{{brand}}} &amp; &lt;b&gt;',
  `${'W'.repeat(480)} 🫖👩‍👩‍👧`,
  '</title></style><!--',
  '\ud800 half',
];

/** Half a surrogate pair comes back from the table as U+FFFD. */
const asStored = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

const shape = (html: string): string[] => elementsOf(html).map(({ tag, attributes }) => `${tag}[${Object.keys(attributes).sort().join(' ')}]`);

const withWords = (notice: Notice, words: string): Notice => ({
  ...notice,
  to: { ...notice.to, name: words },
  alerts: notice.alerts?.map((alert) => ({ ...alert, name: words })),
  parts: notice.parts.map((part) => ({ ...part, name: words, orderId: words, ...('cause' in part ? { cause: { code: 'other' as const, text: words } } : {}), ...('reason' in part ? { reason: words } : {}), ...('carrier' in part ? { carrier: words } : {}), ...('words' in part ? { words } : {}), ...('paidWith' in part ? { paidWith: { label: words, last4: words } } : {}) })),
});

describe.each(hostile)('%j', (words) => {
  test.each(Object.entries(sampleNotices))('adds no element and no attribute to the mail "%s"', (_kind, notice) => {
    const mail = mailOf(withWords(notice, words));
    expect(shape(mail.html)).toEqual(shape(mailOf(withWords(notice, 'harmless')).html));
  });

  test('leaves subject, headers and text free of breaks and hidden marks', () => {
    for (const notice of Object.values(sampleNotices)) {
      const mail = mailOf(withWords(notice, words));
      expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(mail.subject.length).toBeLessThanOrEqual(200);
      expect(mail.text).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(mail.text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      expect(mail.text).not.toMatch(/^Bcc:/m);
      for (const { value } of mail.headers) expect(value).toMatch(/^[\x21-\x7e]+$/);
    }
  });

  test.each(Object.entries(sampleAlerts))('adds no element and no attribute to the page of the alert "%s"', (_state, view) => {
    const page = (text: string): string => renderAlertPage({ ...view, name: text }, ternAndTide, '/b/t', readAt);
    expect(shape(page(words))).toEqual(shape(page('harmless')));
  });

  test.each(Object.entries(samplePages))('adds no element and no attribute to the page "%s"', (_state, view) => {
    const page = (text: string): string => renderPage({ ...view, seen: text, lines: view.lines.map((line) => ({ ...line, name: text, orderId: asStored(text), ...('paidWith' in line ? { paidWith: { label: text, last4: text } } : {}) })) }, ternAndTide, { self: '/b/t', base: '/b/t' }, readAt);
    expect(shape(page(words))).toEqual(shape(page('harmless')));
  });
});

test.each(['javascript:alert(1)', 'http://plain.example/', 'data:text/html,x', 'https://user:word@evil.example/', 'no address', ' '])('%j becomes neither link nor picture', (address) => {
  const mail = mailOf(noticeWith(waitingPart({ imageUrl: address, productUrl: address })));
  expect(elementsOf(mail.html).filter(({ tag }) => tag === 'img')).toEqual([]);
  expect(hrefsOf(mail.html)).not.toContain(address);
  expect(mail.text).not.toContain('alert');
});

test('text is one line of what can be seen, and cut between characters', () => {
  expect(plain('  a\tb\r\nc\u202ed ')).toBe('a b c d');
  expect(shorten('👩🏽👩🏽👩🏽👩🏽', 3)).toBe('👩🏽👩🏽…');
  expect(shorten('short', 5)).toBe('short');
});

test.each([
  ['a part without a name and a line', { name: '', lineId: '' }],
  ['a date that is none', { shipBy: '2026-02-31x' }],
  ['an amount in no currency', { refundable: { amount: 1, currency: 'dollars' } }],
])('%s throws instead of leaving a hole', (_what, changes) => {
  expect(() => mailOf(noticeWith(waitingPart(changes)))).toThrow(UnrenderableNoticeError);
});

test('a notice without parts throws', () => {
  expect(() => mailOf({ ...sampleNotices.first, parts: [] })).toThrow(UnrenderableNoticeError);
});

test('a link to a page of ours that is not https throws', () => {
  const insecure = { ...links, cancel: () => 'http://orders.example/b/x/cancel' };
  expect(() => renderMail(sampleNotices.first, ternAndTide, insecure, readAt)).toThrow(UnrenderableNoticeError);
});

test('no template writes anything unescaped', () => {
  const root = path.join(__dirname, '../../templates');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(hbs|mjml)$/.test(file));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) expect(readFileSync(path.join(root, file), 'utf8')).not.toContain('{{{');
});
