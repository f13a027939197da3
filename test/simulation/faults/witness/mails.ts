import { createHash } from 'node:crypto';
import type { RecordEntry } from '../../../../functions/core/record';
import type { Account } from '../account';
import type { Written } from '../dynamodb/rows';
import type { Item } from '../dynamodb/words';
import type { Mail } from '../mail';
import { linksIn, scopeOfLink } from '../people';
import { dayIn } from '../../clocks';
import type { Findings } from './findings';
import { customersIn, entryIn, isAboutWaiting, openLines, profileIn, profileOf, recordOf, saysItWaits, waiting, type Sending } from './rows';

const MERCHANT_ZONE = 'America/New_York';
const PATIENCE_MS = 15 * 60_000;

/** What of SES's events leaves which entry. */
const REPORTS: Readonly<Record<string, RecordEntry['what']>> = {
  'Email Delivered': 'notice-delivered',
  'Email Delivery Delayed': 'notice-delayed',
  'Email Bounced': 'notice-bounced',
  'Email Rejected': 'notice-rejected',
  'Email Complaint Received': 'notice-complained',
};

/** A mail that somebody committed to send, and what came of it as seen from outside. */
interface Begun {
  customer: string;
  sending: Sending;
  to: string | undefined;
  at: number;
  mail: Mail | undefined;
}

/** Follows each mail from its commit to SES and to the record. */
export class MailWitness {
  private readonly begun: Begun[] = [];
  private readonly byNotice = new Map<string, Begun[]>();

  constructor(private readonly account: Account, private readonly findings: Findings) {
    account.house.table.rows.onWrite((written) => this.seeRow(written));
    account.mail.onTaken((mail) => this.seeMail(mail));
  }

  /** Every mail that SES took about a line, in order. */
  about({ orderId, lineId }: { orderId: string; lineId: string }): Mail[] {
    return this.begun.flatMap(({ mail, sending }) => (mail !== undefined && sending.telling.some((told) => told.orderId === orderId && told.lineId === lineId) ? [mail] : []));
  }

  /** Whether a mail about it never reached SES although it was resent, which is the loss that the design names and counts. */
  isLost({ orderId, lineId }: { orderId: string; lineId: string }): boolean {
    return this.begun.some(({ mail, sending, customer }) => mail === undefined && sending.attempt === 2 && sending.telling.some((told) => told.orderId === orderId && told.lineId === lineId)
      && recordOf(this.account.house.table.rows, customer).some(({ what, facts }) => what === 'notice-unknown' && facts.noticeId === sending.noticeId && facts.attempt === 2));
  }

  /** How many weekly updates were begun since, and never reached SES. */
  updatesLost(customer: string, since: number): number {
    return this.begun.filter((one) => one.customer === customer && one.at >= since && one.mail === undefined && one.sending.kind === 'weekly').length;
  }

  /** Whether something that said that this SKU is back never reached SES. */
  isAlertLost(customer: string, sku: string): boolean {
    return this.begun.some((one) => one.customer === customer && one.mail === undefined && one.sending.alerts?.some((alert) => alert.sku === sku) === true);
  }

  taken(customer: string): { mail: Mail; sending: Sending }[] {
    return this.begun.flatMap(({ mail, sending, customer: owner }) => (mail !== undefined && owner === customer ? [{ mail, sending }] : []));
  }

  private seeRow({ pk, sk, before, after }: Written): void {
    if (sk.startsWith('Z#') && before !== undefined && after !== undefined && factsIn(before) !== factsIn(after) && profileOf(this.account.house.table.rows, pk.slice(2))?.erased === undefined) {
      this.findings.breach('on the record', `an entry of the record is written over: ${sk}`);
    }
    if (sk !== 'A#PROFILE') return;
    const profile = profileIn(after);
    const was = profileIn(before)?.sending;
    const is = profile?.sending;
    if (is === undefined || (was !== undefined && was.noticeId === is.noticeId && was.since === is.since && was.attempt === is.attempt)) return;
    if (was !== undefined) this.findings.breach('never twice', `notice ${is.noticeId} goes into sending while ${was.noticeId} is there`);
    const begun = { customer: pk.slice(2), sending: is, to: profile?.email, at: this.account.house.now, mail: undefined };
    if (begun.to === undefined) this.findings.breach('nothing after goodbye', `notice ${is.noticeId} goes into sending for nobody`);
    const isGivenUp = recordOf(this.account.house.table.rows, begun.customer).some(({ what, facts }) => what === 'notice-unknown' && facts.noticeId === is.noticeId && facts.attempt === 2);
    if (isGivenUp) this.findings.breach('never twice', `notice ${is.noticeId} goes into sending although it was resent and given up`);
    this.begun.push(begun);
    this.byNotice.set(is.noticeId, [...(this.byNotice.get(is.noticeId) ?? []), begun]);
    this.checkTruth(begun);
  }

