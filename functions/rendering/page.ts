import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { message as messageOf, page as pageOf, style as styleOf } from '../../build/templates/page';
import type { Instant } from '../core/dates';
import type { Merchant } from '../core/merchant';
import type { PageLine, PageView } from '../core/page-view';
import { consentWords } from './offer';
import { canUndo, choicesForAll, formFor, type Visit } from './page-forms';
import { pageItem } from './page-item';
import { MessageTemplate, PageTemplate, type Frame } from './page-template';
import { paletteOf } from './palette';
import { httpsUrl, plain } from './plain-text';
import { wordedFor } from './pre-order';
import { inEnglish, readerOf, type Reader } from './reader';
import { directionOf } from './words';

/**
 * The customer's page, whole: no script, no third party. `base` is `/b/<token>`, to which the forms go; `self` is the
 * address that was asked for. Throws when the view does not fit the template.
 */
export function renderPage(view: PageView, merchant: Merchant, paths: { self: string; base: string }, now: Instant = new Date().toISOString()): string {
  const reader = readerOf([view.locale, merchant.locale], view.timeZone, now);
  const visit: Visit = { ...reader, base: paths.base, view, now, english: inEnglish(reader, view.timeZone, now), showWindow: merchant.policy.show === 'window' };
  const { heading, intro } = opening(visit);
  const template: PageTemplate = {
    ...frameOf(heading, reader, merchant),
    skip: reader.say('page.skip'),
    heading,
    intro,
    isOutcome: view.outcome !== undefined,
    together: choicesForAll(visit),
    lines: view.lines.map((line, index) => pageItem(line, index, visit)),
    weekly: weeklyOf(visit),
    weeklyFirst: view.leads === 'weekly',
  };
  return pageOf(v.parse(PageTemplate, template));
}

/** The words that "keep my order" stands for, in the language in which the page shows them. */
export function consentWordsFor(locale: string | undefined, merchant: Merchant): (line: PageLine, further: boolean) => string {
  const reader = readerOf([locale, merchant.locale], merchant.timeZone, '1970-01-01T00:00:00.000Z');
  return (line, further) => consentWords(line, wordedFor(line, reader), further);
}

/**
 * The page for what can't be shown. It says the same to everyone, so a link that was guessed learns nothing; `wishes` are the
 * languages that the browser asks for, in falling order.
 */
export function renderMessagePage(kind: 'not-found' | 'refused' | 'too-large' | 'failed' | 'one-click', merchant: Merchant, wishes: readonly string[] = []): string {
  const reader = readerOf([...wishes, merchant.locale], merchant.timeZone, '1970-01-01T00:00:00.000Z');
  const heading = reader.say(`message.${kind}.heading`);
  return messageOf(v.parse(MessageTemplate, { ...frameOf(heading, reader, merchant), heading, text: reader.say(`message.${kind}.text`) }));
}

/** What a Content-Security-Policy calls the page's one style: `sha256-...`, without quotes. The same for all pages of a merchant. */
export const styleHashOf = (merchant: Merchant): string => `sha256-${createHash('sha256').update(styleFor(merchant)).digest('base64')}`;

const styleFor = (merchant: Merchant): string => styleOf(paletteOf(merchant));

function opening({ say, view }: Visit): { heading: string; intro: string } {
  const { intent, outcome } = view;
  // What has left can't be called back: what can be done instead is said, once nothing of it waits.
  const hasLeft = view.lines.some(({ shipped }) => shipped > 0) && view.lines.every(({ waiting }) => waiting === 0);
  if (outcome === 'too-late' && hasLeft) return { heading: say('page.outcome.too-late'), intro: say('page.outcome.too-late.shipped') };
  if (outcome !== undefined) return { heading: say(`page.outcome.${outcome}`), intro: say(`page.outcome.${outcome}.text`) };
  const waits = view.lines.some(({ waiting }) => waiting > 0);
  const possible = intent === 'view' || (intent === 'undo' ? view.lines.some(canUndo) : waits);
  if (!possible && intent === 'cancel' && hasLeft) return { heading: say('page.heading.nothing'), intro: say('page.intro.cancelShipped') };
  if (!possible) return { heading: say('page.heading.nothing'), intro: say(`page.intro.${intent}Gone`) };
  const anything = waits || view.lines.some(canUndo);
  const needsAnswer = intent !== 'cancel' && view.lines.some(({ waiting, offer }) => waiting > 0 && offer?.silence === 'cancels');
  if (needsAnswer) return { heading: say(`page.heading.${intent}`), intro: say('page.intro.answerNeeded') };
  const hasFailed = view.lines.some(({ cancellations }) => cancellations.some(({ refund }) => refund === 'failed'));
  const over = hasFailed ? 'refund-failed.preheader' : 'page.intro.over';
  return { heading: say(`page.heading.${intent}`), intro: say(anything ? `page.intro.${intent}` : over) };
}

/** Only who still waits gets weekly updates. */
function weeklyOf(visit: Visit): PageTemplate['weekly'] {
  const { say, view } = visit;
  if (view.lines.every(({ waiting }) => waiting === 0)) return null;
  const on = view.weekly === 'on';
  const form = formFor(on ? 'stop-weekly' : 'resume-weekly', [], { label: say(on ? 'page.stopWeekly' : 'page.resumeWeekly'), about: null }, visit);
  return { heading: say('page.weeklyHeading'), text: say(on ? 'page.weeklyOn' : 'page.weeklyOff'), form };
}

/** What every page has around its content. */
export function frameOf(heading: string, { locale, say }: Reader, merchant: Merchant): Frame {
  const { brand, support, postalAddress } = merchant;
  const name = plain(brand.name);
  const phone = support.phone === undefined ? '' : plain(support.phone);
  return {
    lang: locale,
    dir: directionOf(locale),
    title: say('page.title', { heading, brand: name }),
    style: styleFor(merchant),
    brand: { name, url: brand.url, logoUrl: httpsUrl(brand.logoUrl) },
    footer: {
      safe: say('page.safe'),
      contact: say('page.contact'),
      ways: [
        { label: support.email, href: `mailto:${support.email}` },
        ...(phone === '' ? [] : [{ label: phone, href: `tel:${phone.replace(/[^+\d]/g, '')}` }]),
        ...(support.url === undefined ? [] : [{ label: say('mail.helpPages'), href: support.url }]),
      ],
      address: [...postalAddress, ...brand.footer].map(plain).filter((line) => line !== ''),
    },
  };
}
