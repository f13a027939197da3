import { lostBefore } from './contacts';
import type { Customer } from './customer';
import type { Instant } from './dates';
import type { Setting } from './facts';
import { idOf } from './ids';
import type { BackInStockItem, Notice } from './notice';
import type { NoticeKind } from './notice-kinds';
import { isReachable, zoneOf } from './standing';
import { alertsDueAt, isBack, type BackAlert } from './stock-alert';

/** A notice that binds, or answers, speaks of nothing that is for sale. */
const KEEPS_COMPANY: readonly NoticeKind[] = ['weekly', 'earlier', 'shipped'];

/**
 * Adds what is back in stock to the mail that is due, where that is no notice of a delay. Without one it is a mail of its own, once the first of the items has
 * waited for its neighbours: told promptly, since goods that many wait for are soon gone again.
 */
export function withAlerts(notice: Notice | undefined, customer: Customer, setting: Setting, now: Instant): Notice | undefined {
  const { profile } = customer;
  const back = customer.alerts.filter(isBack);
  if (back.length === 0 || profile.email === undefined) return notice;
  if (notice !== undefined && !KEEPS_COMPANY.includes(notice.kind)) return notice;
  if (notice === undefined && !isDueAlone(customer, setting, now)) return undefined;
  const alerts = back.map(itemOf);
  const id = idOf('notice', notice?.id ?? profile.key, ...lostBefore(profile), ...alerts.map(({ sku, requestedAt, asOf }) => JSON.stringify([sku, requestedAt, asOf])));
  const to = { email: profile.email, name: profile.name, locale: profile.locale, timeZone: zoneOf(customer, setting.timeZone) };
  return notice === undefined ? { id, kind: 'back-in-stock', to, parts: [], alerts } : { ...notice, id, alerts };
}

function isDueAlone(customer: Customer, { policy }: Setting, now: Instant): boolean {
  const { sending, retryAt } = customer.profile;
  if (sending !== undefined || !isReachable(customer) || (retryAt !== undefined && retryAt > now)) return false;
  const dueAt = alertsDueAt(customer.alerts, policy);
  return dueAt !== undefined && dueAt <= now;
}

const itemOf = ({ item, requestedAt, back }: BackAlert): BackInStockItem => ({ ...item, requestedAt, asOf: back.asOf });
