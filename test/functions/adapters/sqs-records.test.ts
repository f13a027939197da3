import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { eachRecord, InvalidEventError, parseEvent } from '../../../functions/adapters/sqs-records';
import { incoming } from '../../../functions/core/events/incoming';
import { created } from '../core/customers-told';

let logged: string[];
beforeEach(() => {
  logged = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    logged.push(String(line));
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

const record = (messageId: string, body: unknown): SQSRecord => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receiptHandle: '',
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0', SenderId: '', ApproximateFirstReceiveTimestamp: '0' },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: '',
  awsRegion: '',
});
const batch = (...Records: SQSRecord[]): SQSEvent => ({ Records });
const nameOf = (body: unknown): string => (body as { name: string }).name;
const envelope = (detailType: string, detail: unknown) => ({ id: 'e-1', source: 'shop', 'detail-type': detailType, detail });

test('a poison record comes back alone; its neighbours are done', async () => {
  const done: string[] = [];
  const handler = eachRecord(async (body) => {
    await Promise.resolve();
    if (nameOf(body) === 'poison') throw new Error('no');
    done.push(nameOf(body));
  }, nameOf);
  const answer = await handler(batch(record('1', { name: 'a' }), record('2', { name: 'poison' }), record('3', 'no JSON'), record('4', { name: 'b' })));
  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['2', '3']);
  expect(done.sort()).toEqual(['a', 'b']);
});

test('records about the same are handled in their order, others at the same time', async () => {
  const steps: string[] = [];
  const handler = eachRecord(async (body) => {
    const { name, step } = body as { name: string; step: number };
    steps.push(`${name}${step} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    steps.push(`${name}${step} ends`);
  }, nameOf);
  await handler(batch(record('1', { name: 'a', step: 1 }), record('2', { name: 'b', step: 1 }), record('3', { name: 'a', step: 2 })));
  expect(steps).toEqual(['a1 begins', 'b1 begins', 'a1 ends', 'a2 begins', 'b1 ends', 'a2 ends']);
});

test('the log names path and expectation of a wrong event, and nothing that it said', async () => {
  const handler = eachRecord(
    (body) => {
      parseEvent(body, incoming);
      return Promise.resolve();
    },
    () => '',
  );
  const detail = { ...created(), customer: { id: 'ada', email: 'ada at example' }, paid: { amount: 59.5, currency: 'USD' } };
  await handler(batch(record('1', envelope('Backorder Created', detail))));
  expect(logged.join('')).toMatch(/detail\.customer\.email: .+; detail\.paid\.amount: /);
  expect(logged.join('')).not.toMatch(/ada at example|59\.5/);
});

test('the log says where another error came from, and not what it said', async () => {
  const handler = eachRecord(
    () => Promise.reject(new SyntaxError('Unexpected token in "ada@example.com"\nsecond line ada@example.com')),
    () => '',
  );
  await handler(batch(record('1', { name: 'a' })));
  expect(logged.join('')).toMatch(/"error":"SyntaxError","at":"[^"]*sqs-records\.test/);
  expect(logged.join('')).not.toContain('ada@example.com');
});

test.each([
  ['no envelope', {}, /used: id: .+; detail-type: /],
  ['an unknown type', envelope('Order Placed', {}), /detail-type: expected one of Backorder Created, /],
  ['a wrong detail', envelope('Backorder Created', { ...created(), lineId: 7 }), /detail\.lineId: /],
])('%s is refused with its path', (_what, body, message) => {
  expect(() => parseEvent(body, incoming)).toThrow(InvalidEventError);
  expect(() => parseEvent(body, incoming)).toThrow(message);
});
