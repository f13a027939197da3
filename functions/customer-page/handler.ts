import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { now } from '../adapters/clock';
import { changeCustomer, loadClosedLines, loadCustomer } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { keyringReader } from '../adapters/keyring';
import { log, safely } from '../adapters/log';
import { readMerchant } from '../adapters/merchant-file';
import { openQueue, wakeWhenDue } from '../adapters/queues';
import { openTable } from '../adapters/table';
import { viewFor } from '../core/line-view';
import { readLink, type LinkScope } from '../core/links';
import type { PageView } from '../core/page-view';
import { renderMessagePage, renderPage, styleHashOf } from '../rendering/page';
import { page } from './answer';
import { press, type Pressed } from './press';
import { readRequest, type Asked, type Form } from './request';

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'KEYRING_ARN', 'PAGE_ORIGIN');
const table = openTable(environment.TABLE_NAME);
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const keyring = keyringReader(environment.KEYRING_ARN);
const merchant = readMerchant();
const styleHash = styleHashOf(merchant);

/** Shows on GET and HEAD, does on POST. A token that we did not sign, in whatever way, gets the same 404. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const answer = await answerOrApology(readRequest(event, environment.PAGE_ORIGIN));
  return event.requestContext.http.method === 'HEAD' ? { ...answer, body: '' } : answer;
}

/** Whatever goes wrong, a customer reads a page and not a gateway's JSON; the alarm counts these by their status. */
async function answerOrApology(asked: Asked): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    return asked.kind === 'refused' ? refuse(asked) : await answerTo(asked);
  } catch (error) {
    log.error('page failed', safely(error));
    return page(500, renderMessagePage('failed', merchant), styleHash);
  }
}

async function answerTo(asked: Exclude<Asked, { kind: 'refused' }>): Promise<APIGatewayProxyStructuredResultV2> {
  const scope = readLink(await keyring(), asked.token);
  if (scope === undefined) return refuse({ kind: 'refused', status: 404 });
  switch (asked.kind) {
    case 'show': {
      const { customer } = await loadCustomer(table, scope.customerKey);
      const view = viewFor(customer, await loadClosedLines(table, scope.customerKey), scope, asked.intent, merchant, now());
      return show(view, asked.token);
    }
    case 'press': {
      const view = await take(scope, asked.form, asked.intent);
      return view === 'not theirs' ? refuse({ kind: 'refused', status: 400 }) : show(view, asked.token);
    }
    case 'one-click':
      await take(scope, { press: 'stop-weekly', seen: undefined, lines: undefined }, 'view');
      return page(200, '', styleHash);
  }
}

/** Does what the button says and shows what is true then. */
async function take(scope: LinkScope, form: Form, intent: PageView['intent']): Promise<PageView | 'not theirs' | undefined> {
  const closed = await loadClosedLines(table, scope.customerKey);
  let pressed: Pressed | undefined;
  const customer = await changeCustomer(table, scope.customerKey, (known) => {
    pressed = known === undefined ? undefined : press(known, closed, scope, form, merchant, now());
    return pressed?.change;
  });
  await wakeSoon(customer);
  if (customer !== undefined && pressed === undefined) return 'not theirs';
  log.info('button pressed', { press: form.press, outcome: pressed?.outcome });
  const view = viewFor(customer, closed, scope, intent, merchant, now());
  return view === undefined ? undefined : { ...view, outcome: pressed?.outcome };
}

/** What the customer asked for is done and on record; being woken late is no reason to show them an error. */
async function wakeSoon(customer: Awaited<ReturnType<typeof changeCustomer>>): Promise<void> {
  try {
    await wakeWhenDue(attendQueue, customer, now());
  } catch (error) {
    log.warn('customer not woken', safely(error));
  }
}

function show(view: PageView | undefined, token: string): APIGatewayProxyStructuredResultV2 {
  if (view === undefined) return refuse({ kind: 'refused', status: 404 });
  const base = `/b/${token}`;
  const self = view.intent === 'view' ? base : `${base}/${view.intent}`;
  return page(200, renderPage(view, merchant, { self, base }, now()), styleHash);
}

function refuse({ status, allow }: Extract<Asked, { kind: 'refused' }>): APIGatewayProxyStructuredResultV2 {
  const kind = status === 404 ? 'not-found' : status === 413 ? 'too-large' : 'refused';
  return page(status, renderMessagePage(kind, merchant), styleHash, allow === undefined ? {} : { allow });
}
