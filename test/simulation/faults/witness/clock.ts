import type { Account } from '../account';
import type { Written } from '../dynamodb/rows';
import type { Findings } from './findings';
import type { MailWitness } from './mails';
import { openLines, profileOf, waiting } from './rows';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PROMPT_MS = 2 * MINUTE;
/** The settle window of dates that move, and a mail before it of which nothing is heard, twice. */
const MOVE_MS = 10 * MINUTE + 2 * 18 * MINUTE;
const WEEK_MS = 7 * DAY + HOUR;
/** Where the law ends a wait at midnight, the mail that says so comes in the morning. */
const TILL_MORNING_MS = 10 * HOUR;
/** A weekly update of which nobody knows whether it went out is made up on the next working day, each that is lost again too. */
const MADE_UP_MS = 4 * DAY;

/** Whether mails come in time: the first one at once, worse dates soon, and no week without one. */
export class ClockWitness {
  /** Since when somebody waits, knows so, and wants to hear weekly. */
  private readonly silentSince = new Map<string, number | undefined>();
  /** Until when SES had refused the only address of a customer; for ever, while it still does. */
  private readonly refusedUntil = new Map<string, number>();

  /** Since when a line is later than its customer was told, by customer and line. */
  private readonly worseSince = new Map<string, Map<string, number>>();

  constructor(
    private readonly account: Account,
    private readonly mails: MailWitness,
    private readonly findings: Findings,
  ) {
    account.house.table.rows.onWrite((written) => this.seeRow(written));
  }

  private seeRow({ pk, sk }: Written): void {
    if (!pk.startsWith('C#') || sk.startsWith('Z#')) return;
    const customer = pk.slice(2);
    const profile = profileOf(this.account.house.table.rows, customer);
    const isErased = profile?.erased !== undefined && profile.email === undefined;
    if (isErased || (profile?.refusedAddress !== undefined && profile.refusedAddress === profile.email)) this.refusedUntil.set(customer, Number.POSITIVE_INFINITY);
    else if (this.refusedUntil.get(customer) === Number.POSITIVE_INFINITY) this.refusedUntil.set(customer, this.account.house.now);
    this.checkSilence(customer);
    this.checkMoves(customer);
  }

  /** Worse dates of which the customer was not told. */
  checkMoves(customer: string): void {
    const { house } = this.account;
    const profile = profileOf(house.table.rows, customer);
    const isReached = profile?.email !== undefined && profile.email !== profile.refusedAddress;
    const known = this.worseSince.get(customer) ?? new Map<string, number>();
    const worse = new Map<string, number>();
    for (const line of isReached ? openLines(house.table.rows, customer) : []) {
      const told = line.promises.at(-1)?.shipBy;
      const isWorse = typeof told === 'string' && waiting(line) > 0 && (line.eta.shipBy === null || line.eta.shipBy > told);
      const name = `${line.market} ${line.orderId}/${line.lineId}`;
      if (isWorse) worse.set(name, known.get(name) ?? house.now);
    }
    for (const [line, since] of known) {
      const late = house.now - since - MOVE_MS - (line.startsWith('US ') ? TILL_MORNING_MS : 0);
      if (late <= 0 || late <= house.disturbances.excuse(since, house.now)) continue;
      this.findings.breach('prompt', `${line} of ${customer} is later than told for ${((house.now - since) / MINUTE).toFixed(1)} minutes`);
      worse.set(line, house.now);
    }
    this.worseSince.set(customer, worse);
  }

  checkSilence(customer: string): void {
    const { house } = this.account;
    const { rows } = house.table;
    const profile = profileOf(rows, customer);
    const lines = openLines(rows, customer).filter((line) => line.promises.length > 0 && waiting(line) > 0);
    const hears = profile?.weekly === 'on' && profile.email !== undefined && profile.email !== profile.refusedAddress && lines.length > 0;
    const since = this.silentSince.get(customer);
    if (since !== undefined) {
      const last = this.mails.taken(customer).at(-1);
      const from = Math.max(since, last?.mail.at ?? 0);
      const allowed = WEEK_MS + this.mails.updatesLost(customer, from) * MADE_UP_MS + (lines.some(({ market }) => market === 'US') || !hears ? TILL_MORNING_MS : 0);
      const silence = house.now - from;
      if (silence > allowed && silence > allowed + house.disturbances.excuse(from, house.now)) {
        this.findings.breach('no silent week', `no word to ${customer} for ${(silence / DAY).toFixed(2)} days`);
        this.silentSince.set(customer, house.now);
        return;
      }
    }
    this.silentSince.set(customer, hears ? (since ?? house.now) : undefined);
  }

  /** The first mail about each line that was told to the bus. */
  checkPrompt(): void {
    const { accepted } = this.account.bus;
    const { house } = this.account;
    const seen = new Set<string>();
    for (const { at, event: { 'detail-type': type, detail } } of accepted) {
      if (type !== 'Backorder Created' || typeof detail.lineId !== 'string') continue;
      const line = { orderId: String(detail.orderId), lineId: detail.lineId };
      if (seen.has(line.lineId)) continue;
      seen.add(line.lineId);
      const first = this.mails.about(line)[0];
      const told = first?.at ?? house.now;
      // A first notice that is lost on the very last day of a wait is not sent anew after it: the morning brings its end.
      const isEnd = first?.tags.kind === 'cancelled' && detail.market === 'US';
      const allowed = PROMPT_MS + (isEnd ? TILL_MORNING_MS : 0);
      if (told - at <= allowed || told - at <= allowed + house.disturbances.excuse(at, told)) continue;
      const refusedUntil = this.refusedUntil.get(String((detail.customer as { id?: unknown }).id)) ?? 0;
      const isReached = refusedUntil < at || told - refusedUntil > PROMPT_MS + house.disturbances.excuse(refusedUntil, told);
      const isOver = accepted.some(({ at: closedAt, event }) => closedAt <= told && ['Order Shipped', 'Order Cancelled'].includes(event['detail-type']) && event.detail.lineId === line.lineId);
      if (isReached && !isOver && !this.mails.isLost(line)) this.findings.breach('prompt', `${first === undefined ? 'no mail' : `the first mail after ${((told - at) / MINUTE).toFixed(1)} minutes`} about ${line.orderId}/${line.lineId}`);
    }
  }
}
