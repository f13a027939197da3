import { Stack } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { KIND, type MetricByKind, type MetricName } from '../../functions/core/metrics';
import type { NoticeKind } from '../../functions/core/notice-kinds';

/** Where the Lambdas of a stack publish what they measure: two stacks in an account don't mix their numbers. */
export const metricsNamespace = (scope: Construct): string => Stack.of(scope).stackName;

type Options = Required<Pick<MetricOptions, 'statistic' | 'period'>> & Pick<MetricOptions, 'label' | 'color'>;

/** A metric that functions/adapters/metrics.ts publishes. */
export const ourMetric = (scope: Construct, metricName: MetricName, options: Options): Metric =>
  new Metric({ namespace: metricsNamespace(scope), metricName, ...options });

/** The same of one kind of notice. */
export const ourMetricOfKind = (scope: Construct, metricName: MetricByKind, kind: NoticeKind, options: Options): Metric =>
  new Metric({ namespace: metricsNamespace(scope), metricName, dimensionsMap: { [KIND]: kind }, ...options });
