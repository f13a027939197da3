import * as v from 'valibot';
import { page as pageOf } from '../../build/templates/page';
import type { AlertView } from '../core/alert-view';
import type { Instant } from '../core/dates';
import type { Merchant } from '../core/merchant';
import { frameOf } from './page';
import { PageTemplate, type PageFact, type PageForm } from './page-template';
import { readerOf, shownItem, type Reader } from './reader';

/**
 * The page of a stock alert, whole: what was asked and when, what became of it, and one button. `base` is `/b/<token>`, to
 * which the form goes. Throws when the view does not fit the template.
 */
export function renderAlertPage(view: AlertView, merchant: Merchant, base: string, now: Instant): string {
  const reader = readerOf([view.locale, merchant.locale], view.timeZone, now);
  const { say } = reader;
  const { heading, intro } = opening(view, reader);
  const template: PageTemplate = {
    ...frameOf(heading, reader, merchant),
    skip: say('alert.skip'),
    heading,
    intro,
    isOutcome: view.outcome !== undefined,
    together: [],
    lines: [
      {
        id: 'line-1',
        ...shownItem({ ...view, orderId: '', lineId: view.sku }),
        details: [],
        status: statusOf(view, reader),
        english: null,
        choices: [choiceFor(view, base, reader)],
        refunds: [],
        undo: null,
        shipments: [],
        toldHeading: say('page.toldHeading'),
        told: [],
      },
    ],
    weekly: null,
    weeklyFirst: false,
  };
  return pageOf(v.parse(PageTemplate, template));
}

/** Whether there is still something to stop. One that was told is over, but whoever comes to stop it is not sent away. */
const canStop = ({ state, intent, outcome }: AlertView): boolean =>
  state === 'waiting' || (state === 'told' && intent === 'leave' && outcome === undefined);

function opening(view: AlertView, { say }: Reader): { heading: string; intro: string } {
  const { outcome } = view;
  if (outcome !== undefined) return { heading: say(`page.outcome.${outcome}`), intro: say(`page.outcome.${outcome}.text`) };
  if (view.intent === 'leave' && canStop(view)) return { heading: say('alert.heading.leave'), intro: say('alert.intro.leave') };
  return { heading: say('alert.heading.view'), intro: say('page.intro.view') };
}

function statusOf({ state, requestedAt, toldAt, stoppedAt }: AlertView, { say, formats }: Reader): PageFact {
  const day = (at: Instant): string => formats.date(formats.dateOf(at));
  const told = toldAt === undefined ? [] : [say('alert.told', { date: day(toldAt) })];
  const fact = { label: say('alert.asked'), value: day(requestedAt) };
  switch (state) {
    case 'waiting':
      return { ...fact, notes: [...told, say('alert.waiting'), say('alert.noReservation')] };
    case 'told':
      return { ...fact, notes: [...told, say('alert.over')] };
    case 'stopped':
      return { ...fact, notes: [...told, ...(stoppedAt === undefined ? [] : [say('alert.stoppedOn', { date: day(stoppedAt) })])] };
  }
}

function choiceFor(view: AlertView, base: string, { say }: Reader): PageForm {
  const form = (action: string, value: string, label: string): PageForm => ({ action, fields: [{ name: 'action', value }], label, about: null, quantity: null });
  return canStop(view) ? form(`${base}/leave`, 'stop-alert', say('alert.stop')) : form(base, 'ask-again', say('alert.askAgain'));
}