  /** In the instant of the commit, the lines are as the mail says. */
  private checkTruth({ customer, sending }: Begun): void {
    const lines = openLines(this.account.house.table.rows, customer);
    const today = dayIn(MERCHANT_ZONE, this.account.house.now);
    for (const told of sending.telling) {
      const line = lines.find(({ orderId, lineId }) => orderId === told.orderId && lineId === told.lineId);
      if (told.kind === 'refund-failed' && line?.cancellations.find(({ id }) => id === told.about)?.state !== 'failed') this.findings.breach('honest', `the refund of ${told.about ?? ''} is told as failed, and is not`);
      if (!saysItWaits(told.kind)) continue;
      if (line === undefined || waiting(line) <= 0) {
        this.findings.breach('nothing after goodbye', `a ${told.kind} notice goes into sending for ${told.orderId}/${told.lineId}, which does not wait`);
        continue;
      }
      if (!isAboutWaiting(told.kind)) continue;
      const { shipBy } = line.eta;
      const isToday = shipBy === today && told.shipBy === null;
      if (told.shipBy !== (shipBy !== null && shipBy >= today ? shipBy : null) && !isToday) {
        this.findings.breach('honest', `a ${told.kind} notice says ${told.shipBy ?? 'unknown'} of ${told.orderId}/${told.lineId}, whose date is ${shipBy ?? 'unknown'} (today is ${today})`);
      }
    }
  }

  private seeMail(mail: Mail): void {
    const { findings, account } = this;
    const noticeId = mail.tags.notice ?? '';
    const all = this.byNotice.get(noticeId) ?? [];
    const begun = all.at(-1);
    const current = begun === undefined ? undefined : profileOf(account.house.table.rows, begun.customer)?.sending;
    if (begun === undefined || current?.noticeId !== noticeId) {
      findings.breach('never twice', `SES gets notice ${noticeId}, which nobody had committed to send`);
      return;
    }
    if (begun.mail !== undefined) {
      findings.breach('never twice', `notice ${noticeId}, attempt ${begun.sending.attempt}, is handed to SES again`);
      return;
    }
    begun.mail = mail;
    this.checkRepeat(begun, all.slice(0, -1));
    this.checkWords(begun, mail);
  }

  private checkRepeat({ customer, sending }: Begun, before: readonly Begun[]): void {
    for (const other of before) {
      if (other.mail === undefined) continue;
      const after = Date.parse(sending.since) - Date.parse(other.sending.since);
      const told = recordOf(this.account.house.table.rows, customer).filter(({ facts }) => facts.noticeId === sending.noticeId);
      if (!told.some(({ what }) => what === 'notice-unknown')) this.findings.breach('never twice', `notice ${sending.noticeId} goes out again, and nobody had given it up`);
      else if (after < PATIENCE_MS) this.findings.breach('never twice', `notice ${sending.noticeId} goes out again after ${Math.round(after / 1000)} s`);
      else if (sending.attempt !== 2 && sending.kind !== 'weekly') this.findings.breach('never twice', `notice ${sending.noticeId} goes out again as a first attempt`);
      else if (other.sending.attempt === 2) this.findings.breach('never twice', `notice ${sending.noticeId} goes out a third time`);
    }
  }

