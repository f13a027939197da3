/*
 * One instance of a Lambda, in a worker thread: the deployed bundle as it is, with the environment that the template
 * gives it and the stack's clock in place of the machine's. One invocation at a time, as Lambda does it.
 */
const { parentPort, workerData } = require('node:worker_threads');

const offset = new BigInt64Array(workerData.clock);
const RealDate = Date;
const now = () => RealDate.now() + Number(Atomics.load(offset, 0));

/** Everything that asks for the time asks Date; a date made from arguments stays what it is. */
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});

let handler;
try {
  ({ handler } = require(workerData.entry));
  if (typeof handler !== 'function') throw new TypeError('the bundle exports no handler');
  parentPort.postMessage({ kind: 'ready' });
} catch (error) {
  parentPort.postMessage({ kind: 'broken', error: described(error) });
}

parentPort.on('message', async ({ id, payload, context }) => {
  try {
    const deadline = now() + context.timeoutMs;
    const result = await handler(payload, { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - now()) });
    parentPort.postMessage({ kind: 'result', id, result: result === undefined ? null : JSON.parse(JSON.stringify(result)) });
  } catch (error) {
    parentPort.postMessage({ kind: 'error', id, error: described(error) });
  }
});

function described(error) {
  return error instanceof Error ? { name: error.name, message: error.message, stack: error.stack ?? '' } : { name: 'Error', message: String(error), stack: '' };
}
