import { Invocation, type House } from './house';
import { Instance } from './instance';
import type { Release } from './lambda-code';
import { hasNewerMessage, meetNewer } from './newer';
import type { Neighbour } from './sdk-client';

/** As the stack has them; wiring.test.ts holds them against the template. */
const TIMEOUT_SECONDS: Readonly<Record<string, number>> = { 'weekly-updates': 50, 'customer-page': 10 };
const QUEUE_LAMBDA_TIMEOUT_SECONDS = 20;

export const timeoutOf = (lambda: string): number => TIMEOUT_SECONDS[lambda] ?? QUEUE_LAMBDA_TIMEOUT_SECONDS;

/** What came of a run: the handler's answer, what it threw, or nothing, since its process died. */
export type Ended = { how: 'answered'; answer: unknown } | { how: 'threw'; error: unknown } | { how: 'died' };

/** One Lambda: as many processes as run at once, each used again until it dies or its code is replaced. */
export class SimulatedLambda {
  private readonly idle: Instance[] = [];
  private count = 0;

  constructor(
    readonly name: string,
    private readonly merchant: string,
    private readonly house: House,
    private readonly neighbours: Readonly<Record<Neighbour['name'], Neighbour>>,
    private readonly releaseNow: () => Release,
  ) {}

  invoke(event: unknown, ended: (end: Ended, by: Invocation) => void): void {
    const { house } = this;
    const release = this.releaseNow();
    const instance = this.idleOf(release) ?? new Instance(this.name, release, this.merchant, house, this.neighbours);
    this.count += 1;
    const by = new Invocation(this.name, this.count, release, () => finish({ how: 'died' }));
    if (hasNewerMessage(event)) meetNewer(by, house);
    const timer = house.after(timeoutOf(this.name) * 1000, `${by.name} times out`, () => {
      by.faults.push('timed out');
      house.note(`${by.name} times out`);
      house.disturb(`${this.name} timed out`, house.delay());
      house.kill(by);
    });
    const finish = (end: Ended): void => {
      timer.run = undefined;
      by.isAlive = false;
      if (end.how !== 'died') {
        instance.current = undefined;
        this.idle.push(instance);
      }
      ended(end, by);
    };
    instance.current = by;
    const endsAt = house.now + timeoutOf(this.name) * 1000;
    instance.handler(event, { getRemainingTimeInMillis: () => endsAt - house.now }).then(
      (answer) => by.isAlive && finish({ how: 'answered', answer }),
      (error: unknown) => by.isAlive && finish({ how: 'threw', error }),
    );
  }

  private idleOf(release: Release): Instance | undefined {
    const place = this.idle.findLastIndex((instance) => instance.release === release);
    return place < 0 ? undefined : this.idle.splice(place, 1)[0];
  }
}
