import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { Shop } from './shop';

/** `npm start` as a process of its own, which can be killed. */
export class Started {
  private constructor(
    private readonly child: ChildProcess,
    readonly shop: Shop,
  ) {}

  /** Resolves when it says that it is ready. Rejects with what it said when it ends before. */
  static on(data: string, ...more: string[]): Promise<Started> {
    return Starting.on(data, ...more).ready;
  }

  static of(child: ChildProcess, said: string): Started {
    const [desk = ''] = /http:\/\/localhost:\d+/.exec(said) ?? [];
    const [aws = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    return new Started(child, new Shop(desk, aws));
  }

  /** Resolves with the exit code, or the signal that ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null> {
    this.shop.close();
    return end(this.child, signal);
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
    const ready = new Promise<string>((resolve, reject) => {
      let text = '';
      const hear = (chunk: Buffer): void => {
        text += chunk.toString();
        if (/Lambdas' log/.test(text)) resolve(text);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(text)));
    });
    return new Starting(child, ready.then((said) => Started.of(child, said)));
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
