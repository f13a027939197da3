import { setImmediate as turn } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Time } from '../../../../functions/adapters/pacing/pacer';

/**
 * A clock that moves on when everybody waits for it: the table answers in its own time, during which the clock stands, and
 * then goes to the next moment that somebody waits for.
 */
export class VirtualTime implements Time {
  private readonly timers: { at: number; ring: () => void }[] = [];
  private calls = 0;

  constructor(private at: number) {}

  now(): number {
    return this.at;
  }

  wait(ms: number): Promise<void> {
    return new Promise((ring) => {
      this.timers.push({ at: this.at + Math.max(0, ms), ring });
    });
  }

  /** This clock as somebody sees it who dies: they never come back from a wait. */
  while(isAlive: () => boolean): Time {
    const wait = (ms: number): Promise<void> => this.wait(ms).then(() => (isAlive() ? undefined : new Promise<undefined>(() => undefined)));
    return { now: () => this.at, wait };
  }

  /** The clock stands while this client's calls are answered; before each its owner waits for `takesMs`. */
  countsCallsOf(client: DynamoDBClient, takesMs: () => number, owner: Time = this): void {
    client.middlewareStack.add(
      (next) => async (args) => {
        await owner.wait(takesMs());
        this.calls += 1;
        try {
          return await next(args);
        } finally {
          this.calls -= 1;
        }
      },
      { step: 'initialize', name: 'virtualTime', override: true },
    );
  }

  /** Until `done` has settled, or the clock shows `until`. */
  async run(until: number, done?: Promise<unknown>): Promise<void> {
    const ended = { isSo: false };
    const end = (): void => {
      ended.isSo = true;
    };
    void done?.then(end, end);
    await this.rest();
    while (!ended.isSo) {
      this.timers.sort((a, b) => a.at - b.at);
      const next = this.timers[0];
      if (next === undefined || next.at > until) {
        this.at = until;
        return;
      }
      this.timers.shift();
      this.at = Math.max(this.at, next.at);
      next.ring();
      await this.rest();
    }
  }

  /** Until nothing goes on but waiting. */
  private async rest(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await turn();
      if (this.calls > 0) quiet = -1;
    }
  }
}
