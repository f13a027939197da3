import type { Account } from './account';
import { cancelSomeForm } from './cancel-some-form';
import type { Mail } from './mail';
import { PAGE_ORIGIN } from './names';
import type { Deed, OrderedLine, Plan, Press } from './plan';
import { profileIn, profileOf, type Sending } from './witness/rows';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** A button that somebody pressed, and what the page answered. */
export interface Pressed {
  at: number;
  press: Press | 'cancel some';
  line: OrderedLine;
  status: number | undefined;
  /** Whether undo of the line was pressed before this was answered: then the answer tells what has been taken back. */
  isOvertaken: boolean;
}

/**
 * The store and its customers. The store sends events and answers requests for money; a customer has only what SES was handed
 * for them, and what they can do is to follow a link in it.
 */
export class People {
  readonly pressed: Pressed[] = [];
  /** When undo of a line was pressed last. */
  private readonly undoneAt = new Map<string, number>();
  /** How often somebody set out to cancel something of a line, however often they pressed for it; any number for one who changes their mind. */
  readonly cancelsOf = new Map<string, number>();
  private readonly answered = new Set<string>();
  private count = 0;
  private readonly addresses = new Map<string, string[]>();
  /** Who has asked to be forgotten: they order nothing more and leave no new address. */
  private readonly erased = new Set<string>();

  constructor(
    private readonly account: Account,
    private readonly plan: Plan,
    private readonly onAnswer: (pressed: Pressed) => void,
  ) {
    for (const deed of plan.deeds) account.house.timeline.plan(deed.at, `deed: ${deed.do}`, () => this.perform(deed));
    for (const { id, email } of plan.buyers) this.addresses.set(id, [email]);
    account.house.table.rows.onWrite(({ sk, before, after }) => {
      if (sk === 'A#PROFILE' && profileIn(before)?.sending === undefined) this.surprise(profileIn(after)?.sending);
    });
    account.bus.onDelivery((event) => {
      if (event['detail-type'] === 'Refund Requested') this.sendMoney(event.detail);
    });
  }

  /** Whose mail it is; undefined for an address that nobody has. */
  ownerOf({ to }: Pick<Mail, 'to'>): string | undefined {
    return [...this.addresses].find(([, addresses]) => addresses.includes(to))?.[0];
  }

  /** Everything that an address of theirs was. */
  addressesOf(id: string): readonly string[] {
    return this.addresses.get(id) ?? [];
  }

  private perform(deed: Deed): void {
    const { account } = this;
    const { now } = account.house;
    const buyer = deed.do === 'order' ? deed.line.buyer : 'buyer' in deed ? deed.buyer : undefined;
    if (buyer !== undefined && this.erased.has(buyer.id)) return;
    this.count += 1;
    const eventId = `e${this.count}`;
    const at = new Date(now).toISOString();
    const dayOf = (days: number | null): string | null => (days === null ? null : new Date(now + days * DAY).toISOString().slice(0, 10));
    switch (deed.do) {
      case 'order': {
        const { orderId, lineId, buyer, sku, supplierOrder, quantity } = deed.line;
        account.tell('Backorder Created', {
          eventId,
          orderId,
          lineId,
          placedAt: at,
          market: deed.market,
          customer: { id: buyer.id, email: this.addresses.get(buyer.id)?.at(-1), name: 'Ada', timeZone: buyer.timeZone },
          item: { sku, name: `Item ${lineId}`, quantity },
          paid: { amount: 1000 * quantity + 1, currency: 'USD' },
          paidWith: { label: 'Visa', last4: '4242' },
          promise: { shipBy: dayOf(deed.days) },
          kind: 'backorder',
          supplierOrder,
        });
        return;
      }
      case 'move':
        account.tell('ETA Changed', { eventId, scope: scopeOf(deed), shipBy: dayOf(deed.days), asOf: at });
        return;
      case 'confirm':
        account.tell('ETA Confirmed', { eventId, scope: scopeOf(deed), asOf: at });
        return;
      case 'ship': {
        const { orderId, lineId } = deed.line;
        account.tell('Order Shipped', { eventId, orderId, lineId, shipmentId: `s${this.count}`, quantity: deed.quantity, shippedAt: new Date(now - deed.agoMs).toISOString() });
        return;
      }
      case 'shop cancels': {
        const { orderId, lineId } = deed.line;
        account.tell('Order Cancelled', { eventId, orderId, lineId, refund: deed.refund, ...(deed.quantity === undefined ? {} : { quantity: deed.quantity }) });
        return;
      }
      case 'new address':
        this.addresses.get(deed.buyer.id)?.push(deed.email);
        account.tell('Customer Updated', { eventId, customer: { id: deed.buyer.id, email: deed.email } });
        return;
      case 'erase':
        // Of whom nothing is known yet, nothing is kept and nothing is to be forgotten.
        if (profileOf(account.house.table.rows, deed.buyer.id) === undefined) return;
        this.erased.add(deed.buyer.id);
        account.tell('Customer Erased', { eventId, customer: { id: deed.buyer.id } });
        return;
      case 'ask about stock':
        account.tell('Stock Alert Requested', { eventId, customer: { id: deed.buyer.id, email: this.addresses.get(deed.buyer.id)?.at(-1), name: 'Ada' }, item: { sku: deed.sku, name: `Thing ${deed.sku}` }, requestedAt: at });
        return;
      case 'back in stock':
        account.tell('Back In Stock', { eventId, sku: deed.sku, asOf: at });
        return;
      case 'poison':
        account.tell(deed.detailType, { ...deed.detail });
        return;
      case 'press':
        if (deed.press === 'cancel') this.setOut(deed.line);
        // A button that is pressed again, since no answer came, may find that the first press was taken back meanwhile.
        if (deed.press === 'undo') this.cancelsOf.set(deed.line.lineId, Number.POSITIVE_INFINITY);
        for (let time = 0; time < deed.times; time += 1) this.press(deed.press, deed.line, 3);
        return;
      case 'cancel some':
        this.cancelSome(deed);
        return;
      case 'look':
        for (const link of linksIn(this.lastMailTo(deed.line)).slice(0, 4)) account.ask('GET', link, undefined, () => undefined);
        return;
    }
  }

