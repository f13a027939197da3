import * as v from 'valibot';
import * as z from 'zod';
import { KIND, METRICS } from '../../functions/core/metrics';
import { NoticeKind } from '../../functions/core/notice-kinds';
import { ofType, synthesizeProject, type Synthesized } from './synthesized';

/*
 * What is watched is what is measured: an alarm on a metric that nobody publishes never rings, and a graph of one is empty for
 * good. Both look like all is well.
 */

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesizeProject();
}, 60_000);

interface Read {
  by: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, unknown>;
}

const alarms = (): Record<string, unknown>[] => Object.values(ofType(stack.service, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

const Alarm = z.looseObject({
  Namespace: z.string(),
  MetricName: z.string(),
  Statistic: z.string(),
  Threshold: z.number(),
  Period: z.number(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
});

const readByAlarms = (): Read[] =>
  alarms().map((alarm) => {
    const { Namespace: namespace, MetricName: metric, Dimensions } = Alarm.parse(alarm);
    return { by: `the alarm on ${metric}`, namespace, metric, dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])) };
  });

const Widget = z.object({ type: z.string(), properties: z.looseObject({ title: z.string().optional(), alarms: z.array(z.string()).optional(), metrics: z.array(z.array(z.unknown())).optional() }) });
type Widget = z.infer<typeof Widget>;

/** The dashboard as CloudWatch gets it, with the names of resources in the place of what is not known before. */
function widgets(): Widget[] {
  const [dashboard, ...others] = Object.values(ofType(stack.service, 'AWS::CloudWatch::Dashboard'));
  expect(others).toEqual([]);
  const [, parts] = z.object({ DashboardBody: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }) }).parse(dashboard?.Properties).DashboardBody['Fn::Join'];
  const text = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'"))).join('');
  return z.object({ widgets: z.array(Widget) }).parse(JSON.parse(text)).widgets;
}

const readByDashboard = (): Read[] =>
  widgets().flatMap(({ properties: { title = '', metrics = [] } }) =>
    metrics.map((entry) => {
      const [namespace, metric, ...names] = entry.filter((one): one is string => typeof one === 'string');
      const pairs = names.flatMap((name, n) => (n % 2 === 0 ? [[name, names[n + 1]]] : []));
      return { by: title, namespace: namespace ?? '', metric: metric ?? '', dimensions: Object.fromEntries(pairs) as Record<string, unknown> };
    }),
  );

