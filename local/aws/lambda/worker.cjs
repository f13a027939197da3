/*
 * One instance of a Lambda, in a worker thread: the deployed bundle as it is, with the environment that the template
 * gives it and the stack's clock in place of the machine's. One invocation at a time, as Lambda does it.
 *
 * Gets { kind: 'invoke', id, payload, timeoutMs }, gives 'ready' or 'broken' once, then 'result' or 'error' each time, and
 * 'read' for each variable of the template that the bundle looks at, once, and 'wrote' for whatever it writes to its console.
 * Payloads and results are JSON texts, so that a function sees and gives what it would in AWS: no Dates, no Maps.
 */
const { join } = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');

const offset = new BigInt64Array(workerData.clock);
const RealDate = Date;
const now = () => RealDate.now() + Number(Atomics.load(offset, 0));

/** Everything that asks for the time asks Date; a date made from arguments stays what it is. */
const StackDate = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
RealDate.prototype.constructor = StackDate;
globalThis.Date = StackDate;

/*
 * What a thread writes to its own streams reaches the process around some time after its messages. By the port of the messages
 * it comes in order, so that it is in the log before the answer is given.
 */
for (const stream of [process.stdout, process.stderr]) {
  stream._write = (chunk, _encoding, done) => {
    parentPort.postMessage({ kind: 'wrote', text: chunk.toString() });
    done();
  };
  stream._writev = undefined;
}

const unread = new Set(workerData.variables);
process.env = new Proxy(process.env, {
  get(variables, name) {
    if (unread.delete(name)) parentPort.postMessage({ kind: 'read', name });
    return variables[name];
  },
});

const [file, name] = workerData.handler.split('.');
let handler;
try {
  handler = require(join(workerData.folder, `${file}.js`))[name];
  if (typeof handler !== 'function') throw new TypeError(`${workerData.handler} is not a function`);
  parentPort.postMessage({ kind: 'ready' });
} catch (error) {
  parentPort.postMessage({ kind: 'broken', error: described(error) });
}

parentPort.on('message', async ({ id, payload, timeoutMs }) => {
  // On the machine's clock: a function does not run out of time because the stack's clock was moved.
  const deadline = RealDate.now() + timeoutMs;
  const context = {
    ...workerData.context,
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - RealDate.now()),
  };
  try {
    const result = await handler(JSON.parse(payload), context);
    parentPort.postMessage({ kind: 'result', id, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    parentPort.postMessage({ kind: 'error', id, error: described(error) });
  }
});

function described(error) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  return { name: error.name, message: error.message, stack: error.stack ?? '' };
}
