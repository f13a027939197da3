import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { detailTypesOf, knownDetailTypes, lambdas, takenBy } from '../../../infra/lambdas';
import type { IncomingDetailType } from '../../../functions/core/events/incoming';
import { SimulatedBus } from './bus';
import { indexes } from './dynamodb/rows';
import type { Deployment } from './deployment';
import type { House } from './house';
import { SimulatedLambda } from './lambdas';
import { SimulatedMail } from './mail';
import { PAGE_ORIGIN, queueUrlOf } from './names';
import { neighboursIn } from './neighbours';
import { SimulatedQueue } from './queue';

const MINUTE = 60_000;

export interface Page {
  status: number;
  body: string;
}

/** A whole simulated account: the real Lambdas, what feeds them, and what they call. */
export class Account {
  readonly bus: SimulatedBus;
  readonly mail: SimulatedMail;
  readonly queues = new Map<string, SimulatedQueue>();
  private readonly lambdas = new Map<string, SimulatedLambda>();
  private lastMinute: number;
  private due: number | undefined;
  private isDueStale = true;

  constructor(readonly house: House, merchant: string, deployment?: Deployment) {
    this.bus = new SimulatedBus(house, (detailType) => this.queues.get(isKnown(detailType) ? takenBy[detailType] : ''));
    this.mail = new SimulatedMail(house);
    const neighbours = neighboursIn({ house, bus: this.bus, mail: this.mail, queueAt: (url) => this.queueAt(url) });
    for (const name of lambdas) {
      const lambda = new SimulatedLambda(name, merchant, house, neighbours, () => deployment?.releaseOf(name, house.now) ?? 'today');
      this.lambdas.set(name, lambda);
      if (name !== 'attend-customer' && name !== 'email-feedback' && detailTypesOf(name).length === 0) continue;
      this.feed(name, lambda);
      if (name === 'attend-customer') this.feed('routine', lambda);
    }
    this.mail.onEvent((event) => this.queues.get('email-feedback')?.send(JSON.stringify(event)));
    this.lastMinute = Math.floor(house.now / MINUTE) * MINUTE;
    house.table.rows.onWrite(() => void (this.isDueStale = true));
  }

  private feed(queue: string, lambda: SimulatedLambda): void {
    const { house } = this;
    this.queues.set(queue, new SimulatedQueue(queue, house, (event, ended) => lambda.invoke(event, ended)));
  }

  /** The store puts an event on the bus. */
  tell(detailType: string, detail: Record<string, unknown>): void {
    this.house.note(`the store: ${detailType} ${JSON.stringify(detail)}`);
    this.bus.take('store', detailType, detail);
  }

  /** Asks the customer's page; undefined when its process died. */
  ask(method: 'GET' | 'POST', url: string, body: string | undefined, answered: (page: Page | undefined) => void): void {
    const { pathname } = new URL(url);
    const [, way, token, intent] = pathname.split('/');
    const event = {
      rawPath: pathname,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', origin: PAGE_ORIGIN }) },
      pathParameters: { token, ...(intent === undefined ? {} : { intent }) },
      requestContext: { http: { method, path: pathname } },
      body,
      isBase64Encoded: false,
    } as unknown as APIGatewayProxyEventV2;
    this.house.note(`the customer: ${method} /${way ?? ''}/…/${intent ?? ''} ${body ?? ''}`);
    this.lambdas.get('customer-page')?.invoke(event, (end) => answered(end.how === 'answered' ? pageIn(end.answer) : undefined));
  }

  /**
   * The next minute at which the schedule would find somebody. All others only read, find nobody and change nothing, so they
   * are skipped.
   */
  get nextMinute(): number | undefined {
    if (this.isDueStale) {
      const firsts = indexes.filter(({ name }) => name === 'due' || name === 'routine').flatMap((index) => this.house.table.rows.first(index) ?? []);
      const first = firsts.sort()[0];
      this.due = first === undefined ? undefined : Math.ceil(Date.parse(first) / MINUTE) * MINUTE;
      this.isDueStale = false;
    }
    return this.due === undefined ? undefined : Math.max(this.lastMinute + MINUTE, this.due);
  }

  /** The schedule fires, or does not, or twice. */
  minute(): void {
    const { house } = this;
    this.lastMinute = house.now;
    const times = house.weather.minutes();
    if (times === 0) house.disturb('missed minute', MINUTE);
    for (let time = 0; time < times; time += 1) {
      this.lambdas.get('weekly-updates')?.invoke({}, (end, by) => {
        if (end.how === 'answered') return;
        house.note(`${by.name} ${end.how === 'died' ? 'died' : `threw ${String(end.error)}`}`);
        if (end.how === 'threw' && by.faults.length === 0) throw new Error(`the schedule failed although nothing went wrong: ${String(end.error)}`);
      });
    }
  }

  /** An operator sends dead letters back; those that `isHopeless` never will be of use stay. */
  redrive(isHopeless: (body: string) => boolean): void {
    for (const queue of this.queues.values()) {
      const back = queue.redrive((body) => !isHopeless(body));
      if (back > 0) this.house.note(`${queue.name}: ${back} dead letters go back`);
    }
  }

  /** A queue in which more messages of the same words have waited at once than `most`. */
  queueOverrunBy(most: number): string | undefined {
    return [...this.queues.values()].find(({ mostAlike }) => mostAlike > most)?.name;
  }

  private queueAt(url: string): SimulatedQueue {
    const queue = [...this.queues.values()].find(({ name }) => queueUrlOf(name) === url);
    if (queue === undefined) throw new Error(`no queue ${url}`);
    return queue;
  }
}

const isKnown = (detailType: string): detailType is IncomingDetailType => knownDetailTypes.includes(detailType);

function pageIn(answer: unknown): Page {
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) return { status: 502, body: '' };
  return { status: Number(answer.statusCode), body: 'body' in answer ? String(answer.body) : '' };
}
