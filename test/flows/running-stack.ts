import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type * as z from 'zod';
import { Policy, type Merchant } from '../../functions/core/merchant';
import { readMerchant } from '../../infra/merchant-file';
import { type LocalStack, startStack } from '../../local/stack';
import { synthesized } from '../../local/synthesis';
import { expectNothingPersonal, personalIn } from '../personal';
import { record } from '../usage/recorded';
import { Shop } from './shop';

const ROOT = path.join(__dirname, '../..');

/** How a stack is made otherwise than usual. */
interface Making {
  /** Does something to the copy of the assembly that is run. */
  change?: (assembly: string) => Promise<void>;
  /** Domains and addresses that mails may come from, in place of the merchant's addresses. */
  verified?: readonly string[];
}

/** A whole stack on free ports, with its own data, and a shop that uses it. */
export class RunningStack {
  /** What failed in the background; a flow that expects none says so. */
  readonly failures: unknown[] = [];
  /** All that was said of customers in this stack, which its log must not repeat. */
  private readonly personal = new Set<string>();

  private constructor(
    readonly data: string,
    private readonly merchant: Merchant,
    private readonly made: Making,
    private current: { stack: LocalStack; shop: Shop } | undefined,
  ) {}

  /** `policy`: what this shop wants otherwise than the merchant.json of the project. */
  static async open(policy?: z.input<typeof Policy>, making: Making = {}): Promise<RunningStack> {
    const merchant = readMerchant(ROOT);
    const theirs = policy === undefined ? merchant : { ...merchant, policy: Policy.parse(policy) };
    const running = new RunningStack(await mkdtemp(path.join(tmpdir(), 'flow-')), theirs, making, undefined);
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

  /** Throws LeakError when the Lambdas wrote down, or failed with, anything personal. */
  async close(): Promise<void> {
    const { logFile } = this.stack;
    await this.stop();
    const logged = await readFile(logFile, 'utf8');
    await rm(this.data, { recursive: true });
    expectNothingPersonal('the log', logged, this.personal);
    // What a Lambda throws, its runtime logs: message, stack and all.
    expectNothingPersonal('a failure', this.failures.map((failure) => inspect(failure)).join('\n'), this.personal);
  }

  private async start(fresh = false): Promise<void> {
    const assembly = await this.assembly();
    const { notices, updates } = this.merchant.senders;
    const { verified = [notices, updates] } = this.made;
    const stack = await startStack({ assembly, verified, port: 0, awsPort: 0, data: this.data, fresh, failed: (error) => this.failures.push(error) });
    this.current = { stack, shop: new Shop(stack.deskUrl, stack.awsUrl) };
  }

  /** The stack as the project makes it, with this shop's merchant.json beside each bundle. */
  private async assembly(): Promise<string> {
    const made = await synthesized(ROOT, () => undefined);
    const own = path.join(this.data, 'assembly');
    await cp(made, own, { recursive: true });
    const files = (await readdir(own, { recursive: true })).filter((file) => path.basename(file) === 'merchant.json');
    if (files.length === 0) throw new Error(`no merchant.json in ${made}`);
    await Promise.all(files.map((file) => writeFile(path.join(own, file), JSON.stringify(this.merchant))));
    await this.made.change?.(own);
    return own;
  }

  private async stop(): Promise<void> {
    for (const one of personalIn({ events: this.stack.bridge.log(), mails: await this.stack.ses.mails({ offset: 0, limit: Number.POSITIVE_INFINITY }) })) this.personal.add(one);
    this.shop.close();
    record(this.stack.usage());
    await this.stack.close();
    this.current = undefined;
  }

  private get running(): { stack: LocalStack; shop: Shop } {
    if (this.current === undefined) throw new Error('the stack does not run');
    return this.current;
  }
}
