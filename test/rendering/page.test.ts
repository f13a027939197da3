import { createHash } from 'node:crypto';
import type { PageView } from '../../functions/core/page-view';
import { renderMessagePage, renderPage, styleHashOf } from '../../functions/rendering/page';
import { ternAndTide } from '../../templates/samples/merchants';
import { readAt } from '../../templates/samples/notices';
import { samplePages } from '../../templates/samples/pages';
import { elementsOf, wordsOf } from './reading';

const pageOf = (view: PageView): string => renderPage(view, ternAndTide, { self: '/b/token', base: '/b/token' }, readAt);

/** The forms in the order of the document: where they go, and their fields. */
function formsOf(html: string): { action: string; fields: string[] }[] {
  const forms: { action: string; fields: string[] }[] = [];
  for (const { tag, attributes } of elementsOf(html)) {
    if (tag === 'form') forms.push({ action: `${attributes.method} ${attributes.action}`, fields: [] });
    if (tag === 'input') forms.at(-1)!.fields.push(`${attributes.type} ${attributes.name}=${attributes.value}`);
  }
  return forms;
}
const actionsOf = (view: PageView): string[] => formsOf(pageOf(view)).map(({ action }) => action.replace('post /b/token/', ''));

test.each([
  ['view', ['keep', 'cancel', 'weekly']],
  ['cancel', ['cancel', 'keep', 'weekly']],
  ['keep', ['keep', 'cancel', 'weekly']],
  ['cancel-some', ['cancel', 'keep', 'weekly']],
  ['cancelled-in-part', ['cancel', 'keep', 'undo', 'weekly']],
  ['undo-some', ['undo', 'keep', 'cancel', 'weekly']],
  ['cancelled', ['undo']],
  ['undo', ['undo']],
  ['undone', ['keep', 'cancel', 'weekly']],
  ['kept', ['cancel', 'weekly']],
  ['weekly', ['weekly', 'keep', 'cancel']],
  ['cancel-too-late', []],
  ['changed-meanwhile', ['cancel', 'keep', 'weekly']],
  ['too-late', []],
  ['pre-order', ['keep', 'cancel', 'weekly']],
  ['pre-order-deposit', ['cancel', 'keep', 'weekly']],
  ['pre-order-cancelled', ['undo']],
  ['shipped-in-part', ['keep', 'cancel', 'weekly']],
  ['refund-requested', []],
  ['refund-settled', []],
  ['refund-failed', []],
  ['cancel-several', ['cancel', 'keep', 'cancel', 'keep', 'cancel', 'keep', 'cancel', 'keep', 'weekly']],
] as const)('the page "%s" offers what can be done, what the link named first', (state, actions) => expect(actionsOf(samplePages[state])).toEqual(actions));

test('a form says what it does, which state was seen and which lines it is about', () => {
  const view = { ...samplePages.cancel, lines: samplePages.cancel.lines.map((line) => ({ ...line, orderId: 'A/1 & 2' })) };
  expect(formsOf(pageOf(view))[0]).toEqual({ action: 'post /b/token/cancel', fields: ['hidden action=cancel', 'hidden seen=v7', 'hidden line=A%2F1%20%26%202/1'] });
  expect(formsOf(pageOf(view)).at(-1)).toEqual({ action: 'post /b/token/weekly', fields: ['hidden action=stop-weekly', 'hidden seen=v7'] });
});

test('one press can cancel all that the link is about, for the sum', () => {
  const html = pageOf(samplePages['cancel-several']);
  expect(formsOf(html)[0]!.fields.slice(2)).toEqual(['hidden line=1042/1', 'hidden line=1042/2', 'hidden line=1057/1']);
  expect(wordsOf(html)).toContain('Cancel all 3 for a full refund of $293.50');
});

/** What can be chosen, form by form. */
function choicesOf(html: string): { name: string; values: string[]; label: string }[] {
  return [...html.matchAll(/<label>(.*?)<select name="(\w+)"[^>]*>(.*?)<\/select><\/label>/g)].map(([, label = '', name = '', options = '']) => ({
    name,
    label: wordsOf(label),
    values: [...options.matchAll(/<option value="(\d+)"( selected)?>([^<]*)</g)].map(([, value, selected, text]) => `${value}${selected ?? ''}: ${text}`),
  }));
}

