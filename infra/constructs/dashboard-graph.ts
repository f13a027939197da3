import { GraphWidget, type HorizontalAnnotation, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';

/** Half a row of the dashboard. `limits` are lines across it. */
export const graph = (title: string, left: IMetric[], { limits = [], stacked = false }: { limits?: HorizontalAnnotation[]; stacked?: boolean } = {}): IWidget =>
  new GraphWidget({ title, left, leftAnnotations: limits, stacked, width: 12, leftYAxis: { min: 0, showUnits: false } });
