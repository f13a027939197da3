import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import * as v from 'valibot';
import * as z from 'zod';
import { RecordEntry } from '../../functions/core/record';
import type { IncomingDetailType } from '../../functions/core/events/incoming';
import type { BackorderCreated } from '../../functions/core/events/incoming/backorder-created';
import type { SesOrders } from '../../local/aws/ses/program';

const Mail = z.object({
  id: z.string(),
  at: z.string(),
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
});
export type Mail = z.infer<typeof Mail>;
const Mails = z.array(Mail);

const BusEvent = z.object({ at: z.string(), source: z.string(), detailType: z.string(), detail: z.record(z.string(), z.unknown()) });
export type BusEvent = z.infer<typeof BusEvent>;
const BusEvents = z.array(BusEvent);

const Clock = z.object({ now: z.string() });
const DeadLetter = z.object({ queue: z.string(), body: z.string(), reason: z.string().optional() }).loose();

type Created = v.InferInput<typeof BackorderCreated>;

/** A shop beside a whole running stack: it knows nothing but what the README tells a shop, and speaks HTTP and the AWS SDK. */
export class Shop {
  private readonly bus: EventBridgeClient;

  constructor(
    readonly deskUrl: string,
    readonly awsUrl: string,
  ) {
    this.bus = new EventBridgeClient({ endpoint: awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'any' } });
  }

  close(): void {
    this.bus.destroy();
  }

  /** Puts events on the bus, ten at a time, all at once. Throws when the bus refuses one. */
  async puts(events: readonly { type: IncomingDetailType; detail: unknown }[]): Promise<void> {
    const batches = Array.from({ length: Math.ceil(events.length / 10) }, (_none, index) => events.slice(index * 10, index * 10 + 10));
    await Promise.all(
      batches.map(async (batch) => {
        const answer = await this.bus.send(
          new PutEventsCommand({
            Entries: batch.map(({ type, detail }) => ({ EventBusName: 'forthright', Source: 'shop', DetailType: type, Detail: JSON.stringify(detail) })),
          }),
        );
        if (answer.FailedEntryCount !== 0) throw new Error(`the bus refused ${answer.FailedEntryCount} events`);
      }),
    );
  }

  put(type: IncomingDetailType, detail: unknown): Promise<void> {
    return this.puts([{ type, detail }]);
  }

  /** A line that waits for two weeks from now on. */
  async order(over: Partial<Omit<Created, 'promise'>> & { shipBy?: string | null } = {}): Promise<void> {
    await this.put('Backorder Created', await this.created(over));
  }

  async created(over: Partial<Omit<Created, 'promise'>> & { shipBy?: string | null } = {}): Promise<Created> {
    const { shipBy = await this.day(14), orderId = 'o1', lineId = 'l1', ...rest } = over;
    return {
      eventId: `created-${orderId}-${lineId}`,
      orderId,
      lineId,
      placedAt: await this.now(),
      market: 'GB',
      customer: { id: `c-${orderId}`, email: `${orderId}@example.com`, name: 'Ada Park', timeZone: 'America/Chicago' },
      item: { sku: 'LAMP', name: 'Brass oil lamp', quantity: 1 },
      paid: { amount: 5900, currency: 'USD' },
      promise: { shipBy },
      kind: 'backorder',
      cause: { code: 'supplier-delay' },
      ...rest,
    };
  }

  /** The calendar date that many days from now on the stack's clock. */
  async day(days: number): Promise<string> {
    return new Date(Date.parse(await this.now()) + days * 86_400_000).toISOString().slice(0, 10);
  }

  async now(): Promise<string> {
    return Clock.parse(await this.get('/api/clock')).now;
  }

  /** Moves the clock by an ISO 8601 duration; everything that fell due is done when it returns. */
  advance(duration: string): Promise<unknown> {
    return this.post('/api/clock', { advance: duration });
  }

  settle(): Promise<unknown> {
    return this.post('/api/settle', {});
  }

  /** Tells the local SES how to behave, and says how it behaves then. */
  ses(orders: z.input<typeof SesOrders>): Promise<unknown> {
    return this.post('/api/ses', orders);
  }

  /** What is on record of a customer, in order. */
  async record(customerKey: string): Promise<RecordEntry[]> {
    return v.parse(v.object({ record: v.array(RecordEntry) }), await this.get(`/api/customers/${encodeURIComponent(customerKey)}`)).record;
  }

  async mails(to?: string): Promise<Mail[]> {
    const query = to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`;
    return Mails.parse(await this.get(`/api/mails${query}`));
  }

  async allEvents(): Promise<BusEvent[]> {
    return BusEvents.parse(await this.get('/api/events'));
  }

  async events(detailType: string): Promise<BusEvent[]> {
    return (await this.allEvents()).filter((event) => event.detailType === detailType);
  }

  /** As a store takes them: each id once, however often it is asked for. */
  async refundsAsked(): Promise<BusEvent[]> {
    const asked = await this.events('Refund Requested');
    return asked.filter(({ detail }, n) => asked.findIndex((other) => other.detail.eventId === detail.eventId) === n);
  }

  async deadLetters(): Promise<z.infer<typeof DeadLetter>[]> {
    return z.array(DeadLetter).parse(await this.get('/api/dead-letters'));
  }

  /** Opens a link as a browser does and presses the first button of the page. */
  async pressFirstButton(link: string): Promise<{ status: number; html: string }> {
    const page = await (await fetch(link)).text();
    const form = /<form\b[^>]*\baction="([^"]+)"[^>]*>(.*?)<\/form>/s.exec(page);
    if (form === null) throw new Error('the page has no button');
    const fields = new URLSearchParams();
    for (const [, input = ''] of (form[2] ?? '').matchAll(/<(?:input|button)\b([^>]*)>/g)) {
      const name = /\bname="([^"]*)"/.exec(input)?.[1];
      if (name !== undefined) fields.append(unescaped(name), unescaped(/\bvalue="([^"]*)"/.exec(input)?.[1] ?? ''));
    }
    const answer = await fetch(new URL(unescaped(form[1] ?? ''), link), { method: 'POST', body: fields, headers: { origin: new URL(link).origin } });
    return { status: answer.status, html: await answer.text() };
  }

  private async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.deskUrl}${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  private async post(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(`${this.deskUrl}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

const unescaped = (html: string): string =>
  html.replaceAll(/&(?:amp|#x3D|#x2F|quot|#39);/gi, (entity) => ({ '&amp;': '&', '&#x3d;': '=', '&#x2f;': '/', '&quot;': '"', '&#39;': "'" })[entity.toLowerCase()] ?? entity);

/** The link in a mail's text whose path ends so. */
export function linkIn(mail: Mail | undefined, ending: '/cancel' | '/keep' | '/undo' | '/leave'): string {
  const link = [...(mail?.text ?? '').matchAll(/https?:\/\/[^\s<>"]+/g)].map(([url]) => url).find((url) => url.endsWith(ending));
  if (link === undefined) throw new Error(`the mail has no link that ends with ${ending}`);
  return link;
}
