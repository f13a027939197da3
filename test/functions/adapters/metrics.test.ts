import type { Context } from 'aws-lambda';
import { documentsOf, measure } from '../../../functions/adapters/metrics';
import { log } from '../../../functions/adapters/log';
import { watched } from '../../../functions/adapters/watched';
import type { Measure } from '../../../functions/core/measures';
import { METRICS, type MetricName } from '../../../functions/core/metrics';
import { EmfDocument, metricsIn } from '../../emf';

const AT = Date.parse('2026-11-27T00:00:00Z');
const sent = (kind: 'first' | 'weekly'): Measure => ({ metric: 'NoticesSent', kind, value: 1 });

test('what was measured in an invocation makes one document, if it is all of one kind', () => {
  const documents = documentsOf('Shop', [sent('first'), sent('first'), { metric: 'FirstNoticeSeconds', value: 50 }, sent('first'), { metric: 'FirstNoticeSeconds', value: 70 }], AT);
  expect(documents).toEqual([
    {
      _aws: {
        Timestamp: AT,
        CloudWatchMetrics: [
          { Namespace: 'Shop', Dimensions: [[], ['Kind']], Metrics: [{ Name: 'NoticesSent', Unit: 'Count' }] },
          { Namespace: 'Shop', Dimensions: [[]], Metrics: [{ Name: 'FirstNoticeSeconds', Unit: 'Seconds' }] },
        ],
      },
      Kind: 'first',
      NoticesSent: 3,
      FirstNoticeSeconds: [50, 70],
    },
  ]);
});

test('each kind has a document of its own, and what has no kind is in one of them alone', () => {
  const documents = documentsOf('Shop', [sent('weekly'), { metric: 'RefundsRequested', value: 1 }, sent('first'), { metric: 'RefundsRequested', value: 1 }], AT);
  expect(documents).toMatchObject([{ Kind: 'weekly', NoticesSent: 1, RefundsRequested: 2 }, { Kind: 'first', NoticesSent: 1 }]);
  expect(documents[1]).not.toHaveProperty('RefundsRequested');
});

test('nothing measured, nothing said', () => {
  expect(documentsOf('Shop', [], AT)).toEqual([]);
});

test('a document has no more than a hundred values of a metric, and none is lost', () => {
  const documents = documentsOf('Shop', Array.from({ length: 250 }, (_none, n): Measure => ({ metric: 'RefundUnansweredSeconds', value: n })), AT).map((one) => EmfDocument.parse(one));
  expect(documents.map(({ RefundUnansweredSeconds }) => (RefundUnansweredSeconds as number[]).length)).toEqual([100, 100, 50]);
});

test.each(Object.keys(METRICS) as MetricName[])('%s keeps the rules of the embedded metric format', (metric) => {
  const measures = [{ metric, value: 1.5, ...(METRICS[metric].byKind ? { kind: 'other' } : {}) } as Measure];
  const [document] = documentsOf('Forthright-Service', measures, AT);
  expect(EmfDocument.parse(document)).toHaveProperty(metric, 1.5);
});

describe('an invocation', () => {
  const context = { functionName: 'Shop-Attend', awsRequestId: 'r-1' } as Context;
  let written: string[];
  beforeEach(() => {
    written = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => written.push(String(line)) > 0);
  });
  afterEach(() => jest.restoreAllMocks());
  const lines = (): Record<string, unknown>[] => written.map((line) => JSON.parse(line) as Record<string, unknown>);

  test('says of each line when, how bad, what, which function and which request', async () => {
    await watched('Shop', async () => log.warn('something', { count: 1 }))('event', context);
    expect(lines()).toEqual([{ timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown, level: 'warn', what: 'something', function: 'Shop-Attend', requestId: 'r-1', count: 1 }]);
  });

  test('publishes at its end what was measured in it, also when it fails, and the next one not again', async () => {
    const handler = watched('Shop', async (event: string) => {
      measure({ metric: 'LinksRefused', value: 1 }, { metric: 'LinksRefused', value: 1 });
      if (event === 'fails') throw new Error('no');
      return event;
    });
    await expect(handler('fails', context)).rejects.toThrow('no');
    expect(metricsIn(written.join(''))).toEqual([{ namespace: 'Shop', metric: 'LinksRefused', dimensions: {}, values: [2] }]);
    expect(await handler('works', context)).toBe('works');
    expect(metricsIn(written.join(''))).toHaveLength(2);
  });

  test('in which nothing was measured writes nothing', async () => {
    await watched('Shop', async () => undefined)('event', context);
    expect(written).toEqual([]);
  });
});
