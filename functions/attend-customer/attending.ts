import { publish, type Bus } from '../adapters/bus';
import { now } from '../adapters/clock';
import { CustomerSession } from '../adapters/customers';
import { goodwillSpent } from '../adapters/goodwill-budget';
import { log, safely } from '../adapters/log';
import { handToSes, opaque, type Mailer } from '../adapters/mail';
import { measure } from '../adapters/metrics';
import type { Pacer, Turn } from '../adapters/pacing/pacer';
import { secondsUntil, send, wakeWhenDue, type Queue, type Wake } from '../adapters/queues';
import type { RefundExecutor, RefundRequest } from '../adapters/refund-executor';
import type { Table } from '../adapters/table';
import { attend, type Attended } from '../core/attend';
import type { Customer } from '../core/customer';
import { promptlyDueAt } from '../core/due-by-urgency';
import type { OutgoingEvent } from '../core/events/outgoing';
import type { Change, Facts } from '../core/facts';
import { monthOf } from '../core/goodwill';
import { spread } from '../core/ids';
import type { Keyring } from '../core/links';
import type { Notice } from '../core/notice';
import type { Merchant } from '../core/merchant';
import { urgencyOf } from '../core/pacing/pace';
import { park, putAside } from '../core/parking';
import { beginSending, published, recordSent, takeBack } from '../core/sending';
import { linksFor, type Links } from '../rendering/links';
import { dateIn } from '../core/time-zones';
import { renderMail, type RenderedMail } from '../rendering/mail';

export interface Neighbours {
  table: Table;
  bus: Bus;
  refundExecutor: RefundExecutor;
  attendQueue: Queue;
  routineQueue: Queue;
  pacer: Pick<Pacer, 'take'>;
  mailer: Mailer;
  keyring: () => Promise<Keyring>;
  pageOrigin: string;
  merchant: Merchant;
}

/** More acts than that at one waking point to a mistake; the rest waits for the next one. */
const ACTS_AT_ONCE = 20;

/**
 * Does all that is to be done for this customer now, one act at a time, and sees that they are woken for the next. Woken as
 * urgent, routine mail is left to the queue where it can wait for its turn and nobody waits behind it.
 */
export async function attendCustomer(neighbours: Neighbours, wake: Wake): Promise<void> {
  const session = new CustomerSession(neighbours.table, wake.customerKey);
  try {
    for (let acts = 0; acts < ACTS_AT_ONCE; acts += 1) {
      const attended = await decide(neighbours, session);
      if (attended === undefined || attended.act.kind === 'none') break;
      if (urgencyOf(attended.act.notice.kind) === 'routine' && wake.urgency !== 'routine') break;
      if (!(await tell(neighbours, session, attended.act))) break;
      await publishOutbox(neighbours, session);
    }
  } finally {
    // Whatever came of the mail, what the store has to know does not depend on it, nor the mail on the bus.
    await publishOutbox(neighbours, session);
  }
  const customer = await session.change(() => undefined);
  // Whoever is still due now could not be helped; the schedule comes by each minute, and coming at once would be a storm.
  const dueAt = customer === undefined ? undefined : promptlyDueAt(customer);
  // Whoever found that somebody else had said when to come back wakes nobody: a message delivered twice, or one more from the
  // schedule, would follow the customer ever after, and each more of them.
  if (dueAt !== undefined && dueAt > now() && session.hasMovedDueTo(dueAt)) await wakeWhenDue(neighbours.attendQueue, customer, now());
}

async function decide({ table, merchant }: Neighbours, session: CustomerSession): Promise<Attended | undefined> {
  let attended: Attended | undefined;
  await session.change(async (known) => {
    attended = known === undefined ? undefined : attend(known, merchant, now(), await factsOf(table, merchant));
    return attended;
  });
  return attended;
}

/** Read only where the merchant gives any: it costs a read each time. */
async function factsOf(table: Table, { policy, timeZone }: Merchant): Promise<Facts> {
  const { steps, monthlyBudget } = policy.goodwill;
  if (steps.length === 0) return {};
  const month = monthOf(dateIn(timeZone, now()));
  const spent = Object.keys(monthlyBudget).map(async (currency) => [currency, await goodwillSpent(table, month, currency)] as const);
  return { goodwillSpent: Object.fromEntries(await Promise.all(spent)) };
}

