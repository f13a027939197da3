import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expectNothingPersonal, personalIn } from '../personal';
import { Shop } from './shop';

/** `npm start` as a process of its own, which can be killed. */
export class Started {
  private constructor(
    private readonly child: ChildProcess,
    readonly shop: Shop,
    private readonly data: string,
    private readonly said: () => string,
  ) {}

  /** Resolves when it says that it is ready. Rejects with what it said when it ends before. */
  static on(data: string, ...more: string[]): Promise<Started> {
    return Starting.on(data, ...more).ready;
  }

  static of(child: ChildProcess, data: string, said: () => string): Started {
    const [desk = ''] = /http:\/\/localhost:\d+/.exec(said()) ?? [];
    const [aws = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said()) ?? [];
    return new Started(child, new Shop(desk, aws), data, said);
  }

  /**
   * Resolves with the exit code, or the signal that ended it. Throws LeakError when its log or its console says anything
   * personal; one that is killed is killed at once, so what it said is not looked at.
   */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null> {
    if (signal === 'SIGKILL' || this.child.exitCode !== null || this.child.signalCode !== null) {
      this.shop.close();
      return end(this.child, signal);
    }
    const personal = personalIn({ events: await this.shop.allEvents(), mails: await this.shop.mails() });
    this.shop.close();
    const outcome = await end(this.child, signal);
    expectNothingPersonal('the log', await readFile(path.join(this.data, 'lambdas.log'), 'utf8'), personal);
    expectNothingPersonal('the console', this.said(), personal);
    return outcome;
  }
}

/** The same before it is ready. */
export class Starting {
  private constructor(
    private readonly child: ChildProcess,
    readonly ready: Promise<Started>,
  ) {}

  static on(data: string, ...more: string[]): Starting {
    const child = spawn(process.execPath, [START, '--port', '0', '--aws-port', '0', '--data', data, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const ready = new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        text += chunk.toString();
        if (/Lambdas' log/.test(text)) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(text)));
    });
    return new Starting(child, ready.then(() => Started.of(child, data, () => text)));
  }

  end(signal: 'SIGKILL'): Promise<number | string | null> {
    this.ready.catch(() => undefined);
    return end(this.child, signal);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
  const ended = new Promise<number | string | null>((resolve) => child.once('exit', (code, by) => resolve(code ?? by)));
  child.kill(signal);
  return ended;
}

export const START = path.join(__dirname, '../../local/start.cjs');
