import path from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line of `npm start` says. */
export interface Args {
  port: number;
  awsPort: number;
  /** Absolute. */
  data: string;
  fresh: boolean;
  quiet: boolean;
  help: boolean;
}

/** A command line that can't be followed. The message is one line: what, and what was expected. */
export class InvalidArgsError extends Error {
  override readonly name = 'InvalidArgsError';
}

export const USAGE = `npm start -- [options]
  --port 4400        port of the desk and of the customers' pages
  --aws-port 4401    port of the AWS services
  --data DIR         folder of all that is kept (.forthright/data)
  --fresh            forget what an earlier run left there
  --quiet            say nothing but errors`;

/** Throws InvalidArgsError. A relative folder is one below `workingDirectory`. */
export function readArgs(argv: readonly string[], workingDirectory: string): Args {
  const { port, 'aws-port': awsPort, data, fresh, quiet, help } = parsed(argv);
  const args = { port: portOf('--port', port), awsPort: portOf('--aws-port', awsPort), data: path.resolve(workingDirectory, data), fresh, quiet, help };
  if (args.port === args.awsPort && args.port !== 0) throw new InvalidArgsError(`--port and --aws-port are both ${args.port}; expected two different ports`);
  return args;
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '4400' },
        'aws-port': { type: 'string', default: '4401' },
        data: { type: 'string', default: path.join('.forthright', 'data') },
        fresh: { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new InvalidArgsError(error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error));
  }
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgsError(`${name} ${text}: expected a port from 0 to 65535 (0: any that is free)`);
  return port;
}