  private surprise(begun: Sending | undefined): void {
    const { house } = this.account;
    const { surprise, lines, end } = this.plan;
    const line = begun?.kind === 'weekly' ? lines.find(({ lineId }) => lineId === begun.telling[0]?.lineId) : undefined;
    if (surprise === undefined || line === undefined || house.now + surprise.afterMs > end) return;
    house.after(surprise.afterMs, 'surprise', () => this.perform({ at: house.now, do: 'move', line, scope: 'line', days: surprise.days }));
  }

  /** Whoever gets an error presses again. */
  private press(press: Press, line: OrderedLine, tries: number): void {
    const link = this.linkFor(press, line);
    if (link === undefined) return;
    const askedAt = this.account.house.now;
    if (press === 'undo') this.undoneAt.set(line.lineId, askedAt);
    this.account.ask('POST', link, `action=${press}`, (page) => {
      const pressed = { at: this.account.house.now, press, line, status: page?.status, isOvertaken: (this.undoneAt.get(line.lineId) ?? -1) >= askedAt };
      this.pressed.push(pressed);
      this.onAnswer(pressed);
      if ((page === undefined || page.status >= 500) && tries > 1) this.account.house.after(MINUTE, 'pressed again', () => this.press(press, line, tries - 1));
    });
  }

  private setOut({ lineId }: OrderedLine): void {
    this.cancelsOf.set(lineId, (this.cancelsOf.get(lineId) ?? 0) + 1);
  }

  /** Reads the page and sends its form, as a browser does: what was seen goes along. */
  private cancelSome({ line, units, times }: Extract<Deed, { do: 'cancel some' }>): void {
    const link = this.linkFor('cancel', line);
    if (link === undefined) return;
    this.account.ask('GET', link, undefined, (page) => {
      const form = page?.status === 200 ? cancelSomeForm(page.body, line, units) : undefined;
      if (form === undefined) return;
      this.setOut(line);
      for (let time = 0; time < times; time += 1) this.send(form, line, 3);
    });
  }

  /** Whoever gets an error sends the same form again. */
  private send(form: { action: string; body: string }, line: OrderedLine, tries: number): void {
    this.account.ask('POST', `${PAGE_ORIGIN}${form.action}`, form.body, (page) => {
      const pressed = { at: this.account.house.now, press: 'cancel some' as const, line, status: page?.status, isOvertaken: false };
      this.pressed.push(pressed);
      this.onAnswer(pressed);
      if ((page === undefined || page.status >= 500) && tries > 1) this.account.house.after(MINUTE, 'sent again', () => this.send(form, line, tries - 1));
    });
  }

  private linkFor(press: Press, line: OrderedLine): string | undefined {
    const links = this.account.mail.taken.filter((mail) => this.ownerOf(mail) === line.buyer.id).flatMap(linksIn).reverse();
    const isAbout = (link: string): boolean => scopeOfLink(link)[2] === line.lineId;
    if (press === 'stop-weekly') return links.find((link) => link.startsWith(`${PAGE_ORIGIN}/b/`) && scopeOfLink(link).length === 1);
    return links.find((link) => link.endsWith(`/${press === 'undo' ? 'undo' : press}`) && isAbout(link)) ?? links.find((link) => isAbout(link));
  }

  private lastMailTo({ buyer }: OrderedLine): Mail | undefined {
    return this.account.mail.taken.filter((mail) => this.ownerOf(mail) === buyer.id).at(-1);
  }

  private sendMoney(detail: Record<string, unknown>): void {
    const refundId = String(detail.refundId);
    if (this.answered.has(refundId)) return;
    this.answered.add(refundId);
    const { afterMs, fails, mendedAfterMs } = this.plan.refund;
    const send = (): void => {
      const at = new Date(this.account.house.now).toISOString();
      this.account.tell('Refund Settled', { eventId: `settled-${refundId}`, refundId, amount: detail.amount, currency: detail.currency, settledAt: at });
    };
    this.account.house.after(afterMs, 'the store sends money', () => {
      if (!fails) {
        send();
        return;
      }
      this.account.tell('Refund Failed', { eventId: `failed-${refundId}`, refundId, reason: 'The card was closed' });
      if (mendedAfterMs !== undefined) this.account.house.after(mendedAfterMs, 'the store sends money after all', send);
    });
  }
}

const scopeOf = ({ line, scope }: { line: OrderedLine; scope: 'line' | 'sku' | 'supplierOrder' }): Record<string, string> =>
  scope === 'line' ? { orderId: line.orderId, lineId: line.lineId } : { [scope]: line[scope] };

/** Every link of ours in a mail's text, in order, each once. */
export const linksIn = (mail: Pick<Mail, 'text'> | undefined): string[] => [...new Set(mail?.text.match(/https:\/\/orders\.ternandtide\.example\/[bu]\/[^\s>]+/g) ?? [])];

/** What a link's token names: customer, order, line. It is read here, not checked. */
export function scopeOfLink(link: string): string[] {
  const token = new URL(link).pathname.split('/')[2] ?? '';
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8'));
  return Array.isArray(payload) ? payload.map(String) : [];
}
