import type { Instant } from '../../core/dates';
import { afterAnswer, afterQuestion, type Outcome } from '../../core/pacing/answers';
import type { Account, EpochMs, Pace, Urgency } from '../../core/pacing/pace';
import { isInTime, nextReadyMs, nextStep, type Step } from '../../core/pacing/step';
import { log, safely } from '../log';
import { measure } from '../metrics';
import type { Table } from '../table';
import { readPace, writePace, type StoredPace } from './pace-row';

/** The clock that slots are counted on, and a wait of its milliseconds. */
export interface Time {
  now(): EpochMs;
  wait(ms: number): Promise<void>;
}

export interface PacerParts {
  table: Table;
  askAccount: () => Promise<Account | undefined>;
  time: Time;
}

/**
 * With `go` the mail's slot is near: commit what has to be, wait `untilSlot`, call SES at once, and `report` what became of
 * it, from which all workers learn. Neither of the two ever fails.
 */
export type Turn = { go: true; untilSlot: () => Promise<void>; report: (outcome: Outcome) => Promise<void> } | { go: false; until: Instant; why: 'busy' | 'quota' | 'paused' };

interface Waiting {
  resolve: (turn: Turn) => void;
  reject: (reason: unknown) => void;
}

interface Lane {
  urgency: Urgency;
  /** The longest waiting first. */
  waiting: Waiting[];
  isServed: boolean;
}

/** Left for the mail itself: its commit, a call to SES that takes as long as it may, and the commit of what came of it. */
const KEPT_FOR_SENDING_MS = 12_000;
/** Who finds no slot in time comes again after that. */
const BUSY_MS = 10_000;
/** Workers that wait for the same moment don't all come at it. */
const JITTER_MS = 200;
/** Of an answer's commit, among others who do the same. */
const TRIES = 20;

/**
 * One worker's way to slots. Mails that wait in it together take slots together, as many as wait, so that hardly one is
 * left unused; urgent mail has a lane of its own and never waits behind routine mail.
 */
export class Pacer {
  private readonly lanes: Readonly<Record<Urgency, Lane>> = {
    urgent: { urgency: 'urgent', waiting: [], isServed: false },
    routine: { urgency: 'routine', waiting: [], isServed: false },
  };
  /** From a turn to its call to SES, as this worker has known it. */
  private readyMs = nextReadyMs(0, 0);
  private timeLeftMs: () => number = () => Number.POSITIVE_INFINITY;

  constructor(private readonly parts: PacerParts) {}

  /** How long this worker still runs: nobody is made to wait so long that the mail could not be sent any more. */
  within(timeLeftMs: () => number): void {
    this.timeLeftMs = timeLeftMs;
  }

  /** Resolves shortly before the mail may leave; or soon, with until when it may not. */
  take(urgency: Urgency): Promise<Turn> {
    const lane = this.lanes[urgency];
    return new Promise((resolve, reject) => {
      lane.waiting.push({ resolve, reject });
      void this.serve(lane);
    });
  }

  private async serve(lane: Lane): Promise<void> {
    if (lane.isServed) return;
    lane.isServed = true;
    try {
      let known: StoredPace | undefined;
      while (lane.waiting.length > 0) known = await this.serveOnce(lane, known ?? (await readPace(this.parts.table)));
    } catch (error) {
      for (const { reject } of lane.waiting.splice(0)) reject(error);
    } finally {
      lane.isServed = false;
    }
  }

  /** One step of the lane. Returns what is known to be stored then; undefined when that has to be read again. */
  private async serveOnce(lane: Lane, stored: StoredPace): Promise<StoredPace | undefined> {
    const { table, time } = this.parts;
    const now = time.now();
    const patienceMs = this.timeLeftMs() - KEPT_FOR_SENDING_MS;
    const step = nextStep(stored.pace, { urgency: lane.urgency, mails: lane.waiting.length, readyMs: this.readyMs }, now);
    switch (step.kind) {
      case 'stopped':
        this.refuse(lane, step.why, step.until);
        return undefined;
      case 'later':
        if (step.at - now >= patienceMs) this.refuse(lane, 'busy', Math.max(step.at, now + BUSY_MS));
        else await time.wait(step.at - now + Math.random() * JITTER_MS);
        return undefined;
      default: {
        if (patienceMs <= 0) {
          this.refuse(lane, 'busy', now + BUSY_MS);
          return undefined;
        }
        const written = await writePace(table, stored, step.pace);
        return written.isOurs ? this.follow(lane, step, written.stored) : written.stored;
      }
    }
  }

