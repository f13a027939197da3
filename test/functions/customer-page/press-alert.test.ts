import { alertViewFor } from '../../../functions/core/alert-view';
import type { AlertScope } from '../../../functions/core/links';
import { pressAlert } from '../../../functions/customer-page/press-alert';
import type { AlertForm, Form } from '../../../functions/customer-page/request';
import { setting, Told } from '../core/customers-told';

const AT = '2026-11-24T15:00:00.000Z';
const one: AlertScope = { kind: 'alert', customerKey: 'ada', sku: 'STOOL' };
const all: AlertScope = { kind: 'alerts', customerKey: 'ada' };

function asking(): Told {
  const ada = new Told();
  for (const sku of ['STOOL', 'TABLE']) {
    ada.fact({ type: 'Stock Alert Requested', event: { eventId: sku, customer: { id: 'ada', email: 'ada@example.com' }, item: { sku, name: sku }, requestedAt: AT } }, AT);
  }
  return ada;
}

function pressed(ada: Told, scope: AlertScope, button: AlertForm['press'] | Form['press']): string {
  const form: AlertForm | Form = button === 'stop-alert' || button === 'ask-again' ? { press: button } : { press: button, seen: undefined, lines: undefined };
  const done = pressAlert(ada.known, scope, form, setting, AT);
  if (done?.change) ada.customer = done.change.customer;
  return `${done?.outcome ?? 'refused'}${done?.change ? '' : ', nothing done'}`;
}

const states = (ada: Told): string[] => ada.known.alerts.map(({ item, state }) => `${item.sku} ${state}`);

test('leaving and asking again are one press each, and a second press says the same and does nothing', () => {
  const ada = asking();
  expect(pressed(ada, one, 'stop-alert')).toBe('alert-stopped');
  expect(pressed(ada, one, 'stop-alert')).toBe('alert-stopped, nothing done');
  expect(states(ada)).toEqual(['STOOL stopped', 'TABLE waiting']);
  expect(pressed(ada, one, 'ask-again')).toBe('alert-asked');
  expect(pressed(ada, one, 'ask-again')).toBe('alert-asked, nothing done');
  expect(states(ada)).toEqual(['STOOL waiting', 'TABLE waiting']);
});

test('a link to all alerts stops all, shows none and asks for none', () => {
  const ada = asking();
  expect(pressed(ada, all, 'stop-alert')).toBe('alert-stopped');
  expect(states(ada)).toEqual(['STOOL stopped', 'TABLE stopped']);
  expect(pressed(ada, all, 'ask-again')).toBe('refused, nothing done');
  expect(alertViewFor(ada.customer, all, 'view', setting)).toBeUndefined();
});

test.each(['cancel', 'keep', 'undo', 'stop-weekly', 'resume-weekly'] as const)('"%s" is no button of an alert', (button) => {
  expect(pressed(asking(), one, button)).toBe('refused, nothing done');
});

test('an alert that is not there has no page and no button', () => {
  const gone: AlertScope = { ...one, sku: 'SHELF' };
  expect(pressed(asking(), gone, 'stop-alert')).toBe('refused, nothing done');
  expect(alertViewFor(asking().customer, gone, 'view', setting)).toBeUndefined();
});
