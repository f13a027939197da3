import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import type { LineRef } from '../core/facts';
import type { AlertView } from '../core/alert-view';
import type { PageView } from '../core/page-view';
import { isOneClick } from './one-click';

/*
 * What was asked of the page, checked before anything is read or done.
 */

/** What a link names: of an order, or of a stock alert. */
export type Intent = PageView['intent'] | AlertView['intent'];

const Press = v.picklist(['cancel', 'undo', 'keep', 'keep-further', 'stop-weekly', 'resume-weekly']);
export type Press = v.InferOutput<typeof Press>;

const AlertPress = v.picklist(['stop-alert', 'ask-again']);
export type AlertPress = v.InferOutput<typeof AlertPress>;

export interface Form {
  press: Press;
  /** The state that the customer saw; undefined when the form did not say. */
  seen: string | undefined;
  /** The lines that the button was about; undefined stands for all of the link's. */
  lines: LineRef[] | undefined;
  /** How many units of the one line to cancel; undefined stands for all that wait. */
  quantity?: number | undefined;
}

/** The page of a stock alert has one button, about what its link is about. */
export interface AlertForm {
  press: AlertPress;
}

export const isAlertForm = (form: Form | AlertForm): form is AlertForm => v.safeParse(AlertPress, form.press).success;

export type Asked =
  | { kind: 'show'; token: string; intent: Intent }
  | { kind: 'press'; token: string; intent: Intent; form: Form | AlertForm }
  | { kind: 'one-click'; token: string }
  | { kind: 'show-one-click'; token: string }
  | { kind: 'refused'; status: 400 | 403 | 404 | 405 | 413 | 415; allow?: string };

/** A form of ours has a few hundred bytes, and some forty for each line. */
const LARGEST_BODY = 64 * 1024;

export function readRequest(event: APIGatewayProxyEventV2, pageOrigin: string): Asked {
  const { method } = event.requestContext.http;
  const token = event.pathParameters?.token;
  if (token === undefined) return { kind: 'refused', status: 404 };
  if (event.rawPath.startsWith('/u/')) {
    if (method === 'POST') return oneClick(event, token);
    // Mail programs that don't know the click open the address as any other.
    return method === 'GET' || method === 'HEAD' ? { kind: 'show-one-click', token } : { kind: 'refused', status: 405, allow: 'GET, HEAD, POST' };
  }
  const intent = intentOf(event.pathParameters?.intent);
  if (intent === undefined) return { kind: 'refused', status: 404 };
  if (method === 'GET' || method === 'HEAD') return { kind: 'show', token, intent };
  if (method !== 'POST') return { kind: 'refused', status: 405, allow: 'GET, HEAD, POST' };
  return pressed(event, token, intent, pageOrigin);
}

function pressed(event: APIGatewayProxyEventV2, token: string, intent: Intent, pageOrigin: string): Asked {
  const body = bodyOf(event);
  if (body.length > LARGEST_BODY) return { kind: 'refused', status: 413 };
  // A form on another site can't know the token; a browser that says where it comes from is believed all the same.
  const { origin, 'sec-fetch-site': site } = event.headers;
  if ((origin !== undefined && origin !== pageOrigin) || (site !== undefined && site !== 'same-origin' && site !== 'none')) return { kind: 'refused', status: 403 };
  if (!isForm(event, body)) return { kind: 'refused', status: 415 };
  const fields = new URLSearchParams(body);
  const action = fields.get('action') ?? (intent === 'leave' ? 'stop-alert' : intent);
  const alert = v.safeParse(AlertPress, action);
  if (alert.success) return { kind: 'press', token, intent, form: { press: alert.output } };
  const press = v.safeParse(Press, action);
  const lines = linesOf(fields);
  const seen = fields.get('seen') ?? undefined;
  const quantity = quantityOf(fields);
  if (!press.success || lines === 'malformed' || quantity === 'malformed') return { kind: 'refused', status: 400 };
  if (quantity === undefined) return { kind: 'press', token, intent, form: { press: press.output, seen, lines } };
  // A number means units of one line, and of how many: without that, a form that is sent twice would cancel twice.
  if (press.output !== 'cancel' || lines?.length !== 1 || seen === undefined) return { kind: 'refused', status: 400 };
  return { kind: 'press', token, intent, form: { press: press.output, seen, lines, quantity } };
}

/** Without cookies and from anywhere: whoever has the address may. */
function oneClick(event: APIGatewayProxyEventV2, token: string): Asked {
  const body = bodyOf(event);
  if (body.length > LARGEST_BODY) return { kind: 'refused', status: 413 };
  const isClick = isOneClick(event.headers['content-type'] ?? '', body);
  return isClick === true ? { kind: 'one-click', token } : { kind: 'refused', status: isClick === 'no-form' ? 415 : 400 };
}

const bodyOf = ({ body, isBase64Encoded }: APIGatewayProxyEventV2): string =>
  body === undefined ? '' : isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;

const isForm = ({ headers }: APIGatewayProxyEventV2, body: string): boolean => {
  const type = headers['content-type'];
  return type === undefined ? body === '' : /^application\/x-www-form-urlencoded\b/i.test(type);
};

function intentOf(name: string | undefined): Intent | undefined {
  switch (name) {
    case undefined:
    case 'weekly':
      return 'view';
    case 'cancel':
    case 'keep':
    case 'undo':
    case 'leave':
      return name;
    default:
      return undefined;
  }
}

/** As many as an order may have, written as our own form writes it. */
const Quantity = v.pipe(v.string(), v.regex(/^[1-9]\d{0,6}$/), v.transform(Number));

function quantityOf(fields: URLSearchParams): number | undefined | 'malformed' {
  const named = fields.getAll('quantity');
  if (named.length === 0) return undefined;
  const quantity = named.length === 1 ? v.safeParse(Quantity, named[0]) : undefined;
  return quantity?.success === true ? quantity.output : 'malformed';
}

function linesOf(fields: URLSearchParams): LineRef[] | undefined | 'malformed' {
  const named = fields.getAll('line');
  if (named.length === 0) return undefined;
  const lines: LineRef[] = [];
  for (const name of named) {
    const [orderId, lineId, ...rest] = name.split('/').map(decoded);
    if (orderId === undefined || lineId === undefined || rest.length > 0) return 'malformed';
    lines.push({ orderId, lineId });
  }
  return lines;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The languages of an Accept-Language header (RFC 9110, section 12.5.4), the dearest first; those that are not wanted are left out. */
export function languagesOf(header: string | undefined): string[] {
  const ranges = (header ?? '').slice(0, 500).split(',').flatMap((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
    return tag === '' || tag === '*' || !(weight > 0) ? [] : [{ tag, weight }];
  });
  return ranges.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
}