test('of several units the customer chooses how many go, with the amount beside each number and all of them set', () => {
  expect(choicesOf(pageOf(samplePages['cancel-some']))).toEqual([{ name: 'quantity', label: 'How many to cancel, and what you get back', values: ['3: All 3: $59.97', '1: 1 of 3: $19.99', '2: 2 of 3: $39.98'] }]);
  expect(choicesOf(pageOf(samplePages.cancel))).toEqual([]);
});

test('among several items only one that has several units can be cancelled in part, and who hears the page hears which', () => {
  const html = pageOf(samplePages['cancel-some-of-several']);
  expect(choicesOf(html).map(({ label }) => label)).toEqual(['How many to cancel, and what you get back (Wool blanket, storm grey)']);
  expect(wordsOf(html)).toContain('Cancel all 2 for a full refund of $118.97');
  expect(formsOf(html)[0]!.fields.slice(2)).toEqual(['hidden line=1042/1', 'hidden line=1042/2']);
});

test('amounts in two currencies are not added up', () => {
  const { lines } = samplePages['cancel-several'];
  const mixed = lines.map((line, index) => (index === 0 ? { ...line, refundable: { amount: 5900, currency: 'EUR' } } : line));
  expect(wordsOf(pageOf({ ...samplePages['cancel-several'], lines: mixed }))).toContain('Cancel all 3 for a full refund');
});

test.each([
  ['pre-order', ['Pre-order 1063', 'Release: expected to ship by', 'You have paid $75.00, which is all of it.', 'On Nov 2: release expected, to ship by Dec 11', 'Cancel for a full refund of $75.00']],
  ['pre-order-deposit', ['You have paid a deposit of $20.00.', 'The balance of $55.00 is not collected before we ship.', 'Cancel for a full refund of your deposit of $20.00']],
  ['pre-order-undated', ['No release date at the moment', 'On Nov 16: no release date at the moment']],
  ['pre-order-cancelled', ['Your refund of $20.00', 'This is all that you paid. The balance of $55.00 was not collected and will not be.']],
  ['cancel-some', ['Paid with Visa ending in 4242', 'Cancel for a full refund', 'Keep my order']],
  ['cancelled-in-part', ['Cancelled in part, as you asked', 'You get back all that you paid for what you cancelled', 'The rest waits as before.', 'One of 3 is still waiting', 'Your refund of $39.98', 'It goes back to Visa ending in 4242', 'Cancel for a full refund of $19.99']],
  ['cancelled', ['Cancelled, as you asked', 'Your refund of $59.00', 'To be sent by Friday, December 4', 'You can undo this until Tuesday, November 24 at 2:12 PM EST.']],
  ['view', ['Expected to ship by', 'Friday, December 11', 'On Nov 2: expected to ship by Nov 27', 'On Nov 16: no date at the moment']],
  ['too-late', ['That is no longer possible', 'One left us on Tuesday, November 24 with Coastal Post.']],
  ['kept', ['Thank you, we keep your order', 'On Tuesday, November 24 you said: “I agree to wait for Enamel kettle']],
  ['weekly-stopped', ['Weekly updates are off', 'Send me weekly updates again']],
  ['changed-meanwhile', ['Something has changed since you opened this page', 'No date at the moment']],
  ['refund-settled', ['One cancelled by us', 'Sent on Tuesday, November 24']],
  ['refund-failed', ['We are putting it right; it is due by Friday, December 4.']],
] as const)('the page "%s" says how things stand', (state, facts) => {
  for (const fact of facts) expect(wordsOf(pageOf(samplePages[state]))).toContain(fact);
});

