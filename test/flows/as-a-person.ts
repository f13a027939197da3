import { spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');

export interface Said {
  code: number | null;
  out: string;
  err: string;
}

/** Starts a file of the project as its npm script does, with that environment and no other; `home` is where it looks for the settings of the AWS CLI. */
export async function asAPerson(file: string, home: string, env: Record<string, string>, argv: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, [path.join(ROOT, file), ...argv], { cwd: ROOT, env: { PATH: process.env.PATH ?? '', HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...env } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}