  private async follow(lane: Lane, step: Extract<Step, { pace: Pace }>, stored: StoredPace): Promise<StoredPace | undefined> {
    switch (step.kind) {
      case 'slots':
        for (const slot of step.slots) void this.goAt(slot, step.pace, lane, lane.waiting.shift());
        return stored;
      case 'ask':
        return (await this.ask()).stored;
      case 'probe': {
        const { account, stored: asked } = await this.ask();
        const { stopped } = asked.pace;
        // It stands as this worker left it: SES says that it sends, or says nothing, and only a mail can tell.
        const isUndecided = stopped !== undefined && stopped.until === step.pace.stopped?.until;
        if (isUndecided) lane.waiting.shift()?.resolve({ go: true, untilSlot: () => Promise.resolve(), report: (outcome) => this.report(outcome, true) });
        log.info('mail is tried again after a stop', { sends: account?.maySend, byMail: isUndecided });
        return asked;
      }
    }
  }

  private async goAt(slot: EpochMs, pace: Pace, lane: Lane, one: Waiting | undefined): Promise<void> {
    if (one === undefined) return;
    const { time } = this.parts;
    const early = slot - this.readyMs - time.now();
    if (early > 0) await time.wait(early);
    const from = time.now();
    if (isInTime(slot, pace, from)) {
      one.resolve({ go: true, untilSlot: () => this.untilSlot(slot, from, pace, lane), report: (outcome) => this.report(outcome, false) });
      return;
    }
    lane.waiting.unshift(one);
    void this.serve(lane);
  }

  /** Where the commit took too long the slot is gone, and another is taken: the mail is committed, so it leaves in any case. */
  private async untilSlot(slot: EpochMs, from: EpochMs, pace: Pace, lane: Lane): Promise<void> {
    const { time } = this.parts;
    this.readyMs = nextReadyMs(this.readyMs, time.now() - from);
    const early = slot - time.now();
    if (early > 0) await time.wait(early);
    if (isInTime(slot, pace, time.now())) return;
    const turn = await this.take(lane.urgency).catch(() => undefined);
    if (turn?.go === true) await turn.untilSlot();
  }

  private refuse(lane: Lane, why: 'busy' | 'quota' | 'paused', until: EpochMs): void {
    for (const { resolve } of lane.waiting.splice(0)) resolve({ go: false, why, until: new Date(until).toISOString() });
  }

  private async ask(): Promise<{ account: Account | undefined; stored: StoredPace }> {
    let account: Account | undefined;
    try {
      account = await this.parts.askAccount();
    } catch (error) {
      log.warn('SES was asked for the account and did not answer', safely(error));
    }
    return { account, stored: await this.change((pace) => afterQuestion(pace, account, this.parts.time.now())) };
  }

  private async report(outcome: Outcome, isProbe: boolean): Promise<void> {
    // As nearly every mail is: nothing to learn, and nothing to read for it.
    if (outcome === 'sent' && !isProbe) return;
    try {
      await this.change((pace) => afterAnswer(pace, outcome, isProbe, this.parts.time.now()));
    } catch (error) {
      // What became of the mail is still to be recorded, and others will hear the same from SES.
      log.warn('an answer of SES was not told to the others', { outcome, ...safely(error) });
    }
  }

  private async change(decide: (pace: Pace) => Pace): Promise<StoredPace> {
    const { table } = this.parts;
    let stored = await readPace(table);
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const before = stored.pace;
      const next = decide(before);
      if (next === before) return stored;
      const written = await writePace(table, stored, next);
      stored = written.stored;
      if (!written.isOurs) continue;
      tell(before, next);
      return stored;
    }
    throw new ContendedPaceError(TRIES);
  }
}

/** Others changed the pace each time in between. */
export class ContendedPaceError extends Error {
  constructor(tries: number) {
    super(`the pace was changed by others ${tries} times in a row`);
    this.name = 'ContendedPaceError';
  }
}

function tell({ stopped: before }: Pace, { stopped: after }: Pace): void {
  if (after !== undefined && after.until !== before?.until) {
    log.error('no mail leaves', { why: after.why, until: new Date(after.until).toISOString() });
    measure({ metric: 'SendingStopped', value: 1 });
  }
  if (before !== undefined && after === undefined) log.info('mail leaves again', { why: before.why });
}
