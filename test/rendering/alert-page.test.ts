import type { AlertView } from '../../functions/core/alert-view';
import { renderAlertPage } from '../../functions/rendering/alert-page';
import { ternAndTide } from '../../templates/samples/merchants';
import { sampleAlerts } from '../../templates/samples/alerts';
import { readAt } from '../../templates/samples/notices';
import { elementsOf, wordsOf } from './reading';

const pageOf = (view: AlertView): string => renderAlertPage(view, ternAndTide, '/b/token', readAt);

test.each([
  ['waiting', 'stop-alert', '/b/token/leave', ['Your stock alert', 'Monday, November 9', 'We write to you once', 'No stock is reserved for you']],
  ['leave', 'stop-alert', '/b/token/leave', ['Stop this alert', 'One press and it is done', 'Monday, November 9']],
  ['told', 'ask-again', '/b/token', ['On Monday, November 23 we told you that it was back in stock.', 'you hear nothing more unless you ask again']],
  ['told-leave', 'stop-alert', '/b/token/leave', ['Stop this alert', 'On Monday, November 23 we told you']],
  ['stopped', 'ask-again', '/b/token', ['The alert is stopped', 'We do not write to you about this item.', 'Tell me when it is back in stock']],
  ['stopped-before', 'ask-again', '/b/token', ['You stopped this alert on Tuesday, November 24.']],
  ['asked-again', 'stop-alert', '/b/token/leave', ['We have noted it', 'when it is next reported back in stock', 'Tuesday, November 24']],
] as const)('the page of the alert "%s" says how it stands and has one button', (state, action, target, facts) => {
  const html = pageOf(sampleAlerts[state]);
  const elements = elementsOf(html);
  expect(elements.filter(({ tag }) => tag === 'form').map(({ attributes }) => [attributes.method, attributes.action])).toEqual([['post', target]]);
  expect(elements.filter(({ tag }) => tag === 'input').map(({ attributes }) => [attributes.name, attributes.value])).toEqual([['action', action]]);
  expect(elements.filter(({ tag }) => tag === 'button')).toHaveLength(1);
  expect(wordsOf(html)).toContain('Enamel kettle, sea green');
  for (const fact of facts) expect(wordsOf(html)).toContain(fact);
});

test.each(Object.entries(sampleAlerts))('the page of the alert "%s" speaks of no order, money or weekly mails', (_state, view) => {
  const html = pageOf(view);
  expect(wordsOf(html)).not.toMatch(/refund|cancel|weekly|sorry|undefined|[{}]/i);
  expect(elementsOf(html).filter(({ tag }) => ['script', 'link', 'iframe'].includes(tag))).toEqual([]);
  expect(elementsOf(html).some(({ attributes }) => attributes.role === 'status')).toBe(view.outcome !== undefined);
});
