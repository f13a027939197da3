import type { EpochMs } from '../core/pacing/pace';
import type { Measure } from '../core/measures';
import { KIND, METRICS, type MetricName } from '../core/metrics';
import { now } from './clock';
import { writeLine } from './log';

/*
 * Metrics as lines of the log, in CloudWatch's embedded metric format: nobody waits for a call, and no permission is needed.
 * Why not by the library for it: docs/decisions/2026-11-27-metrics.md.
 */

const measured: Measure[] = [];

/** Kept until the invocation ends, so that it writes one line and not one a mail. */
export function measure(...values: readonly Measure[]): void {
  measured.push(...values);
}

/** Writes what was measured since the last time; nothing where nothing was. */
export function publishMetrics(namespace: string): void {
  for (const document of documentsOf(namespace, measured.splice(0), Date.parse(now()))) writeLine('info', 'measured', document);
}

/** "Numeric array metric targets MUST NOT have more than 100 members" (Embedded Metric Format, Target members). */
const MOST_VALUES = 100;

/**
 * One document for each kind of notice, since a dimension has one value in a document; what has no kind goes with the first.
 *
 *   { _aws: { Timestamp, CloudWatchMetrics: [{ Namespace, Dimensions: [[], ['Kind']], Metrics: [{ Name, Unit }] }] },
 *     Kind: 'first', NoticesSent: 3 }
 *
 * Counts are added up; of all else every value is kept.
 */
export function documentsOf(namespace: string, values: readonly Measure[], at: EpochMs): object[] {
  if (values.length > MOST_VALUES) return [values.slice(0, MOST_VALUES), values.slice(MOST_VALUES)].flatMap((some) => documentsOf(namespace, some, at));
  const kinds = new Set(values.flatMap(({ kind }) => kind ?? []));
  const general = values.filter(({ kind }) => kind === undefined);
  if (kinds.size === 0) return general.length === 0 ? [] : [documentOf(namespace, general, at)];
  return [...kinds].map((kind, index) => documentOf(namespace, [...values.filter((one) => one.kind === kind), ...(index === 0 ? general : [])], at, kind));
}

function documentOf(namespace: string, values: readonly Measure[], at: EpochMs, kind?: Measure['kind']): object {
  const names = [...new Set(values.map(({ metric }) => metric))];
  const directive = (Dimensions: string[][], some: readonly MetricName[]): object[] =>
    some.length === 0 ? [] : [{ Namespace: namespace, Dimensions, Metrics: some.map((Name) => ({ Name, Unit: METRICS[Name].unit })) }];
  return {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        ...directive([[], [KIND]], names.filter((name) => METRICS[name].byKind)),
        ...directive([[]], names.filter((name) => !METRICS[name].byKind)),
      ],
    },
    ...(kind === undefined ? {} : { [KIND]: kind }),
    ...Object.fromEntries(names.map((name) => [name, targetOf(name, values.flatMap(({ metric, value }) => (metric === name ? value : [])))])),
  };
}

function targetOf(name: MetricName, values: readonly number[]): number | readonly number[] {
  if (METRICS[name].unit === 'Count') return values.reduce((sum, value) => sum + value, 0);
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}
