import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import { Script } from 'node:vm';
import type { House, Invocation } from './house';
import { codeOf, type LambdaCode, type Release } from './lambda-code';
import { environment } from './names';
import { clientFor, type Neighbour } from './sdk-client';

type Factory = (require: (name: string) => unknown, module: { exports: Record<string, unknown> }, exports: object, process: object, math: Math, date: DateConstructor, dirname: string) => void;
type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;

/** All that is shared is evaluated once, before any instance is. */
const loaded = new WeakSet<LambdaCode>();
function loadShared(code: LambdaCode): void {
  if (loaded.has(code)) return;
  loaded.add(code);
  for (const load of Object.values(code.modules)) load();
}

/** By source: two releases of a Lambda have two. */
const factories = new Map<string, Factory>();
const commands = new Map<string, Map<unknown, string>>();

/** What of the SDK is replaced, and by which neighbour. */
const clients: Readonly<Record<string, { client: string; neighbour: Neighbour['name'] }>> = {
  '@aws-sdk/client-dynamodb': { client: 'DynamoDBClient', neighbour: 'table' },
  '@aws-sdk/client-sqs': { client: 'SQSClient', neighbour: 'queue' },
  '@aws-sdk/client-eventbridge': { client: 'EventBridgeClient', neighbour: 'bus' },
  '@aws-sdk/client-sesv2': { client: 'SESv2Client', neighbour: 'mail' },
  '@aws-sdk/client-secrets-manager': { client: 'SecretsManagerClient', neighbour: 'secrets' },
};

/**
 * One process of a Lambda: its real handler and adapters, evaluated anew, so that nothing it keeps outlives it. It gets the
 * house's clock, chance and neighbours in place of the machine's; everything else is what is deployed.
 */
export class Instance {
  current: Invocation | undefined;
  readonly handler: Handler;
  private readonly code: LambdaCode;

  constructor(lambda: string, readonly release: Release, merchant: string, house: House, neighbours: Readonly<Record<Neighbour['name'], Neighbour>>) {
    this.code = codeOf(release);
    loadShared(this.code);
    const module = { exports: {} as Record<string, unknown> };
    const running = (): Invocation => {
      if (this.current === undefined) throw new Error(`${lambda} calls a neighbour while it does not run`);
      return this.current;
    };
    const replaced = new Map<string, unknown>();
    const load = (name: string): unknown => {
      const found = replaced.get(name) ?? this.replacement(name, merchant, house, neighbours, running);
      replaced.set(name, found);
      return found;
    };
    const standIn = { env: environment, stdout: { write: () => true } };
    factoryOf(this.code, lambda)(load, module, module.exports, standIn, seededMath(house), clockOf(house), '/var/task');
    const { handler } = module.exports;
    if (typeof handler !== 'function') throw new Error(`${lambda} has no handler`);
    this.handler = handler as Handler;
  }

  private replacement(name: string, merchant: string, house: House, neighbours: Readonly<Record<Neighbour['name'], Neighbour>>, running: () => Invocation): unknown {
    const sdk = clients[name];
    if (sdk !== undefined) {
      const real = moduleOf(this.code, name);
      const original = Reflect.get(real, sdk.client) as { prototype: object };
      return Object.create(real, { [sdk.client]: { value: clientFor(original, commandsOf(name, real), neighbours[sdk.neighbour], house, running) } });
    }
    switch (name) {
      case 'node:timers/promises':
        return { setTimeout: (ms: number) => house.pause(running(), ms) };
      case 'node:crypto':
        return Object.create(crypto, { randomUUID: { value: () => `id-${house.chance.next()}` } });
      case 'node:fs':
        return Object.create(fs, { readFileSync: { value: () => merchant } });
      default:
        return moduleOf(this.code, name);
    }
  }
}

function factoryOf(code: LambdaCode, lambda: string): Factory {
  const source = code.sources[lambda];
  if (source === undefined) throw new Error(`${lambda} is not in the bundle`);
  const known = factories.get(source);
  if (known !== undefined) return known;
  const script = new Script(`(function (require, module, exports, process, Math, Date, __dirname) {${source}\n})`, { filename: `${lambda}.js` });
  const factory = script.runInThisContext() as Factory;
  factories.set(source, factory);
  return factory;
}

function moduleOf(code: LambdaCode, name: string): object {
  const load = code.modules[name];
  if (load === undefined) throw new Error(`${name} is not in the bundle`);
  return load() as object;
}

function commandsOf(name: string, real: object): Map<unknown, string> {
  const known = commands.get(name);
  if (known !== undefined) return known;
  const found = new Map<unknown, string>();
  for (const [key, value] of Object.entries(real)) if (key.endsWith('Command')) found.set(value, key.slice(0, -'Command'.length));
  commands.set(name, found);
  return found;
}

const seededMath = (house: House): Math => Object.create(Math, { random: { value: () => house.chance.next() } }) as Math;

function clockOf(house: House): DateConstructor {
  class HouseDate extends Date {
    constructor(...given: [] | [number | string | Date]) {
      if (given.length === 0) super(house.now);
      else super(given[0]);
    }

    static override now(): number {
      return house.now;
    }
  }
  return HouseDate as unknown as DateConstructor;
}
