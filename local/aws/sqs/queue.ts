import { Heap } from './heap';
import type { QueueMessage } from './message';

export interface QueueSettings {
  name: string;
  /** How long a received message stays invisible, unless the receiver says otherwise. */
  visibilityTimeoutSeconds: number;
  /** How long a message is kept at most, from when it was sent. */
  retentionSeconds: number;
  delaySeconds: number;
  redrive?: { deadLetterArn: string; maxReceiveCount: number } | undefined;
}

export interface HeldMessage extends QueueMessage {
  /** Names it within the stack and orders by arrival. */
  readonly seq: number;
  firstReceivedAt: number | undefined;
}

export interface Depth {
  ready: number;
  inFlight: number;
  delayed: number;
}

type State = keyof Depth;

/**
 * One queue's messages in memory: which are ready, and which become visible when. Knows neither disk nor clock.
 *
 *   put -> delayed --(its time)--> ready --next, hide--> inFlight --(its time, or show)--> ready ...   remove ends it
 *
 * `ready` and `later` may name messages that have moved on since: entries are checked when they come up, which is
 * cheaper than searching for them at every change.
 */
export class Queue {
  private readonly held = new Map<number, HeldMessage>();
  private readonly states = new Map<number, State>();
  private readonly counts: Depth = { ready: 0, inFlight: 0, delayed: 0 };
  private ready: number[] = [];
  private readyFrom = 0;
  private readonly later = new Heap<{ at: number; seq: number }>();

  put(message: HeldMessage, now: number): void {
    this.held.set(message.seq, message);
    if (message.visibleAt <= now) this.show(message);
    else this.wait(message, 'delayed');
  }

  /** The oldest ready message; the caller hides or removes it. */
  next(): HeldMessage | undefined {
    while (this.readyFrom < this.ready.length) {
      const seq = this.ready[this.readyFrom++];
      if (this.readyFrom > 1024 && this.readyFrom * 2 > this.ready.length) {
        this.ready = this.ready.slice(this.readyFrom);
        this.readyFrom = 0;
      }
      if (seq !== undefined && this.states.get(seq) === 'ready') return this.held.get(seq);
    }
    return undefined;
  }

  hide(message: HeldMessage, until: number): void {
    message.visibleAt = until;
    this.wait(message, 'inFlight');
  }

  show(message: HeldMessage): void {
    if (this.states.get(message.seq) === 'ready') return;
    this.enter(message.seq, 'ready');
    this.ready.push(message.seq);
  }

  remove(message: HeldMessage): void {
    this.leave(message.seq);
    this.states.delete(message.seq);
    this.held.delete(message.seq);
  }

  /** Shows what has become visible by `now`; true if that is anything. */
  wake(now: number): boolean {
    let woken = false;
    for (let first = this.firstLater(); first !== undefined && first.visibleAt <= now; first = this.firstLater()) {
      this.show(first);
      woken = true;
    }
    return woken;
  }

  /** When the next hidden message shows, unless it is shown or removed before. */
  nextVisibleAt(): number | undefined {
    return this.firstLater()?.visibleAt;
  }

  find(seq: number): HeldMessage | undefined {
    return this.held.get(seq);
  }

  isInFlight(message: HeldMessage): boolean {
    return this.states.get(message.seq) === 'inFlight';
  }

  isReady(message: HeldMessage): boolean {
    return this.states.get(message.seq) === 'ready';
  }

  depth(): Depth {
    return { ...this.counts };
  }

  /** In order of arrival, whatever their state. */
  messages(): IterableIterator<HeldMessage> {
    return this.held.values();
  }

  private wait(message: HeldMessage, state: 'inFlight' | 'delayed'): void {
    this.enter(message.seq, state);
    this.later.push({ at: message.visibleAt, seq: message.seq });
  }

  private firstLater(): HeldMessage | undefined {
    for (let entry = this.later.peek(); entry !== undefined; entry = this.later.peek()) {
      const message = this.held.get(entry.seq);
      if (message?.visibleAt === entry.at && this.states.get(entry.seq) !== 'ready') return message;
      this.later.pop();
    }
    return undefined;
  }

  private enter(seq: number, state: State): void {
    this.leave(seq);
    this.states.set(seq, state);
    this.counts[state] += 1;
  }

  private leave(seq: number): void {
    const state = this.states.get(seq);
    if (state !== undefined) this.counts[state] -= 1;
  }
}
