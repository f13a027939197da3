import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { now } from '../adapters/clock';
import { changeCustomer, loadClosedLines, loadCustomer } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { keyringReader } from '../adapters/keyring';
import { log, safely } from '../adapters/log';
import { readMerchant } from '../adapters/merchant-file';
import { measure } from '../adapters/metrics';
import { openQueue, wakeWhenDue } from '../adapters/queues';
import { openTable } from '../adapters/table';
import { watched } from '../adapters/watched';
import { alertViewFor, type AlertView } from '../core/alert-view';
import type { Customer } from '../core/customer';
import { viewFor } from '../core/line-view';
import { isAboutAlerts, keyIdOf, readLink, type AlertScope, type OrderScope } from '../core/links';
import type { PageView } from '../core/page-view';
import { renderAlertPage } from '../rendering/alert-page';
import { consentWordsFor, renderMessagePage, renderPage, styleHashOf } from '../rendering/page';
import { page } from './answer';
import { press, type Pressed } from './press';
import { pressAlert, type PressedAlert } from './press-alert';
import { isAlertForm, languagesOf, readRequest, type AlertForm, type Asked, type Form } from './request';

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'KEYRING_ARN', 'PAGE_ORIGIN', 'METRICS_NAMESPACE');
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const keyring = keyringReader(environment.KEYRING_ARN);
const merchant = readMerchant();
const table = openTable(environment.TABLE_NAME, merchant.policy);
const styleHash = styleHashOf(merchant);

/** Shows on GET and HEAD, does on POST. A token that we did not sign, in whatever way, gets the same 404. */
export const handler = watched(environment.METRICS_NAMESPACE, async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const answer = await answerOrApology(readRequest(event, environment.PAGE_ORIGIN), languagesOf(event.headers['accept-language']));
  return event.requestContext.http.method === 'HEAD' ? { ...answer, body: '' } : answer;
});

/** Whatever goes wrong, a customer reads a page and not a gateway's JSON; the alarm counts these by their status. */
async function answerOrApology(asked: Asked, wishes: readonly string[]): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    const answer = asked.kind === 'refused' ? asked : await answerTo(asked);
    return 'kind' in answer ? message(answer, wishes) : answer;
  } catch (error) {
    log.error('page failed', safely(error));
    return page(500, renderMessagePage('failed', merchant, wishes), styleHash);
  }
}

type Valid = Exclude<Asked, { kind: 'refused' }>;
type Refused = Extract<Asked, { kind: 'refused' }>;
type Answer = APIGatewayProxyStructuredResultV2 | Refused | { kind: 'one-click' };

async function answerTo(asked: Valid): Promise<Answer> {
  const scope = readLink(await keyring(keyIdOf(asked.token)), asked.token);
  if (scope === undefined) {
    // A few are somebody's guesses; many are mails whose key is gone.
    measure({ metric: 'LinksRefused', value: 1 });
    return { kind: 'refused', status: 404 };
  }
  return isAboutAlerts(scope) ? answerAboutAlert(asked, scope) : answerAboutOrders(asked, scope);
}

async function answerAboutOrders(asked: Valid, scope: OrderScope): Promise<Answer> {
  switch (asked.kind) {
    case 'show-one-click':
    case 'show': {
      const isAboutWeekly = asked.kind === 'show-one-click';
      const intent = isAboutWeekly ? 'view' : asked.intent;
      if (intent === 'leave') return { kind: 'refused', status: 404 };
      const { customer } = await loadCustomer(table, scope.customerKey);
      const view = viewFor(customer, await loadClosedLines(table, scope.customerKey), scope, intent, merchant, now());
      return show(view && isAboutWeekly ? { ...view, leads: 'weekly' } : view, asked.token);
    }
    case 'press': {
      if (asked.intent === 'leave' || isAlertForm(asked.form)) return { kind: 'refused', status: 400 };
      const view = await take(scope, asked.form, asked.intent);
      return view === 'not theirs' ? { kind: 'refused', status: 400 } : show(view, asked.token);
    }
    case 'one-click':
      await take(scope, { press: 'stop-weekly', seen: undefined, lines: undefined }, 'view');
      return page(200, '', styleHash);
  }
}