  private checkWords({ sending, to }: Begun, mail: Mail): void {
    const { findings } = this;
    const hash = createHash('sha256').update(JSON.stringify([mail.subject, mail.text, mail.html])).digest('hex');
    if (hash !== sending.wordsHash) findings.breach('on the record', `notice ${sending.noticeId} has other words than were committed`);
    if (mail.to !== to) findings.breach('honest', `a mail goes to ${mail.to}, and ${to ?? 'nobody'} was written to`);
    for (const { sku } of sending.alerts ?? []) if (!mail.text.includes(`Thing ${sku}`)) findings.breach('honest', `notice ${sending.noticeId} does not name ${sku}`);
    const links = linksIn(mail);
    for (const told of sending.telling) {
      if (!mail.text.includes(`Item ${told.lineId}`)) findings.breach('honest', `notice ${sending.noticeId} does not name ${told.lineId}`);
      if (!saysItWaits(told.kind)) continue;
      if (!links.some((link) => link.endsWith('/cancel') && isAbout(link, told))) findings.breach('a way out', `a ${told.kind} notice has no link to cancel ${told.orderId}/${told.lineId}`);
      if (told.shipBy !== null && !mail.text.includes(dayInWords(told.shipBy))) findings.breach('honest', `a ${told.kind} notice does not say ${told.shipBy}`);
    }
  }

  /** Everything that SES took is on record, with its words; what was heard of is no longer open. */
  checkRest(count: (what: 'unknown' | 'duplicates' | 'losses', kind: string) => void): void {
    const { rows } = this.account.house.table;
    for (const customer of customersIn(rows)) {
      const record = recordOf(rows, customer);
      const noticeOf = new Map(this.taken(customer).map(({ mail, sending }) => [mail.messageId, sending.noticeId]));
      for (const { what, facts, id } of record) {
        if (what === 'notice-sent' && noticeOf.get(String(facts.messageId)) !== facts.noticeId) this.findings.breach('on the record', `notice ${String(facts.noticeId)} is on record as sent, as ${String(facts.messageId)}, and SES never took it so`);
        if (what !== 'notice-unknown' && record.filter((other) => other.id === id).length > 1) this.findings.breach('on the record', `${what} is on record twice`);
      }
      for (const { mail, sending } of this.taken(customer)) {
        const about = record.filter(({ facts }) => facts.noticeId === sending.noticeId && facts.attempt === sending.attempt);
        if (about.length === 0) this.findings.breach('on the record', `no word of notice ${sending.noticeId}, attempt ${sending.attempt}, which SES took`);
        const isKnown = about.some(({ facts }) => facts.messageId === mail.messageId);
        if (!isKnown && mail.by.faults.length === 0) this.findings.breach('on the record', `notice ${sending.noticeId} is not on record as sent, and nothing had gone wrong`);
      }
    }
    for (const { mail, detailType } of this.account.mail.told) this.checkReport(mail, detailType);
    for (const all of this.byNotice.values()) this.checkNotice(all, count);
  }

  /** What SES told of a mail is on record, however often and in which order it did. */
  private checkReport({ tags: { notice }, messageId }: Mail, detailType: string): void {
    const what = REPORTS[detailType];
    const customer = notice === undefined ? undefined : this.byNotice.get(notice)?.[0]?.customer;
    if (what === undefined || notice === undefined || customer === undefined) return;
    const record = recordOf(this.account.house.table.rows, customer).filter(({ facts }) => facts.noticeId === notice);
    // A second word that it did not arrive, of either sending, changes nothing.
    const isLoss = what === 'notice-bounced' || what === 'notice-rejected';
    const isThere = record.some((entry) => (isLoss ? entry.what === 'notice-bounced' || entry.what === 'notice-rejected' : entry.what === what && entry.facts.messageId === messageId));
    if (!isThere) this.findings.breach('on the record', `SES told of ${what} for ${notice}, and the record does not`);
  }

  private checkNotice(all: readonly Begun[], count: (what: 'unknown' | 'duplicates' | 'losses', kind: string) => void): void {
    const [first] = all;
    if (first === undefined) return;
    const { customer, sending } = first;
    const record = recordOf(this.account.house.table.rows, customer).filter(({ facts }) => facts.noticeId === sending.noticeId);
    const unknown = record.filter(({ what }) => what === 'notice-unknown').length;
    for (let time = 0; time < unknown; time += 1) count('unknown', sending.kind);
    const taken = all.filter(({ mail }) => mail !== undefined).length;
    if (taken > 1) count('duplicates', sending.kind);
    if (taken === 0 && unknown > 0) count('losses', sending.kind);
  }
}

const factsIn = (item: Item): string => JSON.stringify(entryIn(item));

function isAbout(link: string, { orderId, lineId }: { orderId: string; lineId: string }): boolean {
  const [, order, line] = scopeOfLink(link);
  return (order === undefined || order === orderId) && (line === undefined || line === lineId);
}

const day = new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' });
const dayInWords = (date: string): string => day.format(new Date(`${date}T12:00:00Z`));
