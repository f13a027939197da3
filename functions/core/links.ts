import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

/*
 * The link in a mail is a bearer of trust without a login: whom and what it is about, signed. What it may still do
 * is decided by the state of the line when it is used, never by the link.
 */

/** Signing keys by id, and the id of the one that signs now. Old keys stay as long as links they signed. */
export interface Keyring {
  current: string;
  keys: Readonly<Record<string, string>>;
}

/** `line` is one order line; `order` all waiting lines of an order; `customer` all waiting lines. */
export type OrderScope =
  | { kind: 'line'; customerKey: string; orderId: string; lineId: string }
  | { kind: 'order'; customerKey: string; orderId: string }
  | { kind: 'customer'; customerKey: string };

/** `alert` is one stock alert; `alerts` every one of the customer. None of them says anything about an order. */
export type AlertScope = { kind: 'alert'; customerKey: string; sku: string } | { kind: 'alerts'; customerKey: string };

export type LinkScope = OrderScope | AlertScope;

export const isAboutAlerts = (scope: LinkScope): scope is AlertScope => scope.kind === 'alert' || scope.kind === 'alerts';

const Payload = v.union([
  v.strictTuple([v.string(), v.string(), v.string()]),
  v.strictTuple([v.string(), v.string()]),
  v.strictTuple([v.string()]),
  v.strictObject({ alerts: v.string(), sku: v.optional(v.string()) }),
]);

const SIGNATURE_BYTES = 16;

const signatureOf = (keyId: string, payload: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(`forthright-link.1.${keyId}.${payload}`).digest().subarray(0, SIGNATURE_BYTES);

/** A URL-safe token: `<payload>.<key id>.<signature>`. */
export function signLink(keyring: Keyring, scope: LinkScope): string {
  const secret = keyring.keys[keyring.current];
  if (secret === undefined) throw new RangeError(`the keyring has no key "${keyring.current}"`);
  const payload = Buffer.from(JSON.stringify(fieldsOf(scope))).toString('base64url');
  return `${payload}.${keyring.current}.${signatureOf(keyring.current, payload, secret).toString('base64url')}`;
}

/** The key that a token says it was signed with; undefined for what is no token. */
export const keyIdOf = (token: string): string | undefined => token.split('.')[1];

/** What a token is about, or undefined for one that we did not sign. Takes the same time whichever byte is wrong. */
export function readLink(keyring: Keyring, token: string): LinkScope | undefined {
  const [payload, keyId, signature, ...rest] = token.split('.');
  if (payload === undefined || keyId === undefined || signature === undefined || rest.length > 0) return undefined;
  const secret = Object.hasOwn(keyring.keys, keyId) ? keyring.keys[keyId] : undefined;
  if (secret === undefined) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = signatureOf(keyId, payload, secret);
  // Re-encoding refuses spellings that decode alike: one token, one string.
  if (given.length !== expected.length || given.toString('base64url') !== signature) return undefined;
  if (!timingSafeEqual(given, expected)) return undefined;
  const fields = v.parse(Payload, JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  if ('alerts' in fields) return fields.sku === undefined ? { kind: 'alerts', customerKey: fields.alerts } : { kind: 'alert', customerKey: fields.alerts, sku: fields.sku };
  const [customerKey, orderId, lineId] = fields;
  if (orderId === undefined) return { kind: 'customer', customerKey };
  if (lineId === undefined) return { kind: 'order', customerKey, orderId };
  return { kind: 'line', customerKey, orderId, lineId };
}

function fieldsOf(scope: LinkScope): v.InferOutput<typeof Payload> {
  switch (scope.kind) {
    case 'line':
      return [scope.customerKey, scope.orderId, scope.lineId];
    case 'order':
      return [scope.customerKey, scope.orderId];
    case 'customer':
      return [scope.customerKey];
    case 'alert':
      return { alerts: scope.customerKey, sku: scope.sku };
    case 'alerts':
      return { alerts: scope.customerKey };
  }
}
