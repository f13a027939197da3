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
  static async on(data: string, ...more: string[]): Promise<Started> {
    const child = spawn(process.execPath, [START, '--port', '0', '--aws-port', '0', '--data', data, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const said = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        text += chunk.toString();
        if (/Lambdas' log/.test(text)) resolve(text);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(text)));
    });
    const [desk = ''] = /http:\/\/localhost:\d+/.exec(said) ?? [];
    const [aws = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    return new Started(child, new Shop(desk, aws), data, () => text);
  }

  /** Resolves with the exit code, or the signal that ended it. Throws LeakError when its log or its console says anything personal. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode ?? this.child.signalCode;
    const personal = personalIn({ events: await this.shop.allEvents(), mails: await this.shop.mails() });
    this.shop.close();
    const ended = new Promise<number | string | null>((resolve) => this.child.once('exit', (code, by) => resolve(code ?? by)));
    this.child.kill(signal);
    const outcome = await ended;
    expectNothingPersonal('the log', await readFile(path.join(this.data, 'lambdas.log'), 'utf8'), personal);
    expectNothingPersonal('the console', this.said(), personal);
    return outcome;
  }
}

export const START = path.join(__dirname, '../../local/start.cjs');
