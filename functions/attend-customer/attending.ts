import { publish, type Bus } from '../adapters/bus';
import { now } from '../adapters/clock';
import { changeCustomer } from '../adapters/customers';
import { log } from '../adapters/log';
import { handToSes, opaque, type Mailer } from '../adapters/mail';
import { wakeWhenDue, type Queue } from '../adapters/queues';
import type { Table } from '../adapters/table';
import { attend, type Attended } from '../core/attend';
import type { Customer } from '../core/customer';
import type { Keyring } from '../core/links';
import type { Merchant } from '../core/merchant';
import { beginSending, published, recordSent, takeBack } from '../core/sending';
import { linksFor } from '../rendering/links';
import { renderMail } from '../rendering/mail';

export interface Neighbours {
  table: Table;
  bus: Bus;
  attendQueue: Queue;
  mailer: Mailer;
  keyring: () => Promise<Keyring>;
  pageOrigin: string;
  merchant: Merchant;
}

/** More acts than that at one waking point to a mistake; the rest waits for the next one. */
const ACTS_AT_ONCE = 20;

/** Does all that is to be done for this customer now, one act at a time, and sees that they are woken for the next. */
export async function attendCustomer(neighbours: Neighbours, customerKey: string): Promise<void> {
  for (let acts = 0; acts < ACTS_AT_ONCE; acts += 1) {
    const attended = await decide(neighbours, customerKey);
    if (attended === undefined) return;
    await publishOutbox(neighbours, attended.customer);
    if (attended.act.kind === 'none') break;
    await tell(neighbours, customerKey, attended.act);
  }
  const customer = await changeCustomer(neighbours.table, customerKey, () => undefined);
  // Whoever is still due now could not be helped; the schedule comes by each minute, and coming at once would be a storm.
  const dueAt = customer?.profile.dueAt;
  if (dueAt !== undefined && dueAt > now()) await wakeWhenDue(neighbours.attendQueue, customer, now());
}

async function decide({ table, merchant }: Neighbours, customerKey: string): Promise<Attended | undefined> {
  let attended: Attended | undefined;
  await changeCustomer(table, customerKey, (known) => {
    attended = known === undefined ? undefined : attend(known, merchant, now());
    return attended;
  });
  return attended;
}

/** Publishes until the bus has taken it: what it has not is still in the outbox, and the customer still due. */
async function publishOutbox({ table, bus, merchant }: Neighbours, customer: Customer): Promise<void> {
  const { key, outbox } = customer.profile;
  if (outbox.length === 0) return;
  const taken = await publish(bus, outbox);
  await changeCustomer(table, key, (known) => (known === undefined || taken.length === 0 ? undefined : published(known, taken, merchant, now())));
}

/** The protocol is drawn in core/sending.ts. Whatever throws before the call to SES leaves everything untold. */
async function tell(neighbours: Neighbours, customerKey: string, { notice, attempt }: Extract<Attended['act'], { kind: 'tell' }>): Promise<void> {
  const { table, mailer, merchant, pageOrigin } = neighbours;
  const rendered = renderMail(notice, merchant, linksFor(await neighbours.keyring(), pageOrigin, customerKey));

  const committed: { ours: boolean } = { ours: false };
  await changeCustomer(table, customerKey, (known) => {
    // Decided anew at the moment of the commit: what was overtaken since is not sent.
    const act = known === undefined ? undefined : attend(known, merchant, now()).act;
    committed.ours = act?.kind === 'tell' && act.notice.id === notice.id;
    return known !== undefined && committed.ours ? beginSending(known, notice, attempt, rendered, merchant, now()) : undefined;
  });
  if (!committed.ours) return;

  const handed = await handToSes(mailer, notice, rendered);
  const facts = { customer: opaque(customerKey), notice: notice.id, kind: notice.kind };
  const change = (decideOn: (known: Customer) => ReturnType<typeof recordSent>): ReturnType<typeof changeCustomer> =>
    changeCustomer(table, customerKey, (known) => (known?.profile.sending?.noticeId === notice.id ? decideOn(known) : undefined));
  switch (handed.outcome) {
    case 'sent':
      await change((known) => recordSent(known, { messageId: handed.messageId, text: rendered.text }, merchant, now()));
      log.info('notice sent', facts);
      return;
    case 'refused':
      await change((known) => takeBack(known, handed.refusal, merchant, now()));
      log.warn('notice refused', { ...facts, class: handed.refusal.class });
      return;
  }
}
