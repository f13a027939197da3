import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AlertView } from '../../functions/core/alert-view';
import type { Notice } from '../../functions/core/notice';
import type { PageView } from '../../functions/core/page-view';
import { renderAlertPage } from '../../functions/rendering/alert-page';
import { renderMail, UnrenderableNoticeError, type RenderedMail } from '../../functions/rendering/mail';
import { renderMessagePage, renderPage } from '../../functions/rendering/page';
import { plain, shorten } from '../../functions/rendering/plain-text';
import { ternAndTide } from '../../templates/samples/merchants';
import { sampleAlerts } from '../../templates/samples/alerts';
import { readAt, sampleNotices } from '../../templates/samples/notices';
import { samplePages } from '../../templates/samples/pages';
import { alertWithWords, merchantWithWords, noticeWithAddress, noticeWithWords, pageWithAddress, pageWithWords } from './hostile-words';
import { elementsOf, hrefsOf, links, mailOf, noticeWith, waitingPart, wordsOf } from './reading';

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
  'javascript:alert(1)',
  '=cmd|calc 🫖\u200d\ufeff\u00ad\u061c',
];

const shape = (html: string): string[] => elementsOf(html).map(({ tag, attributes }) => `${tag}[${Object.keys(attributes).sort().join(' ')}]`);

const mailWith = (notice: Notice, words: string): RenderedMail => renderMail(noticeWithWords(notice, words), merchantWithWords(words), links, readAt);
const alertWith = (view: AlertView, words: string): string => renderAlertPage(alertWithWords(view, words), merchantWithWords(words), '/b/t', readAt);
const pageWith = (view: PageView, words: string): string => renderPage(pageWithWords(view, words), merchantWithWords(words), { self: '/b/t', base: '/b/t' }, readAt);

/** Marks that hide, turn around or break what follows, but for the line breaks of a text. */
const hidden = (text: string): string[] => text.match(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu) ?? [];

/** The elements of each mail and page with words that do no harm. */
const shapes = new Map<string, string[]>();
function harmlessShape(name: string, render: (words: string) => string): string[] {
  const found = shapes.get(name) ?? shape(render('harmless'));
  shapes.set(name, found);
  return found;
}

describe.each(hostile)('%j', (words) => {
  test.each(Object.entries<Notice>(sampleNotices))('adds no element, attribute or hidden mark to the mail "%s", its subject, headers and text', (kind, notice) => {
    const mail = mailWith(notice, words);
    expect(shape(mail.html)).toEqual(harmlessShape(`mail ${kind}`, (each) => mailWith(notice, each).html));
    expect(mail.subject.length).toBeLessThanOrEqual(200);
    expect(mail.subject).not.toMatch(/\p{Cc}/u);
    expect([mail.subject, mail.text, wordsOf(mail.html)].flatMap(hidden)).toEqual([]);
    expect(mail.text).not.toMatch(/^Bcc:/m);
    expect(mail.headers).toEqual(mailOf(notice).headers);
  });

  const pages: [string, (words: string) => string][] = [
    ...Object.entries<PageView>(samplePages).map(([state, view]): [string, (words: string) => string] => [`page ${state}`, (each) => pageWith(view, each)]),
    ...Object.entries<AlertView>(sampleAlerts).map(([state, view]): [string, (words: string) => string] => [`page of the alert ${state}`, (each) => alertWith(view, each)]),
    ...(['not-found', 'one-click'] as const).map((kind): [string, (words: string) => string] => [`message ${kind}`, (each) => renderMessagePage(kind, merchantWithWords(each))]),
  ];
  test.each(pages)('adds no element, attribute or hidden mark to the %s', (name, render) => {
    const html = render(words);
    expect(shape(html)).toEqual(harmlessShape(name, render));
    expect(hidden(wordsOf(html))).toEqual([]);
  });
});

test.each(['https://evil.example/"onerror="alert(1)', "https://evil.example/'><script>alert(1)</script>", 'https://evil.example/\r\nBcc:%20victim@example.com'])('the address %j stays within its attribute', (address) => {
  const harmless = 'https://shop.example/kettle';
  for (const notice of Object.values<Notice>(sampleNotices)) {
    const mail = (url: string): RenderedMail => renderMail(noticeWithAddress(notice, url), ternAndTide, links, readAt);
    expect(shape(mail(address).html)).toEqual(shape(mail(harmless).html));
    expect(mail(address).text).not.toMatch(/^Bcc:/m);
  }
  expect(shape(renderPage(pageWithAddress(samplePages['too-late'], address), ternAndTide, { self: '/b/t', base: '/b/t' }, readAt))).toEqual(shape(renderPage(pageWithAddress(samplePages['too-late'], harmless), ternAndTide, { self: '/b/t', base: '/b/t' }, readAt)));
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
