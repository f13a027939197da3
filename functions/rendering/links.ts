import type { LineRef } from '../core/facts';
import { signLink, type Keyring, type LinkScope } from '../core/links';

/** The links of one customer's mail. Each opens a page; none does anything by being opened. */
export interface Links {
  /** Where all of them lead: a host name, with its port where it has one. */
  host: string;
  view(line: LineRef): string;
  cancel(line: LineRef): string;
  keep(line: LineRef): string;
  undo(line: LineRef): string;
  /** RFC 8058: a POST here stops the weekly updates and does nothing else. */
  stopWeekly(): string;
  /** Everything that this customer waits for. */
  all(): string;
  /** The page on which the stock alert for this SKU is stopped. */
  leave(sku: string): string;
  /** RFC 8058: a POST here stops every stock alert of the customer and does nothing else. */
  stopAlerts(): string;
}

/** `pageOrigin` has no trailing slash. Throws a RangeError when the keyring lacks its current key. */
export function linksFor(keyring: Keyring, pageOrigin: string, customerKey: string): Links {
  const signed = new Map<string, string>();
  // A mail names the same line in several links; it is signed once.
  const token = (scope: LinkScope): string => {
    const key = JSON.stringify(scope);
    const known = signed.get(key) ?? signLink(keyring, scope);
    signed.set(key, known);
    return known;
  };
  const page = ({ orderId, lineId }: LineRef): string => `${pageOrigin}/b/${token({ kind: 'line', customerKey, orderId, lineId })}`;
  const everything = (): string => token({ kind: 'customer', customerKey });
  return {
    host: new URL(pageOrigin).host,
    view: page,
    cancel: (line) => `${page(line)}/cancel`,
    keep: (line) => `${page(line)}/keep`,
    undo: (line) => `${page(line)}/undo`,
    stopWeekly: () => `${pageOrigin}/u/${everything()}`,
    all: () => `${pageOrigin}/b/${everything()}`,
    leave: (sku) => `${pageOrigin}/b/${token({ kind: 'alert', customerKey, sku })}/leave`,
    stopAlerts: () => `${pageOrigin}/u/${token({ kind: 'alerts', customerKey })}`,
  };
}
