import type { Notice, NoticePart, WaitingPart } from '../../functions/core/notice';
import { strictest } from '../../functions/core/notice-kinds';
import { linksFor } from '../../functions/rendering/links';
import { renderMail, type RenderedMail } from '../../functions/rendering/mail';
import { ternAndTide } from '../../templates/samples/merchants';
import { readAt } from '../../templates/samples/notices';

/*
 * What the tests of mails and pages have in common: the links, one reader, and parts of a notice to vary.
 */

export { elementsOf, hrefsOf, wordsOf, type Element } from '../../templates/checking/reading';

export const links = linksFor({ current: '1', keys: { '1': 'a secret for tests' } }, 'https://orders.ternandtide.example', 'customer-77');

export const mailOf = (notice: Notice): RenderedMail => renderMail(notice, ternAndTide, links, readAt);

export const noticeWith = (...parts: NoticePart[]): Notice => ({
  id: 'n-1',
  kind: strictest(parts.map(({ kind }) => kind)),
  to: { email: 'ada@example.com', name: 'Ada', timeZone: 'America/New_York' },
  parts,
});

export const waitingPart = (changes: Partial<WaitingPart> = {}): WaitingPart => ({
  kind: 'first',
  orderId: '1042',
  lineId: '1',
  name: 'Kettle',
  quantity: 1,
  orderKind: 'backorder',
  shipBy: '2026-12-08',
  cause: { code: 'supplier-delay' },
  confirmedAt: '2026-11-24T14:00:00.000Z',
  isConfirmedRecently: true,
  placedAt: '2026-11-02T16:20:00.000Z',
  refundable: { amount: 5900, currency: 'USD' },
  ...changes,
});
