import type { Instant, PlainDate } from '../../functions/core/dates';
import type { Cause } from '../../functions/core/events/incoming/delay';
import type { Scope } from '../../functions/core/events/incoming/eta';
import { StoryDays, type StoreEvent } from './story';

/*
 * Tern & Tide of Portland, Maine: knitwear, lamps and enamel for people who live by the water. An invented shop with
 * invented customers; every address ends in a domain that belongs to nobody.
 */

export const SHOP_TIME_ZONE = 'America/New_York';

export const storyDays = (prefix: string, start: Instant): StoryDays => new StoryDays(prefix, start, SHOP_TIME_ZONE);

interface Person {
  id: string;
  name: string;
  email: string;
  timeZone?: string;
}

export const people = {
  maya: { id: 'maya-okafor', name: 'Maya Okafor', email: 'maya.okafor@example.com' },
  henrik: { id: 'henrik-dahl', name: 'Henrik Dahl', email: 'henrik.dahl@example.com', timeZone: 'America/Chicago' },
  lucia: { id: 'lucia-ferrante', name: 'Lucia Ferrante', email: 'lucia.ferrante@example.com' },
  jonas: { id: 'jonas-whitlock', name: 'Jonas Whitlock', email: 'jonas.whitlock@example.com', timeZone: 'America/Los_Angeles' },
  priya: { id: 'priya-raman', name: 'Priya Raman', email: 'priya.raman@example.com' },
  tomas: { id: 'tomas-brandt', name: 'Tomás Brandt', email: 'tomas.brandt@example.com', timeZone: 'America/Denver' },
  ruth: { id: 'ruth-adeyemi', name: 'Ruth Adeyemi', email: 'ruth.adeyemi@example.com' },
  eleanor: { id: 'eleanor-marsh', name: 'Eleanor Marsh', email: 'eleanor.marsh@example.com' },
  samir: { id: 'samir-haddad', name: 'Samir Haddad', email: 'samir.haddad@example.com' },
  ingrid: { id: 'ingrid-solberg', name: 'Ingrid Solberg', email: 'ingrid.solberg@example.com', timeZone: 'America/Chicago' },
  yusuf: { id: 'yusuf-demir', name: 'Yusuf Demir', email: 'yusuf.demir@example.com' },
  nora: { id: 'nora-lindqvist', name: 'Nora Lindqvist', email: 'nora.lindqvist@example.com' },
} as const satisfies Record<string, Person>;

interface Article {
  sku: string;
  name: string;
  /** Cents, a piece. */
  price: number;
}

export const goods = {
  guernsey: { sku: 'GUERNSEY-NAVY-M', name: 'Guernsey wool jumper, navy', price: 14800 },
  lantern: { sku: 'LANTERN-BRASS', name: 'Brass storm lantern', price: 8900 },
  kettle: { sku: 'KETTLE-ENAMEL-SEA', name: 'Enamel kettle, sea green', price: 6400 },
  deckCoat: { sku: 'DECK-COAT-M', name: 'Waxed deck coat, medium', price: 22500 },
  doormat: { sku: 'DOORMAT-ROPE', name: 'Woven rope doormat', price: 5200 },
  towels: { sku: 'TOWELS-LINEN-3', name: 'Linen tea towels, set of three', price: 3600 },
  tote: { sku: 'TOTE-SAILCLOTH', name: 'Sailcloth tote', price: 7800 },
  barometer: { sku: 'BAROMETER-OAK', name: 'Oak wall barometer', price: 18900 },
  mugs: { sku: 'MUGS-HARBOUR-2', name: 'Harbour mugs, pair', price: 4200 },
  atlas: { sku: 'ATLAS-TIDES-2', name: 'Tide atlas, second edition', price: 7500 },
  bell: { sku: 'BELL-BRASS', name: 'Ship’s bell, brass', price: 9400 },
  scarf: { sku: 'SCARF-HERRINGBONE', name: 'Herringbone scarf, ochre', price: 5800 },
  blanket: { sku: 'BLANKET-LAMBSWOOL', name: 'Lambswool blanket, tide grey', price: 12900 },
} as const satisfies Record<string, Article>;

