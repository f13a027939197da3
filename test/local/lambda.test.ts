import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FunctionLog } from '../../local/aws/lambda/function-log';
import type { InvocationError } from '../../local/aws/lambda/instance';
import { Lambdas } from '../../local/aws/lambda/lambdas';
import { Queues } from '../../local/aws/sqs/queues';
import { Clock } from '../../local/clock';
import { Store } from '../../local/store';
import type { FunctionWiring, MappingWiring } from '../../local/template/wiring';

let directory: string;
let store: Store;
let clock: Clock;
let queues: Queues;
let log: FunctionLog;
let lambdas: Lambdas;
let failures: InvocationError[];

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'lambda-'));
  store = await Store.open(path.join(directory, 'stack'));
  clock = await Clock.open(store);
  queues = await Queues.open(store, clock);
  log = FunctionLog.open(path.join(directory, 'log', 'lambda.log'));
  failures = [];
  lambdas = new Lambdas({
    clock,
    log,
    awsEndpoint: 'http://127.0.0.1:4401',
    failed: (error) => failures.push(error),
    send: async (arn, body) => {
      await queues.send(arn, [{ body }]);
    },
  });
});

afterEach(async () => {
  await lambdas.stop(0);
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Shop-Fn';

/** A function whose bundle is `code`. */
function define(code: string, rest: Partial<FunctionWiring> = {}): void {
  writeFileSync(path.join(directory, 'index.js'), code);
  lambdas.define({ logicalId: 'Fn', name: 'Shop-Fn', arn: ARN, code: directory, handler: 'index.handler', timeoutSeconds: 10, memoryMegabytes: 128, environment: {}, reservedConcurrency: undefined, roleArn: 'arn:aws:iam::000000000000:role/Shop-Role', logGroup: 'Shop-Log', ...rest });
}

/** A queue with dead letters after two receives, mapped to the function. */
function mapped(rest: Partial<MappingWiring> = {}): { queue: string; dead: string } {
  const settings = { visibilityTimeoutSeconds: 120, retentionSeconds: 345_600, delaySeconds: 0 };
  const dead = queues.define({ name: 'dead', ...settings }).arn;
  const queue = queues.define({ name: 'work', ...settings, redrive: { deadLetterArn: dead, maxReceiveCount: 2 } }).arn;
  lambdas.defineMapping({ queueArn: queue, functionArn: ARN, batchSize: 10, batchingWindowSeconds: 0, maxConcurrency: 2, reportsBatchItemFailures: true, enabled: true, ...rest }, queues);
  return { queue, dead };
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!lambdas.isBusy()) resolve();
    };
    lambdas.whenChanged(check);
    check();
  });
}

const bodies = (arn: string): string[] => queues.peek(arn).map(({ body }) => body);

test('which variables of the template a function looks at is known, whenever it does', async () => {
  define(`process.env.AT_START; process.env.HOME; exports.handler = async () => process.env.LATER`, { environment: { AT_START: 'a', LATER: 'b', NEVER: 'c' } });
  expect(lambdas.variablesReadBy('Fn')).toEqual([]);
  expect(await lambdas.invoke(ARN, {})).toBe('b');
  expect(lambdas.variablesReadBy('Fn')).toEqual(['AT_START', 'LATER']);
});

test('a function sees the environment of the template and what AWS sets, and nothing else', async () => {
  process.env['SECRET_OF_THE_HOST'] = 'x';
  define('exports.handler = async () => process.env;', { environment: { TABLE_NAME: 'T' } });
  const environment = await lambdas.invoke(ARN, {});
  expect(environment).toMatchObject({ TABLE_NAME: 'T', AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'Fn', AWS_ENDPOINT_URL: 'http://127.0.0.1:4401', AWS_LAMBDA_FUNCTION_NAME: 'Shop-Fn' });
  expect(environment).not.toHaveProperty('SECRET_OF_THE_HOST');
});

test('a function lives at the time of the clock, also after it was moved', async () => {
  define('exports.handler = async () => ({ made: new Date(), now: Date.now(), text: Date(), given: new Date(0), is: new Date() instanceof Date });');
  await lambdas.invoke(ARN, {});
  await clock.moveTo(Date.UTC(2126, 2, 1, 10));
  const { made, now, text, given, is } = (await lambdas.invoke(ARN, {})) as Record<string, string>;
  expect(made).toMatch(/^2126-03-01T10:00:/);
  expect(new Date(Number(now)).toISOString()).toMatch(/^2126-03-01T10:00:/);
  expect(text).toContain('Mar 01 2126');
  expect([given, is]).toEqual(['1970-01-01T00:00:00.000Z', true]);
});

test('one instance handles one invocation at a time', async () => {
  define(`let running = 0;
    exports.handler = async () => { running += 1; const seen = running; await new Promise((r) => setTimeout(r, 20)); running -= 1; return seen; };`);
  expect(await Promise.all([1, 2, 3, 4, 5, 6].map(() => lambdas.invoke(ARN, {})))).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a function that runs out of time is ended, and the next invocation finds a new instance', async () => {
  define('exports.handler = async ({ hang }) => { while (hang); return "done"; };', { timeoutSeconds: 0.3 });
  await expect(lambdas.invoke(ARN, { hang: true })).rejects.toThrow('Shop-Fn: Sandbox.Timedout: Task timed out after 0.30 seconds');
  expect(await lambdas.invoke(ARN, { hang: false })).toBe('done');
});

