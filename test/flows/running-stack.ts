import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readMerchant } from '../../infra/merchant-file';
import { type LocalStack, startStack } from '../../local/stack';
import { synthesized } from '../../local/synthesis';
import { Shop } from './shop';

const ROOT = path.join(__dirname, '../..');

/** A whole stack on free ports, with its own data, and a shop that uses it. */
export class RunningStack {
  /** What failed in the background; a flow that expects none says so. */
  readonly failures: unknown[] = [];

  private constructor(
    readonly data: string,
    private current: { stack: LocalStack; shop: Shop } | undefined,
  ) {}

  static async open(): Promise<RunningStack> {
    const running = new RunningStack(await mkdtemp(path.join(tmpdir(), 'flow-')), undefined);
    await running.start();
    return running;
  }

  get shop(): Shop {
    return this.running.shop;
  }

  get stack(): LocalStack {
    return this.running.stack;
  }

  /** Ends the stack and starts it again on the same data. */
  async restart({ fresh = false } = {}): Promise<void> {
    await this.stop();
    await this.start(fresh);
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true });
  }

  private async start(fresh = false): Promise<void> {
    const assembly = await synthesized(ROOT, () => undefined);
    const { notices, updates } = readMerchant(ROOT).senders;
    const stack = await startStack({ assembly, verified: [notices, updates], port: 0, awsPort: 0, data: this.data, fresh, failed: (error) => this.failures.push(error) });
    this.current = { stack, shop: new Shop(stack.deskUrl, stack.awsUrl) };
  }

  private async stop(): Promise<void> {
    this.shop.close();
    await this.stack.close();
    this.current = undefined;
  }

  private get running(): { stack: LocalStack; shop: Shop } {
    if (this.current === undefined) throw new Error('the stack does not run');
    return this.current;
  }
}