/** Does what the button says and shows what is true then. */
async function take(scope: OrderScope, form: Form, intent: PageView['intent']): Promise<PageView | 'not theirs' | undefined> {
  const closed = await loadClosedLines(table, scope.customerKey);
  let pressed: Pressed | undefined;
  const customer = await changeCustomer(table, scope.customerKey, (known) => {
    pressed = known === undefined ? undefined : press(known, closed, scope, form, consentWordsFor(known.profile.locale, merchant), merchant, now());
    return pressed?.change;
  });
  await wakeSoon(customer);
  if (customer !== undefined && pressed === undefined) return 'not theirs';
  log.info('button pressed', { press: form.press, outcome: pressed?.outcome });
  const view = viewFor(customer, closed, scope, intent, merchant, now());
  return view === undefined ? undefined : { ...view, outcome: pressed?.outcome };
}

async function answerAboutAlert(asked: Valid, scope: AlertScope): Promise<Answer> {
  if (asked.kind === 'one-click') {
    await takeAboutAlert(scope, { press: 'stop-alert' });
    return page(200, '', styleHash);
  }
  // The mail has a page for each alert; this address is of all of them, and has none.
  if (asked.kind === 'show-one-click') return { kind: 'one-click' };
  if (asked.intent !== 'view' && asked.intent !== 'leave') return { kind: 'refused', status: 404 };
  if (asked.kind === 'show') return showAlert(alertViewFor((await loadCustomer(table, scope.customerKey)).customer, scope, asked.intent, merchant), asked.token);
  const { customer, pressed } = await takeAboutAlert(scope, asked.form);
  const view = alertViewFor(customer, scope, asked.intent, merchant);
  if (view !== undefined && pressed === undefined) return { kind: 'refused', status: 400 };
  return showAlert(view && { ...view, outcome: pressed?.outcome }, asked.token);
}

async function takeAboutAlert(scope: AlertScope, form: Form | AlertForm): Promise<{ customer: Customer | undefined; pressed: PressedAlert | undefined }> {
  let pressed: PressedAlert | undefined;
  const customer = await changeCustomer(table, scope.customerKey, (known) => {
    pressed = known === undefined ? undefined : pressAlert(known, scope, form, merchant, now());
    return pressed?.change;
  });
  await wakeSoon(customer);
  log.info('button pressed', { press: form.press, outcome: pressed?.outcome });
  return { customer, pressed };
}

/** What the customer asked for is done and on record; being woken late is no reason to show them an error. */
async function wakeSoon(customer: Awaited<ReturnType<typeof changeCustomer>>): Promise<void> {
  try {
    await wakeWhenDue(attendQueue, customer, now());
  } catch (error) {
    log.warn('customer not woken', safely(error));
  }
}

function show(view: PageView | undefined, token: string): Answer {
  if (view === undefined) return { kind: 'refused', status: 404 };
  const base = `/b/${token}`;
  const self = view.intent === 'view' ? base : `${base}/${view.intent}`;
  return page(200, renderPage(view, merchant, { self, base }, now()), styleHash);
}

function showAlert(view: AlertView | undefined, token: string): Answer {
  if (view === undefined) return { kind: 'refused', status: 404 };
  return page(200, renderAlertPage(view, merchant, `/b/${token}`, now()), styleHash);
}

function message(what: Refused | { kind: 'one-click' }, wishes: readonly string[]): APIGatewayProxyStructuredResultV2 {
  if (what.kind === 'one-click') return page(200, renderMessagePage('one-click', merchant, wishes), styleHash);
  const { status, allow } = what;
  const kind = status === 404 ? 'not-found' : status === 413 ? 'too-large' : 'refused';
  return page(status, renderMessagePage(kind, merchant, wishes), styleHash, allow === undefined ? {} : { allow });
}
