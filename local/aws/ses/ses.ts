import { randomUUID } from 'node:crypto';
import { setTimeout as elapsed } from 'node:timers/promises';
import type { Clock } from '../../clock';
import type { Store } from '../../store';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, HangUp } from '../service';
import { Inbox, type StoredMail } from './inbox';
import { checkMail, type CheckedMail, jsonOf } from './message';
import { simulated, type Outcome } from './outcome';
import { type Answer, Orders, type SesOrders } from './program';
import { refusalFor } from './refusals';
import { answerOnSenders } from './sender-api';
import { Senders } from './senders';
import { SendingAccount } from './sending-account';
import { eventsOf, type SesEvent } from './ses-event';
import { answerOnSuppression } from './suppression-api';
import { SuppressionList } from './suppression-list';
import { type Publish, Tidings } from './tidings';

/** What SES needs of the stack. */
export interface SesParts {
  store: Store;
  clock: Clock;
  publish: Publish;
  /** Whether a configuration set has a destination for events of this kind. */
  isTold: (event: SesEvent) => boolean;
  /** Told of what went wrong in the background. */
  failed: (error: unknown) => void;
}

/**
 * SES with an inbox: checks what SES checks, keeps every mail on disk, and tells the default bus what became of it. It can be
 * told to do all that SES does on a bad day.
 */
export class Ses implements AwsService {
  readonly name = 'ses';
  readonly senders = new Senders();
  private readonly orders = new Orders();

  private constructor(
    private readonly parts: SesParts,
    private readonly inbox: Inbox,
    private readonly account: SendingAccount,
    private readonly suppressions: SuppressionList,
    private readonly tidings: Tidings,
  ) {}

  static async open(parts: SesParts): Promise<Ses> {
    const { store, clock, publish, failed } = parts;
    const sentAt: number[] = [];
    const inbox = await Inbox.open(store, ({ at, to }) => void sentAt.push(...to.split(', ').map(() => Date.parse(at))));
    const account = await SendingAccount.open(store, clock, sentAt);
    return new Ses(parts, inbox, account, await SuppressionList.open(store), await Tidings.open(store, clock, publish, failed));
  }

  /** Events that an earlier run left come now, and late ones when their time has come. */
  start(): void {
    this.tidings.start();
  }

  stop(): Promise<void> {
    return this.tidings.stop();
  }

  isBusy(): boolean {
    return this.tidings.isBusy();
  }

  /** When the next event comes to the bus, virtual epoch milliseconds. */
  nextEventAt(): number | undefined {
    return this.tidings.nextAt();
  }

  count(): number {
    return this.inbox.count();
  }

  onMail(listener: () => void): void {
    this.inbox.onMail(listener);
  }

  /** Oldest first. */
  mails(page: { offset?: number; limit?: number } = {}): Promise<StoredMail[]> {
    return this.inbox.mails(page);
  }

  /** Tells SES how to behave, from the next mail on. */
  async order({ account, suppress, release, behave, ...program }: SesOrders): Promise<void> {
    if (behave === true) this.orders.clear();
    if (account !== undefined) await this.account.change(account);
    for (const address of suppress) await this.suppressions.put(address, 'BOUNCE', this.now());
    for (const address of release) await this.suppressions.remove(address);
    this.orders.add(program);
  }

  /** How it behaves, and whom it sends no mail to. */
  state(): Record<string, unknown> {
    return { account: this.account.settings, suppressed: this.suppressions.all(), ...this.orders.pending() };
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const route = `${request.method} ${request.path}`;
    if (route === 'POST /v2/email/outbound-emails') return json(await this.send(jsonOf(request)));
    if (route === 'GET /v2/email/account') return json(this.account.describe());
    const answer = answerOnSenders(this.senders, request) ?? (await answerOnSuppression(this.suppressions, request, this.now()));
    if (answer !== undefined) return json(answer);
    throw new AwsError('NotFoundException', `${route} is not part of the local stack`, 404);
  }

  private async send(body: unknown): Promise<{ MessageId: string }> {
    const mail = checkMail(body);
    const answer = this.orders.answerTo(mail.to);
    if (answer !== undefined && !('taken' in answer)) throw refusalFor(answer.answer);
    this.senders.check(mail);
    if (answer?.taken === false) return { MessageId: await spoilt(answer, undefined) };
    this.account.admit(mail.to.length);
    if (this.account.settings.latencyMs > 0) await elapsed(this.account.settings.latencyMs);
    const id = await this.take(mail);
    return { MessageId: answer === undefined ? id : await spoilt(answer, id) };
  }

  /** The mail and all that is to be told of it are on disk together, or neither. */
  private async take(mail: CheckedMail): Promise<string> {
    const { to, from, replyTo, subject, html, text, headers, tags, configurationSet } = mail;
    const stored: StoredMail = { id: randomUUID(), at: this.now(), to: to.join(', '), from, replyTo, subject, html, text, headers, tags };
    if (configurationSet !== undefined) stored.configurationSet = configurationSet;
    const outcome = this.outcomeOf(to);
    const kept = this.inbox.stage(stored);
    const takenAt = Date.parse(stored.at);
    const told = eventsOf(stored, to, outcome)
      .filter(this.parts.isTold)
      .flatMap((event) => this.orders.delaysOf(event, to, kept.number).map((seconds) => ({ dueAt: takenAt + seconds * 1000, event })));
    const staged = [kept, this.tidings.stage(told), this.suppressed(to, outcome, stored.at)];
    await this.parts.store.batch(staged.flatMap(({ ops }) => ops));
    for (const one of staged) one.commit();
    return stored.id;
  }

  private outcomeOf(to: readonly string[]): Outcome {
    const ordered = this.orders.outcomeOf(to);
    if (to.some((address) => this.suppressions.find(address) !== undefined)) return 'suppressed';
    return ordered ?? simulated(to[0] ?? '') ?? 'delivered';
  }

  /** The simulator's own addresses never come on the list, however often they bounce. */
  private suppressed(to: readonly string[], outcome: Outcome, at: string): ReturnType<SuppressionList['stage']> {
    const reason = outcome === 'bounced' ? 'BOUNCE' : outcome === 'complained' ? 'COMPLAINT' : undefined;
    return this.suppressions.stage(reason === undefined ? [] : to.filter((address) => simulated(address) === undefined).map((address) => ({ address: address.toLowerCase(), reason, at })));
  }

  private now(): string {
    return new Date(this.parts.clock.now()).toISOString();
  }
}

/** An answer that does not say what became of the mail, or says it when nobody listens any more. */
async function spoilt({ answer, afterMs }: Extract<Answer, { taken: boolean }>, id: string | undefined): Promise<string> {
  if (answer === 'hang-up') throw new HangUp();
  if (answer === 'late') await elapsed(afterMs);
  if (answer === 'error' || id === undefined) throw new AwsError('InternalServiceErrorException', 'An internal error occurred.', 500);
  return id;
}

const json = (body: unknown): AwsResponse => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