export interface Ordered {
  days: StoryDays;
  who: Person;
  what: Article;
  /** When the store says so; the order was placed a minute before. */
  at: Instant;
  shipBy: PlainDate | null;
  quantity?: number;
  /** Which of this telling's orders, and which line of it. */
  order?: number;
  line?: number;
  supplierOrder?: string;
  cause?: Cause;
  /** Cents, of all pieces: a pre-order of which only that was paid. */
  deposit?: number;
}

const ref = (days: StoryDays, order = 1, line = 1): { orderId: string; lineId: string } => ({ orderId: days.order(order), lineId: String(line) });

export function ordered({ days, who, what, at, shipBy, quantity = 1, order, line, supplierOrder, cause, deposit }: Ordered): StoreEvent {
  const { orderId, lineId } = ref(days, order, line);
  const price = what.price * quantity;
  return {
    detailType: 'Backorder Created',
    detail: {
      eventId: days.eventId(`created-${orderId}-${lineId}`),
      orderId,
      lineId,
      placedAt: new Date(Date.parse(at) - 60_000).toISOString(),
      market: 'US',
      customer: {
        id: who.id,
        email: who.email,
        name: who.name,
        locale: 'en-US',
        ...(who.timeZone === undefined ? {} : { timeZone: who.timeZone }),
      },
      item: { sku: what.sku, name: what.name, quantity },
      paid: { amount: deposit ?? price, currency: 'USD' },
      promise: { shipBy },
      ...(deposit === undefined ? { kind: 'backorder' } : { kind: 'pre-order', balanceDue: { amount: price - deposit, currency: 'USD' } }),
      ...(cause === undefined ? {} : { cause }),
      ...(supplierOrder === undefined ? {} : { supplierOrder }),
    },
  };
}

/** `number` counts the changes of one telling. */
export function etaChanged(days: StoryDays, number: number, scope: Scope, at: Instant, shipBy: PlainDate | null, cause?: Cause): StoreEvent {
  return {
    detailType: 'ETA Changed',
    detail: { eventId: days.eventId(`eta-${number}`), scope, shipBy, asOf: at, ...(cause === undefined ? {} : { cause }) },
  };
}

export interface Shipped {
  at: Instant;
  order?: number;
  line?: number;
  quantity?: number;
}

export function shipped(days: StoryDays, { at, order, line, quantity = 1 }: Shipped): StoreEvent {
  const { orderId, lineId } = ref(days, order, line);
  const shipmentId = `${orderId}-${lineId}-parcel`;
  return {
    detailType: 'Order Shipped',
    detail: {
      eventId: days.eventId(`shipped-${orderId}-${lineId}`),
      orderId,
      lineId,
      shipmentId,
      quantity,
      shippedAt: at,
      carrier: 'Casco Bay Parcel',
      trackingUrl: `https://track.cascobayparcel.example/${shipmentId}`,
    },
  };
}

/** The shop gives up an order and has paid the customer back already. */
export function cancelledByShop(days: StoryDays, reason: string): StoreEvent {
  const { orderId, lineId } = ref(days);
  return { detailType: 'Order Cancelled', detail: { eventId: days.eventId('cancelled'), orderId, lineId, refund: 'done', reason } };
}

/** Nothing is ordered: somebody wants to know when it is back. */
export function alertRequested(days: StoryDays, who: Person, what: Article, at: Instant): StoreEvent {
  const { id, email, name } = who;
  return {
    detailType: 'Stock Alert Requested',
    detail: {
      eventId: days.eventId(`alert-${what.sku}`),
      customer: { id, email, name, locale: 'en-US' },
      item: { sku: what.sku, name: what.name, productUrl: `https://ternandtide.example/shop/${what.sku.toLowerCase()}` },
      market: 'US',
      requestedAt: at,
    },
  };
}

/** `number` counts the returns of one telling. */
export const backInStock = (days: StoryDays, number: number, what: Article, at: Instant): StoreEvent => ({
  detailType: 'Back In Stock',
  detail: { eventId: days.eventId(`back-${number}`), sku: what.sku, asOf: at },
});
