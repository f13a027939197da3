import { randomUUID } from 'node:crypto';
import { Instance, type InstanceOptions, InvocationError } from './instance';

/**
 * A Lambda with its warm instances. An invocation takes one that is free; with none free and `concurrency` reached it
 * waits for its turn.
 */
export class LambdaFunction {
  private readonly idle: Instance[] = [];
  private readonly all = new Set<Instance>();
  private readonly turns: { take: (instance: Instance) => void; refuse: (reason: InvocationError) => void }[] = [];
  private active = 0;
  private stopped = false;

  constructor(
    private readonly options: InstanceOptions,
    private concurrency: number,
    /** Told when the function gets busy and when it is idle again. */
    private readonly changed: () => void = () => undefined,
    /** Told how long each invocation took, in milliseconds of this machine, without the wait for its turn. */
    private readonly took: (milliseconds: number) => void = () => undefined,
  ) {}

  get arn(): string {
    return this.options.arn;
  }

  get name(): string {
    return this.options.functionName;
  }

  get isBusy(): boolean {
    return this.active > 0;
  }

  /** Lets so many more instances run at once. */
  widen(by: number): void {
    this.concurrency += by;
  }

  /** Loads one instance ahead of the first invocation. */
  warm(): void {
    if (this.all.size === 0) this.idle.push(this.create());
  }

  /** The function's answer. Throws InvocationError. */
  async invoke(payload: unknown): Promise<unknown> {
    this.active += 1;
    this.changed();
    try {
      const instance = await this.take();
      const began = performance.now();
      try {
        return await instance.invoke(randomUUID(), payload);
      } finally {
        this.took(performance.now() - began);
        this.giveBack(instance);
      }
    } finally {
      this.active -= 1;
      this.changed();
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const { refuse } of this.turns.splice(0)) refuse(this.stopping());
    await Promise.all([...this.all].map((instance) => instance.stop()));
  }

  private take(): Promise<Instance> | Instance {
    if (this.stopped) throw this.stopping();
    for (let free = this.idle.pop(); free !== undefined; free = this.idle.pop()) {
      // An idle instance may have crashed by something that it left running.
      if (!free.isDead) return free;
      this.all.delete(free);
    }
    if (this.all.size < this.concurrency) return this.create();
    return new Promise((take, refuse) => this.turns.push({ take, refuse }));
  }

  private giveBack(instance: Instance): void {
    if (instance.isDead) this.all.delete(instance);
    if (this.stopped) return;
    const next = this.turns.shift();
    if (next) next.take(instance.isDead ? this.create() : instance);
    else if (!instance.isDead) this.idle.push(instance);
  }

  private create(): Instance {
    const instance = new Instance(this.options);
    this.all.add(instance);
    return instance;
  }

  private stopping(): InvocationError {
    return new InvocationError(this.name, 'Runtime.ExitError', 'the stack was stopped');
  }
}
