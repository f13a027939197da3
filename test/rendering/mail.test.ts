import { sampleNotices } from '../../templates/samples/notices';
import { hrefsOf, links, mailOf, noticeWith, waitingPart, wordsOf } from './reading';

const line = { orderId: '1042', lineId: '1' };
const atlas = { orderId: '1063', lineId: '1' };
const kettlePage = 'https://ternandtide.example/kettle';
const apology = 'sorry';

/** What each mail has to say, in HTML and in text alike. */
const required: Record<keyof typeof sampleNotices, { subject: string; facts: string[]; hrefs?: string[] }> = {
  'first': {
    subject: 'Backorder: Enamel kettle, sea green, expected to ship by December 8 (order 1042)',
    facts: [apology, 'Tuesday, December 8', 'The delivery from our supplier is taking longer than agreed.', 'Cancel for a full refund of $59.00', 'you do not need to do anything', 'If the date moves, we tell you at once'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'first-undated': {
    subject: 'Backorder: Enamel kettle, sea green, no ship date yet (order 1042)',
    facts: [apology, 'No date yet', 'the next delivery has not reached us yet', 'As soon as there is a date, we tell you'],
    hrefs: [links.cancel(line)],
  },
  'first-three-items': {
    subject: 'Backorder: 2 items in order 1042',
    facts: [apology, 'Tuesday, December 8', 'Friday, January 15, 2027', 'Wool blanket, storm grey', 'Tide clock', 'waiting for customs clearance', 'Cancel for a full refund of $148.00'],
    hrefs: [links.cancel(line), links.cancel({ ...line, lineId: '2' }), links.cancel({ ...line, lineId: '3' })],
  },
  'pre-order': {
    subject: 'Pre-order: Enamel kettle, sea green, expected to ship by December 8 (order 1042)',
    facts: [apology, 'between Friday, December 11 and Tuesday, December 15', 'The release is still to come'],
    hrefs: [links.cancel(line)],
  },
  'pre-order-deposit': {
    subject: 'Pre-order: Tide atlas, second edition, expected to ship by December 8 (order 1063)',
    facts: [apology, 'We have your pre-order', 'Deposit paid: $20.00', 'Balance, not collected yet: $55.00', 'We do not collect the balance before we ship it', 'you get back all that you paid, which is the deposit', 'Cancel for a full refund of your deposit of $20.00'],
    hrefs: [links.cancel(atlas), links.keep(atlas)],
  },
  'pre-order-undated': {
    subject: 'Pre-order: Tide atlas, second edition, no ship date yet (order 1063)',
    facts: [apology, 'Release: expected to ship', 'No date yet', 'The release is still to come', 'Deposit paid: $20.00'],
    hrefs: [links.cancel(atlas)],
  },
  'pre-order-weekly': {
    subject: 'Pre-order update: Tide atlas, second edition, expected to ship by December 8 (order 1063)',
    facts: [apology, 'It has been 3 weeks since you pre-ordered', 'The release has not moved since we last wrote', 'Release: expected to ship by', 'Balance, not collected yet: $55.00', 'The release is still to come', 'Stop weekly updates'],
    hrefs: [links.cancel(atlas), `${links.all()}#weekly`],
  },
  'pre-order-later': {
    subject: 'Release moved: Tide atlas, second edition, now expected to ship by December 11 (order 1063)',
    facts: [apology, 'The release has moved to a later date', 'We told you Friday, November 27, and the release has moved', '14 days later than we told you', 'A fault in production', 'Deposit paid: $20.00'],
    hrefs: [links.cancel(atlas), links.keep(atlas)],
  },
  'pre-order-dated': {
    subject: 'Release date: Tide atlas, second edition, expected to ship by December 18 (order 1063)',
    facts: [apology, 'There is a release date for your pre-order'],
    hrefs: [links.cancel(atlas)],
  },
  'pre-order-earlier': {
    subject: 'Release sooner: Tide atlas, second edition, now expected to ship by November 30 (order 1063)',
    facts: [apology, 'The release has moved to an earlier date', '11 days earlier'],
    hrefs: [links.cancel(atlas)],
  },
  'pre-order-unknown': {
    subject: 'No release date at the moment: Tide atlas, second edition (order 1063)',
    facts: [apology, 'Your pre-order has no release date right now', 'Friday, November 27, and that date no longer holds', 'No date at the moment'],
    hrefs: [links.cancel(atlas), links.keep(atlas)],
  },
  'pre-order-and-backorder': {
    subject: 'Backorder: Enamel kettle, sea green, expected to ship by December 8 (order 1042)',
    facts: [apology, 'Your item is on backorder', 'We have your pre-order', 'Paid in full: $75.00'],
    hrefs: [links.cancel(line), links.cancel({ ...atlas, lineId: '2' })],
  },
  'weekly': {
    subject: 'Weekly update: Enamel kettle, sea green, expected to ship by December 8 (order 1042)',
    facts: [apology, 'It has been 3 weeks', 'The date has not moved', 'We last confirmed this date on Friday, November 20', 'Stop weekly updates'],
    hrefs: [links.cancel(line), `${links.all()}#weekly`],
  },
  'weekly-goodwill': {
    subject: 'Weekly update: Enamel kettle, sea green, expected to ship by December 8 (order 1042)',
    facts: [apology, 'For the wait', 'We are giving you back $5.90 of what you paid', 'you get back the rest, $53.10'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'weekly-stale': {
    subject: 'Weekly update: Enamel kettle, sea green, expected to ship by December 8 (order 1042)',
    facts: [apology, 'The last word that we have about the date is from Monday, November 2', 'We have heard nothing newer'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'reminder': {
    subject: 'Your answer is needed: Enamel kettle, sea green, expected to ship by January 8, 2027 (order 1042)',
    facts: [apology, 'by Friday, January 8, 2027', 'have not heard yet whether you agree', 'press “Keep my order” by Sunday, December 27', 'cancelled automatically'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'later-short': {
    subject: 'Delayed: Enamel kettle, sea green, now expected to ship by December 11 (order 1042)',
    facts: [apology, 'you are taken to agree to shipment by Friday, December 11', 'you do not need to do anything', 'agree in advance to a further delay until Friday, December 25'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'later-long': {
    subject: 'Delayed: Enamel kettle, sea green, now expected to ship by January 8, 2027 (order 1042)',
    facts: [apology, 'cancelled automatically', 'press “Keep my order” by Sunday, December 27'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'later-renewed': {
    subject: 'Delayed: Enamel kettle, sea green, now expected to ship by January 8, 2027 (order 1042)',
    facts: [apology, 'before Friday, December 11 has ended, you are taken to refuse it'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'unknown-indefinite': {
    subject: 'No ship date at the moment: Enamel kettle, sea green (order 1042)',
    facts: [apology, 'agree by Sunday, December 27 to wait without a date', 'at any time after Friday, November 27 until we ship it'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'weekly-undated': {
    subject: 'Weekly update: Enamel kettle, sea green, no ship date yet (order 1042)',
    facts: [apology, '12 weeks ago', 'There is still no ship date that we could stand behind', 'held back for a quality check'],
    hrefs: [links.cancel(line)],
  },
  'weekly-three-items': {
    subject: 'Weekly update: 2 items in order 1042',
    facts: [apology, 'from Thursday, December 10 to Friday, December 11', 'congested port', 'Order 1057'],
    hrefs: [links.cancel(line), links.cancel({ orderId: '1057', lineId: '1' })],
  },
  'later': {
    subject: 'Delayed: Enamel kettle, sea green, now expected to ship by December 11 (order 1042)',
    facts: [apology, 'We told you Friday, November 27', 'by Friday, December 11', '14 days later than we told you', 'congested port'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'later-twice': {
    subject: 'Delayed: Enamel kettle, sea green, now expected to ship by January 8, 2027 (order 1042)',
    facts: [apology, 'Friday, January 8, 2027', 'The glaze came out cloudy, so the potter is firing the whole batch again.'],
    hrefs: [links.cancel(line)],
  },
  'earlier': {
    subject: 'Earlier: Enamel kettle, sea green, now expected to ship by November 30 (order 1042)',
    facts: [apology, 'by Monday, November 30, sooner than the Friday, December 11', '11 days earlier'],
    hrefs: [links.cancel(line)],
  },
  'dated': {
    subject: 'Ship date: Enamel kettle, sea green, expected to ship by December 18 (order 1042)',
    facts: [apology, 'We now expect to ship it by Friday, December 18'],
    hrefs: [links.cancel(line)],
  },
  'unknown': {
    subject: 'No ship date at the moment: Enamel kettle, sea green (order 1042)',
    facts: [apology, 'Friday, November 27, and that date no longer holds', 'No date at the moment', 'Severe weather'],
    hrefs: [links.cancel(line), links.keep(line)],
  },
  'shipped': {
    subject: 'Shipped: Enamel kettle, sea green (order 1042)',
    facts: ['Tuesday, November 24', 'Coastal Post', 'Thank you for waiting'],
    hrefs: ['https://coastalpost.example/track?parcel=CP-77130&lang=en'],
  },
  'shipped-in-part': {
    subject: 'Shipped in part: Wool blanket, storm grey (order 1042)',
    facts: [apology, 'One more is still to come', 'by Friday, December 11', 'Cancel the rest for a full refund of $74.00'],
    hrefs: [links.cancel({ ...line, lineId: '2' })],
  },
  'pre-order-shipped': {
    subject: 'Released and shipped: Tide atlas, second edition (order 1063)',
    facts: ['Your pre-order has shipped', 'Coastal Post', 'The balance of $55.00 was not collected before. It is due now that we have shipped.'],
    hrefs: ['https://coastalpost.example/track?parcel=CP-77130&lang=en'],
  },
  'pre-order-shipped-in-part': {
    subject: 'Pre-order shipped in part: Wool blanket, storm grey (order 1042)',
    facts: ['Part of your pre-order has shipped', 'One more is still to come', 'Cancel the rest for a full refund of $74.00'],
    hrefs: [links.cancel({ ...line, lineId: '2' })],
  },
  'cancelled': {
    subject: 'Cancelled: Enamel kettle, sea green, $59.00 to be refunded by December 4 (order 1042)',
    facts: ['Cancelled, as you asked', '$59.00', 'We send it by Friday, December 4 at the latest', 'You can undo this until Tuesday, November 24 at 2:12 PM EST'],
    hrefs: [links.undo(line)],
  },
  'pre-order-cancelled': {
    subject: 'Cancelled: Tide atlas, second edition, $20.00 to be refunded by December 4 (order 1063)',
    facts: ['Cancelled, as you asked', '$20.00', 'It is all that you paid, your deposit; the balance was not collected and will not be'],
    hrefs: [links.undo(atlas)],
  },
  'cancelled-by-merchant': {
    subject: 'Cancelled: Enamel kettle, sea green, $59.00 to be refunded by December 4 (order 1042)',
    facts: [apology, 'We had to cancel your item', 'The maker has stopped making it.', '$59.00'],
  },
  'cancelled-and-refunded': {
    subject: 'Cancelled: Enamel kettle, sea green, $59.00 refunded (order 1042)',
    facts: [apology, 'It has been sent already', '$59.00'],
  },
  'refunded': {
    subject: 'Refund sent: $59.00 for Enamel kettle, sea green (order 1042)',
    facts: ['Your refund has been sent', '$59.00', 'Sent on Tuesday, November 24'],
  },
  'refunded-another-amount': {
    subject: 'Refund sent: $50.00 for Enamel kettle, sea green (order 1042)',
    facts: ['We had told you $59.00, and another amount was sent', apology, '$50.00'],
  },
  'back-in-stock': {
    subject: 'Back in stock: Enamel kettle, sea green',
    facts: ['It is back in stock', 'In stock as of', 'Tuesday, November 24 at 10:10 AM EST', 'You asked us on Monday, November 9', 'No stock is reserved for you', 'This is the one mail that we send about it', 'It is not about an order'],
    hrefs: [kettlePage, links.leave('KETTLE-ENAMEL-SEA')],
  },
  'back-in-stock-two-items': {
    subject: 'Back in stock: 2 items that you asked about',
    facts: ['They are back in stock', 'In stock as of Tuesday, November 24 at 10:11 AM EST', 'You asked us on Friday, November 20', 'No stock is reserved for you'],
    hrefs: [kettlePage, links.leave('KETTLE-ENAMEL-SEA'), links.leave('MUGS-HARBOUR-2')],
  },
  'weekly-and-back-in-stock': {
    subject: 'Weekly update: Enamel kettle, sea green, expected to ship by December 8 (order 1042)',
    facts: [apology, 'The date has not moved', 'It is back in stock', 'Harbour mugs, pair', 'No stock is reserved for you', 'Stop weekly updates', 'It is about these and nothing else.'],
    hrefs: [links.cancel(line), links.leave('MUGS-HARBOUR-2')],
  },
  'refunded-to-card': {
    subject: 'Refund sent: $59.00 for Enamel kettle, sea green (order 1042)',
    facts: ['Sent on Tuesday, November 24', 'It goes back to the card ending in 4242'],
  },
  'cancelled-in-part': {
    subject: 'Cancelled: Wool blanket, storm grey, $148.00 to be refunded by December 4 (order 1042)',
    facts: ['Quantity: 2', 'One more still waits as before. Until we ship it, you can cancel it for a full refund too.', 'Cancel the rest for a full refund of $74.00', 'It goes back to Visa ending in 4242', 'You can undo this until Tuesday, November 24 at 2:12 PM EST'],
    hrefs: [links.cancel({ ...line, lineId: '2' }), links.undo({ ...line, lineId: '2' })],
  },
  'refund-failed': {
    subject: 'Refund did not go through: $59.00 for Enamel kettle, sea green (order 1042)',
    facts: [apology, 'the refund of $59.00 did not go through', 'It is not your fault, and you do not need to do anything', 'We are putting it right', 'It is due by Friday, December 4', 'Paid with Visa ending in 4242', 'write to help@ternandtide.example'],
  },
  'refund-failed-late': {
    subject: 'Refund did not go through: $59.00 for Enamel kettle, sea green (order 1042)',
    facts: [apology, 'It was due by Friday, November 20, and we are sorry that it is late', 'Paid with a card ending in 4242'],
  },
  'consented': {
    subject: 'Your answer is on record: Enamel kettle, sea green, to ship by January 8, 2027 (order 1042)',
    facts: ['Thank you', apology, 'You agreed to shipment by', 'Friday, January 8, 2027', 'You answered on Tuesday, November 24 at 10:11 AM EST', '“I agree to wait for Enamel kettle, sea green (quantity 1, order 1042) to ship by Friday, January 8, 2027.”', 'you can still cancel for a full refund', 'Cancel for a full refund of $59.00', 'If the date moves, we tell you at once'],
    hrefs: [links.cancel(line), links.view(line)],
  },
  'consented-further': {
    subject: 'Your answer is on record: Enamel kettle, sea green, to ship by December 11 (order 1042)',
    facts: ['Friday, December 11', 'And, should it be needed, to a further delay until Friday, December 25', 'to a further delay until Friday, December 25 should it be needed.”'],
    hrefs: [links.cancel(line)],
  },
  'consented-undated': {
    subject: 'Your answer is on record: Enamel kettle, sea green, no ship date yet (order 1042)',
    facts: ['You agreed to wait', 'Without a date for now', 'although there is no ship date. I can still cancel at any time after Friday, November 27 until it ships.”', 'As soon as there is a date, we tell you'],
    hrefs: [links.cancel(line)],
  },
  'consented-two-items': {
    subject: 'Your answer is on record: 2 items in order 1042',
    facts: ['“I agree to wait for Enamel kettle, sea green', '“I agree to wait for Wool blanket, storm grey (quantity 2, order 1042)', 'Cancel for a full refund of $148.00'],
    hrefs: [links.cancel(line), links.cancel({ ...line, lineId: '2' })],
  },
  'pre-order-consented': {
    subject: 'Your answer is on record: Tide atlas, second edition, to ship by January 8, 2027 (order 1063)',
    facts: ['Deposit paid: $20.00', 'Balance, not collected yet: $55.00', 'Cancel for a full refund of your deposit of $20.00'],
    hrefs: [links.cancel(atlas)],
  },
  'weekly-paid-with': {
    subject: 'Weekly update: Enamel kettle, sea green, expected to ship by December 8 (order 1042)',
    facts: [apology, 'Paid with Visa ending in 4242'],
    hrefs: [links.cancel(line)],
  },
  'mixed': {
    subject: 'Cancelled: Rope doormat, $59.00 to be refunded by December 4 (order 1042)',
    facts: ['We had to cancel your item', 'Your item will ship later', 'Your item has shipped'],
    hrefs: [links.cancel(line)],
  },
};

const kinds = Object.entries(sampleNotices);

describe.each(kinds)('the mail "%s"', (kind, notice) => {
  const mail = mailOf(notice);
  const expected = required[kind as keyof typeof sampleNotices];
  const text = mail.text.replace(/[\s\u00a0]+/g, ' ');

  test('has a subject that says what happened', () => expect(mail.subject).toBe(expected.subject));

  test('says all it has to in HTML and in text', () => {
    for (const fact of [...expected.facts, '14 Harbour Row', 'help@ternandtide.example', 'We never ask for card details', ...notice.parts.slice(0, 1).map(({ orderId }) => `Order ${orderId}`)]) {
      expect(wordsOf(mail.html)).toContain(fact);
      expect(text).toContain(fact);
    }
  });

  test('carries the links it has to, and each of them in the text too', () => {
    const hrefs = hrefsOf(mail.html);
    expect(hrefs).toEqual(expect.arrayContaining(expected.hrefs ?? []));
    for (const href of hrefs) expect(mail.text).toContain(href.startsWith('tel:') ? '+1 207 555 0142' : href.replace('mailto:', ''));
  });

  test('promotes nothing, shouts nothing and leaves nothing unfilled', () => {
    const withoutDoctype = wordsOf(mail.html);
    expect(`${mail.subject} ${withoutDoctype} ${text}`).not.toMatch(/!|undefined|\[object|NaN|[{}]/);
    expect(text).not.toMatch(/discount|% off|voucher|coupon|on track/i);
  });

  test('loads nothing but pictures of the goods', () => {
    expect(mail.html).not.toMatch(/<script|<link|@import|url\(/i);
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
  });
});

test('a mail about one item stays under 30 KB', () => {
  const sizes = kinds.filter(([, { parts, alerts = [] }]) => parts.length + alerts.length === 1).map(([, notice]) => Buffer.byteLength(mailOf(notice).html));
  expect(Math.max(...sizes)).toBeLessThan(30 * 1024);
});

test('a mail about 30 items of one date stays below what Gmail clips', () => {
  const parts = Array.from({ length: 30 }, (_, index) => waitingPart({ lineId: String(index + 1), name: `Kettle number ${index + 1}` }));
  expect(Buffer.byteLength(mailOf(noticeWith(...parts)).html)).toBeLessThan(80 * 1024);
});

test('only weekly updates and mails about stock alone can be unsubscribed from, each from what it is, with one click', () => {
  for (const [kind, notice] of kinds) {
    const stop = notice.kind === 'weekly' ? links.stopWeekly() : links.stopAlerts();
    const expected = /weekly|^back-in-stock/.test(kind)
      ? [
          { name: 'List-Unsubscribe', value: `<${stop}>` },
          { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
        ]
      : [];
    expect(mailOf(notice).headers).toEqual(expected);
  }
});

test('items of which the same is true share one statement, and each keeps its own way out', () => {
  const together = mailOf(noticeWith(waitingPart(), waitingPart({ lineId: '2', name: 'Blanket' }), waitingPart({ lineId: '3', name: 'Clock' })));
  expect(together.text.match(/are on backorder/g)).toHaveLength(1);
  for (const lineId of ['1', '2', '3']) expect(hrefsOf(together.html)).toContain(links.cancel({ orderId: '1042', lineId }));
});

test.each([
  ['another date', { shipBy: '2026-12-09' }],
  ['another date told before', { previousShipBy: '2026-12-01' }],
  ['another cause', { cause: { code: 'customs' as const } }],
  ['other words for the same cause', { cause: { code: 'supplier-delay' as const, text: 'The boat is late.' } }],
  ['another delivery window', { deliverBy: { earliest: '2026-12-10', latest: '2026-12-12' } }],
  ['another day of confirmation', { confirmedAt: '2026-11-22T14:00:00.000Z' }],
])('%s is told apart', (_what, changes) => {
  const mail = mailOf(noticeWith(waitingPart({ kind: 'later' }), waitingPart({ kind: 'later', lineId: '2', ...changes })));
  expect(mail.text).toContain('Your item will ship later');
  expect(mail.text).toContain('One more item will ship later');
});

test.each([
  [6, 'We are sorry that you have to wait.'],
  [7, 'It has been a week since you ordered.'],
  [27, 'It has been 3 weeks since you ordered. We are sorry that you are still waiting.'],
  [28, 'It has been 4 weeks since you ordered. That is a long time to wait'],
  [63, 'You ordered 9 weeks ago. Nobody should have to wait this long'],
])('after %i days the weekly apology is that of the wait', (days, words) => {
  const placedAt = new Date(Date.parse('2026-11-24T15:00:00.000Z') - days * 86_400_000).toISOString();
  expect(mailOf(noticeWith(waitingPart({ kind: 'weekly', previousShipBy: '2026-12-08', placedAt }))).text).toContain(words);
});

test('the words of a notice do not change while the day does not', () => {
  expect(mailOf(sampleNotices.later).wordsHash).toBe(mailOf(sampleNotices.later).wordsHash);
  expect(mailOf(sampleNotices.later).wordsHash).not.toBe(mailOf(sampleNotices.earlier).wordsHash);
});

test.each(kinds.filter(([kind]) => kind.startsWith('pre-order-') && kind !== 'pre-order-and-backorder'))('the mail "%s" speaks of a release and never of a backorder or of the balance as refunded', (_kind, notice) => {
  const { subject, text } = mailOf(notice);
  expect(`${subject} ${text}`).not.toMatch(/backorder|out of stock|\$75\.00/i);
  expect(text).not.toMatch(/refund of (your )?\$?55/);
});

test('of a backorder nothing is said of deposits or of payment in full', () => {
  expect(mailOf(sampleNotices.first).text).not.toMatch(/deposit|balance|paid in full/i);
});

test('a pre-order with a deposit and one that is paid in full each have a statement of their own', () => {
  const preOrder = { orderKind: 'pre-order' as const };
  const { text } = mailOf(noticeWith(waitingPart(preOrder), waitingPart({ ...preOrder, lineId: '2', balanceDue: { amount: 100, currency: 'USD' } })));
  expect(text.match(/Your deposit and the balance/g)).toHaveLength(1);
  expect(text).toContain('And one more pre-order');
});

test.each(['back-in-stock', 'back-in-stock-two-items'] as const)('the mail "%s" speaks of no order, money or waiting, and makes no haste', (kind) => {
  const { text, subject } = mailOf(sampleNotices[kind]);
  expect(`${subject} ${text}`).not.toMatch(/\b(sorry|cancel|refund|weekly|your order|hurry|only \d+|left|last chance|soon|now)\b|\$\d/i);
});

test('an item that is back and has no page in the shop still has its way out', () => {
  const { sku, name, requestedAt, asOf } = sampleNotices['back-in-stock'].alerts![0]!;
  expect(hrefsOf(mailOf({ ...sampleNotices['back-in-stock'], alerts: [{ sku, name, requestedAt, asOf }] }).html)).toContain(links.leave(sku));
});
