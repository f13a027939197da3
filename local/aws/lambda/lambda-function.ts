import { randomUUID } from 'node:crypto';
import { Instance, type InstanceOptions } from './instance';

/**
 * A Lambda with its warm instances. An invocation takes one that is free; with none free and `concurrency` reached it
 * waits for its turn.
 */
export class LambdaFunction {
  private readonly idle: Instance[] = [];
  private readonly all = new Set<Instance>();
  private readonly turns: ((instance: Instance) => void)[] = [];
  private active = 0;
  private stopped = false;

  constructor(
    readonly arn: string,
    private readonly options: InstanceOptions,
    private readonly concurrency: number,
  ) {}

  get name(): string {
    return this.options.functionName;
  }

  get isBusy(): boolean {
    return this.active > 0;
  }

  /** Loads one instance ahead of the first invocation. */
  warm(): void {
    this.idle.push(this.create());
  }

  /** The function's answer. Throws InvocationError. */
  async invoke(payload: unknown): Promise<unknown> {
    this.active += 1;
    try {
      const instance = await this.take();
      try {
        return await instance.invoke(randomUUID(), payload);
      } finally {
        this.giveBack(instance);
      }
    } finally {
      this.active -= 1;
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.all].map((instance) => instance.stop()));
  }

  private take(): Promise<Instance> | Instance {
    const free = this.idle.pop();
    if (free) return free;
    if (this.all.size < this.concurrency) return this.create();
    return new Promise((resolve) => this.turns.push(resolve));
  }

  private giveBack(instance: Instance): void {
    if (instance.isDead) this.all.delete(instance);
    const next = this.turns.shift();
    if (next) next(instance.isDead ? this.create() : instance);
    else if (!instance.isDead && !this.stopped) this.idle.push(instance);
  }

  private create(): Instance {
    const instance = new Instance(this.options);
    this.all.add(instance);
    return instance;
  }
}
