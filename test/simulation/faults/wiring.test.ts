import { lambdas } from '../../../infra/lambdas';
import { lambdaOf, synthesizeProject, type Synthesized } from '../../infra/synthesized';
import { timeoutOf } from './lambdas';
import { environment } from './names';
import { BATCH, concurrencyOf, MAX_RECEIVES, VISIBILITY_SECONDS } from './queue';

/* The simulated house is wired as the stack is: what the simulation takes for granted stands in the template. */

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesizeProject();
}, 60_000);

test('every Lambda is given the time that it has in the simulation', () => {
  const times = stack.wiring.functions.map(({ logicalId, timeoutSeconds }) => [lambdaOf(logicalId), timeoutSeconds]);
  expect(Object.fromEntries(times)).toEqual(Object.fromEntries(lambdas.map((name) => [name, timeoutOf(name)])));
});

test('every queue that feeds a Lambda hands out, takes back and gives up as in the simulation', () => {
  const feeding = stack.wiring.mappings.map(({ queueArn, functionArn, batchSize, maxConcurrency, reportsBatchItemFailures }) => {
    const name = queueArn.slice(queueArn.lastIndexOf(':') + 1);
    const queue = stack.wiring.queues.find((one) => one.name === name);
    const lambda = lambdaOf(stack.wiring.functions.find(({ arn }) => arn === functionArn)?.logicalId ?? '');
    const called = name.includes('Routine') ? 'routine' : lambda;
    return { called, batchSize, maxConcurrency, reportsBatchItemFailures, visibility: queue?.visibilityTimeoutSeconds, receives: queue?.redrive?.maxReceiveCount };
  });
  expect(feeding.map(({ called }) => called).sort()).toEqual(['attend-customer', 'backorder-created', 'email-feedback', 'eta-changed', 'order-closed', 'routine']);
  for (const { called, ...settings } of feeding) {
    expect({ called, ...settings }).toEqual({ called, batchSize: BATCH, maxConcurrency: concurrencyOf(called), reportsBatchItemFailures: true, visibility: VISIBILITY_SECONDS, receives: MAX_RECEIVES });
  }
});

test('every variable that a Lambda is given is known to the simulation', () => {
  const names = new Set(stack.wiring.functions.flatMap(({ environment: given }) => Object.keys(given)));
  expect([...names].filter((name) => environment[name] === undefined)).toEqual([]);
});