const given = [
  { amount: { amount: 590, currency: 'USD' }, at: '2026-11-20T15:00:00.000Z' },
  { amount: { amount: 885, currency: 'USD' }, at: '2026-11-23T15:00:00.000Z' },
];
test.each([
  ['view', ['On Friday, November 20 we gave you back $5.90 of what you paid, for the wait.', 'On Monday, November 23 we gave you back $8.85 of what you paid, for the wait.']],
  ['cancelled', ['For the wait $14.75', 'On Friday, November 20 we gave you back $5.90 of what you paid, for the wait.']],
  ['too-late', ['For the wait $14.75']],
] as const)('what was given back for the wait stays on the page "%s"', (state, facts) => {
  const view = samplePages[state];
  const words = wordsOf(pageOf({ ...view, lines: view.lines.map((line) => ({ ...line, goodwill: given })) }));
  for (const fact of facts) expect(words).toContain(fact);
});

describe.each(Object.entries(samplePages))('the page "%s"', (_state, view) => {
  const html = pageOf(view);
  const elements = elementsOf(html);

  test('runs no script, loads nothing but pictures and has no style but the one whose hash is told', () => {
    expect(elements.filter(({ tag }) => ['script', 'link', 'iframe', 'object'].includes(tag))).toEqual([]);
    expect(elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name === 'style' || name.startsWith('on'))).toEqual([]);
    const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style]) => `sha256-${createHash('sha256').update(style!).digest('base64')}`);
    expect(styles).toEqual([styleHashOf(ternAndTide)]);
  });

  test('can be found one’s way in by ear', () => {
    expect(elements.find(({ tag }) => tag === 'html')!.attributes.lang).toBe('en');
    expect(elements.filter(({ tag }) => tag === 'h1')).toHaveLength(1);
    expect(elements.filter(({ tag }) => tag === 'main')).toHaveLength(1);
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of elements) if (attributes['aria-labelledby'] !== undefined) expect(ids).toContain(attributes['aria-labelledby']);
    expect(elements.some(({ attributes }) => attributes.role === 'status')).toBe(view.outcome !== undefined);
  });

  test('stays under 30 KB', () => expect(Buffer.byteLength(html)).toBeLessThan(30 * 1024));
});

test.each(['not-found', 'refused', 'too-large', 'failed', 'one-click'] as const)('the message "%s" says how to reach the shop and has nothing to press', (kind) => {
  const html = renderMessagePage(kind, ternAndTide);
  expect(wordsOf(html)).toContain('help@ternandtide.example');
  expect(formsOf(html)).toEqual([]);
});

test('whoever asks for another language reads the sentences of the law in it and in English', () => {
  const words = wordsOf(pageOf({ ...samplePages['answer-needed'], locale: 'de' }));
  expect(words).toContain('Dasselbe auf Englisch');
  expect(words).toContain('Your order for it is cancelled automatically, with a prompt and full refund, unless you agree to the new date by Sunday, December 27');
  expect(words).toContain('Sonntag, 27. Dezember');
  expect(wordsOf(pageOf(samplePages['answer-needed'])).match(/cancelled automatically/g)).toHaveLength(1);
});

test('a link that does not work says so in the language of the browser, else in that of the shop', () => {
  expect(wordsOf(renderMessagePage('not-found', ternAndTide, ['xx', 'fr-CA', 'de']))).toContain('Ce lien');
  expect(renderMessagePage('not-found', ternAndTide, ['ar'])).toContain('<html lang="ar" dir="rtl">');
  expect(wordsOf(renderMessagePage('not-found', ternAndTide))).toContain('This link does not work');
});

test('what has left can no longer be cancelled, and the page says what can be done instead', () => {
  for (const state of ['too-late', 'cancel-too-late'] as const) expect(wordsOf(pageOf(samplePages[state]))).toContain('If you do not want it now, write to us: we tell you what can be done.');
});

test('an undo says how long it can still be pressed', () => {
  expect(wordsOf(pageOf(samplePages.cancelled))).toContain('4 hours left when this page was opened');
});

test('of a refund that did not go through the page does not say that all is settled', () => {
  expect(wordsOf(pageOf(samplePages['refund-failed']))).toContain('It is not your fault, and you do not need to do anything. We are putting it right.');
  expect(wordsOf(pageOf(samplePages['refund-failed']))).not.toContain('settled');
  expect(wordsOf(pageOf(samplePages['refund-settled']))).toContain('Everything here is settled or on its way.');
});