/** What can be had of AWS without a line of code: namespace, metric, and the names of its dimensions. */
const OF_AWS = new Set([
  'AWS/SQS ApproximateAgeOfOldestMessage QueueName',
  'AWS/SQS ApproximateNumberOfMessagesVisible QueueName',
  'AWS/Lambda Errors FunctionName',
  'AWS/Lambda Throttles FunctionName',
  'AWS/Lambda Invocations FunctionName',
  'AWS/ApiGateway 5xx ApiId',
  ...['Reputation.BounceRate', 'Reputation.ComplaintRate', 'Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map((name) => `AWS/SES ${name}`),
]);

/** Why nobody publishes it; undefined for what somebody does. */
function whyMissing({ namespace, metric, dimensions }: Read, ours: string): string | undefined {
  if (namespace.startsWith('AWS/')) return OF_AWS.has([namespace, metric, ...Object.keys(dimensions)].join(' ')) ? undefined : 'AWS has no such metric';
  if (namespace !== ours) return 'no Lambda publishes there';
  const definition = Object.entries(METRICS).find(([name]) => name === metric)?.[1];
  if (definition === undefined) return 'the code knows no such metric';
  const { [KIND]: kind, ...others } = dimensions;
  if (Object.keys(others).length > 0) return 'it has no such dimension';
  if (kind === undefined) return undefined;
  return definition.byKind && v.safeParse(NoticeKind, kind).success ? undefined : 'it is not published for that kind';
}

const namespaceOfLambdas = (): string => {
  const [namespace = '', ...others] = new Set(stack.wiring.functions.map(({ environment }) => environment.METRICS_NAMESPACE));
  expect(others).toEqual([]);
  return namespace;
};

test('every metric that an alarm or the dashboard reads is one that the code publishes, or one of AWS', () => {
  const read = [...readByAlarms(), ...readByDashboard()];
  expect(read.length).toBeGreaterThan(60);
  const ours = namespaceOfLambdas();
  expect(ours).toBe('ForthrightService');
  expect(read.map((one) => ({ ...one, missing: whyMissing(one, ours) })).filter(({ missing }) => missing !== undefined)).toEqual([]);
});

test.each<[string, Omit<Read, 'by'>, string | undefined]>([
  ['another namespace', { namespace: 'Forthright', metric: 'NoticesSent', dimensions: {} }, 'no Lambda publishes there'],
  ['another name', { namespace: 'ForthrightService', metric: 'NoticeSent', dimensions: {} }, 'the code knows no such metric'],
  ['a dimension that it has not', { namespace: 'ForthrightService', metric: 'NoticesSent', dimensions: { Customer: 'ada' } }, 'it has no such dimension'],
  ['a kind that there is not', { namespace: 'ForthrightService', metric: 'NoticesSent', dimensions: { Kind: 'monthly' } }, 'it is not published for that kind'],
  ['a kind of what has none', { namespace: 'ForthrightService', metric: 'QuotaUsed', dimensions: { Kind: 'first' } }, 'it is not published for that kind'],
  ['a metric of AWS without its dimension', { namespace: 'AWS/SQS', metric: 'ApproximateAgeOfOldestMessage', dimensions: {} }, 'AWS has no such metric'],
  ['one that there is', { namespace: 'ForthrightService', metric: 'NoticesSent', dimensions: { Kind: 'first' } }, undefined],
])('the check itself: %s', (_what, read, missing) => {
  expect(whyMissing({ by: 'a test', ...read }, 'ForthrightService')).toBe(missing);
});

test('nothing is measured that nobody looks at', () => {
  const read = new Set([...readByAlarms(), ...readByDashboard()].map(({ metric }) => metric));
  expect(Object.keys(METRICS).filter((name) => !read.has(name))).toEqual([]);
});

test.each([
  ['FirstNoticeSeconds', 'Maximum', 240],
  ['UrgentOverdueSeconds', 'Maximum', 900],
  ['RoutineOverdueSeconds', 'Maximum', 3600],
  ['SendingStopped', 'Sum', 0],
  ['SenderRefused', 'Sum', 0],
  ['NoticesUnwritten', 'Sum', 0],
  ['NoticesUnknown', 'Sum', 0],
  ['NoticesDoubled', 'Sum', 0],
  ['RefundsOverdue', 'Sum', 0],
  ['RefundUnansweredSeconds', 'Maximum', 259_200],
  ['LinksRefused', 'Sum', 25],
])('the alarm on %s rings when its %s is above %d', (metric, statistic, threshold) => {
  const found = alarms().filter(({ MetricName }) => MetricName === metric);
  expect(found).toEqual([expect.objectContaining({ Statistic: statistic, Threshold: threshold, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' })]);
});

test('CloudWatch takes the alarms: a period is whole minutes, and all periods together are a day at most', () => {
  for (const alarm of alarms()) {
    const { Period, MetricName } = Alarm.parse(alarm);
    const seconds = Period * z.number().parse(alarm.EvaluationPeriods);
    expect([MetricName, Period % 60, seconds <= 86_400]).toEqual([MetricName, 0, true]);
  }
});

test('the dashboard shows every alarm first, and how late the latest customer is', () => {
  const [title, status, ...rest] = widgets();
  expect(title?.type).toBe('text');
  expect(status?.properties.alarms).toHaveLength(alarms().length);
  const first = rest.slice(0, 3).flatMap(({ properties: { metrics = [] } }) => metrics.map(([, metric]) => metric));
  expect(first).toEqual(['UrgentOverdueSeconds', 'RoutineOverdueSeconds', 'FirstNoticeSeconds']);
});

test('every queue, every dead-letter queue and every Lambda is on the dashboard', () => {
  const shown = JSON.stringify(readByDashboard());
  for (const type of ['AWS::SQS::Queue', 'AWS::Lambda::Function']) for (const id of Object.keys(ofType(stack.service, type))) expect(shown).toContain(`'${id}'`);
});