/** What the bus does not take stays in the outbox and the customer due, so that the schedule brings them back. */
async function publishOutbox({ bus, refundExecutor, merchant }: Neighbours, session: CustomerSession): Promise<void> {
  const outbox = (await session.change(() => undefined))?.profile.outbox ?? [];
  if (outbox.length === 0) return;
  const isRefund = (event: OutgoingEvent): event is RefundRequest => event.detailType === 'Refund Requested';
  const handOver = async (what: string, taken: () => Promise<readonly string[]>): Promise<readonly string[]> => {
    try {
      return await taken();
    } catch (error) {
      log.error(`${what} not handed over`, { customer: opaque(session.key), ...safely(error) });
      return [];
    }
  };
  const news = outbox.filter((event) => !isRefund(event));
  const refunds = outbox.filter(isRefund);
  const taken = [
    ...(news.length === 0 ? [] : await handOver('events', () => publish(bus, news))),
    ...(refunds.length === 0 ? [] : await handOver('refunds', () => refundExecutor.request(refunds))),
  ];
  if (taken.length > 0) await session.change((known) => known && published(known, taken, merchant, now()));
}

/**
 * The protocol is drawn in core/sending.ts. Whatever throws before the call to SES leaves everything untold. False when no
 * mail may leave now: the customer comes back.
 */
async function tell(neighbours: Neighbours, session: CustomerSession, { notice, attempt }: Extract<Attended['act'], { kind: 'tell' }>): Promise<boolean> {
  const { mailer, merchant, pacer, pageOrigin } = neighbours;
  const rendered = await written(neighbours, session, notice, linksFor(await neighbours.keyring(), pageOrigin, session.key));
  if (rendered === undefined) return false;

  const turn = await pacer.take(urgencyOf(notice.kind));
  if (!turn.go) {
    await comeBack(neighbours, session, notice, turn);
    return false;
  }
  const committed = { isOurs: false };
  await session.change((known) => {
    // Decided anew at the moment of the commit: what was overtaken since is not sent.
    const act = known === undefined ? undefined : attend(known, merchant, now()).act;
    committed.isOurs = act?.kind === 'tell' && act.notice.id === notice.id;
    return known !== undefined && committed.isOurs ? beginSending(known, notice, attempt, rendered, merchant, now()) : undefined;
  });
  if (!committed.isOurs) return true;

  await turn.untilSlot();
  const handed = await handToSes(mailer, notice, rendered, { customerKey: session.key, attempt });
  const facts = { customer: opaque(session.key), notice: notice.id, kind: notice.kind };
  const change = (decideOn: (known: Customer) => Change): Promise<unknown> =>
    session.change((known) => (known?.profile.sending?.noticeId === notice.id ? decideOn(known) : undefined));
  switch (handed.outcome) {
    case 'sent':
      await change((known) => recordSent(known, { messageId: handed.messageId }, merchant, now()));
      log.info('notice sent', facts);
      break;
    case 'refused':
      await change((known) => takeBack(known, handed.refusal, merchant, now()));
      log.warn('notice refused', { ...facts, class: handed.refusal.class });
      break;
  }
  // After the outcome is on record: that must not wait for what other workers are told.
  await turn.report(handed.outcome === 'sent' ? 'sent' : handed.refusal.class);
  return true;
}

/**
 * The mail, or undefined for one that can't be written: a mistake of ours or of the merchant's own templates. It costs its
 * customer an hour until the next try and nobody else anything.
 */
async function written({ merchant }: Neighbours, session: CustomerSession, notice: Notice, links: Links): Promise<RenderedMail | undefined> {
  try {
    return renderMail(notice, merchant, links, now());
  } catch (error) {
    log.error('a mail cannot be written', { customer: opaque(session.key), notice: notice.id, kind: notice.kind, ...safely(error) });
    measure({ metric: 'NoticesUnwritten', kind: notice.kind, value: 1 });
    await session.change((known) => known && putAside(known, notice, merchant, now()));
    return undefined;
  }
}

/** Those who come back from the same moment do so over that long. */
const BUSY_SPREAD_SECONDS = 10;

/**
 * Nothing was committed. Where too many wait for a slot the customer stays due and takes another place in the queue, which
 * costs less than a write; where nothing leaves for a quarter of an hour or more, they are due again after that.
 */
async function comeBack({ attendQueue, routineQueue, merchant }: Neighbours, session: CustomerSession, notice: Notice, { why, until }: Extract<Turn, { go: false }>): Promise<void> {
  if (why !== 'busy') {
    await session.change((known) => known && park(known, until, merchant, now()));
    return;
  }
  const wake = { customerKey: session.key };
  const seconds = secondsUntil(until, now()) + spread(session.key, BUSY_SPREAD_SECONDS);
  if (urgencyOf(notice.kind) === 'urgent') await send(attendQueue, wake, seconds);
  else await send(routineQueue, { ...wake, urgency: 'routine' } satisfies Wake, seconds);
}