test('a crash fails its own invocation only', async () => {
  define('exports.handler = async ({ crash }) => { if (crash) process.exit(3); return "done"; };');
  await expect(lambdas.invoke(ARN, { crash: true })).rejects.toThrow('the runtime exited with code 3');
  expect(await lambdas.invoke(ARN, { crash: false })).toBe('done');
});

test('a bundle that does not load fails each invocation with its reason', async () => {
  define('throw new Error("TABLE_NAME is missing");');
  await expect(lambdas.invoke(ARN, {})).rejects.toThrow('TABLE_NAME is missing');
  await expect(lambdas.invoke(ARN, {})).rejects.toThrow('TABLE_NAME is missing');
  expect(failures.map(({ reason }) => reason)).toEqual(['TABLE_NAME is missing', 'TABLE_NAME is missing']);
});

test('what a function writes to its console lies in the log under its name, in order, once its answer is there', async () => {
  define('console.log("loaded"); exports.handler = async (count) => { console.log("one\\ntwo"); console.error(`three ${count}`); process.stdout.write("four\\n"); };');
  const lines = ['loaded'];
  for (let count = 1; count <= 50; count += 1) {
    await lambdas.invoke(ARN, count);
    lines.push('one', 'two', `three ${count}`, 'four');
    expect(readFileSync(log.file, 'utf8').replace(/^\S+Z Shop-Fn /gm, '')).toBe(`${lines.join('\n')}\n`);
  }
});

test('a function that throws or dies has in the log what it wrote before', async () => {
  define('exports.handler = async (how) => { console.log(`to ${how}`); if (how === "die") process.exit(1); throw new Error(how); };');
  await expect(lambdas.invoke(ARN, 'throw')).rejects.toThrow('throw');
  await expect(lambdas.invoke(ARN, 'die')).rejects.toThrow('the runtime exited with code 1');
  expect(readFileSync(log.file, 'utf8').match(/(?<=^\S+Z Shop-Fn )(to|failed).*/gm)).toEqual(['to throw', 'failed: Error: throw', 'to die', 'failed: Runtime.ExitError: the runtime exited with code 1']);
});

test('every message of a queue reaches the function once, in batches', async () => {
  define(`const { appendFileSync } = require('node:fs');
    exports.handler = async ({ Records }) => { for (const { body } of Records) appendFileSync(__dirname + '/seen', body + '\\n'); return { batchItemFailures: [] }; };`);
  const { queue } = mapped();
  await queues.send(queue, Array.from({ length: 95 }, (_, n) => ({ body: String(n) })));
  lambdas.start();
  await queues.send(queue, Array.from({ length: 5 }, (_, n) => ({ body: String(95 + n) })));
  await idle();
  const seen = readFileSync(path.join(directory, 'seen'), 'utf8').trim().split('\n').map(Number);
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  expect(queues.depth(queue)).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
});

test('only the records that a function names come back, and past their receives they are dead letters', async () => {
  define('exports.handler = async ({ Records }) => ({ batchItemFailures: Records.filter((r) => r.body === "bad").map((r) => ({ itemIdentifier: r.messageId })) });');
  const { queue, dead } = mapped();
  await queues.send(queue, [{ body: 'good' }, { body: 'bad' }, { body: 'fine' }]);
  lambdas.start();
  await idle();
  expect([bodies(queue), bodies(dead)]).toEqual([[], ['bad']]);
});

test.each([
  ['names a message that is not in the batch', '{ batchItemFailures: [{ itemIdentifier: "other" }] }'],
  ['names an empty identifier', '{ batchItemFailures: [{ itemIdentifier: "" }] }'],
  ['misspells the key', '{ batchItemFailures: [{ messageId: Records[0].messageId }] }'],
  ['is no object', '"ok"'],
])('an answer that %s fails the whole batch', async (_what, answer) => {
  define(`exports.handler = async ({ Records }) => (${answer});`);
  const { dead } = mapped();
  lambdas.start();
  await queues.send(queues.define({ name: 'work', visibilityTimeoutSeconds: 120, retentionSeconds: 345_600, delaySeconds: 0, redrive: { deadLetterArn: dead, maxReceiveCount: 2 } }).arn, [{ body: 'a' }, { body: 'b' }]);
  await idle();
  expect(bodies(dead).sort()).toEqual(['a', 'b']);
});

test.each([['nothing', 'undefined'], ['null', 'null'], ['an empty object', '{}'], ['a missing list', '{ batchItemFailures: null }']])(
  'an answer of %s means that all went well',
  async (_what, answer) => {
    define(`exports.handler = async () => (${answer});`);
    const { queue, dead } = mapped();
    await queues.send(queue, [{ body: 'a' }]);
    lambdas.start();
    await idle();
    expect([bodies(queue), bodies(dead)]).toEqual([[], []]);
  },
);

test('an asynchronous invocation is tried three times, then kept in the queue for failures', async () => {
  define('let tries = 0; exports.handler = async () => { tries += 1; throw new RangeError(`try ${tries}`); };');
  const { arn } = queues.define({ name: 'lost', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600, delaySeconds: 0 });
  lambdas.defineAsyncInvocation({ functionArn: ARN, maxRetries: 2, onFailureArn: arn });
  await lambdas.invokeAsync(ARN, { tick: 1 });
  expect(failures.map(({ reason }) => reason)).toEqual(['try 1', 'try 2', 'try 3']);
  expect(JSON.parse(bodies(arn)[0]!)).toMatchObject({ requestPayload: { tick: 1 }, requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 }, responsePayload: { errorType: 'RangeError', errorMessage: 'try 3' } });
});
