import * as z from 'zod';

/*
 * CloudWatch's embedded metric format as its specification has it ("Specification: Embedded metric format", CloudWatch User
 * Guide), read the way CloudWatch reads it: what a document refers to has to stand at its root.
 */

const Name = z.string().min(1).max(255);
const Units = ['Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes', 'Percent', 'Count', 'Count/Second', 'None'] as const;

const Directive = z.strictObject({
  Namespace: Name.regex(/^[\w.\-/#: ]+$/),
  // At least one set, and one may be empty. CloudWatch takes 30 dimensions; the older schema says 9.
  Dimensions: z.array(z.array(Name).max(9)).min(1),
  Metrics: z.array(z.strictObject({ Name, Unit: z.enum(Units).optional() })).min(1).max(100),
});

/** "The root node MUST contain all target members": a number or up to 100 of them for a metric, a text for a dimension. */
export const EmfDocument = z
  .looseObject({ _aws: z.strictObject({ Timestamp: z.int().positive(), CloudWatchMetrics: z.array(Directive).min(1) }) })
  .superRefine((document, context) => {
    const target = (name: string, shape: z.ZodType): void => {
      const { error } = shape.safeParse(document[name]);
      if (error !== undefined) context.addIssue({ code: 'custom', path: [name], message: z.prettifyError(error) });
    };
    for (const { Dimensions, Metrics } of document._aws.CloudWatchMetrics) {
      for (const dimension of Dimensions.flat()) target(dimension, z.string().min(1).max(1024));
      for (const metric of Metrics) target(metric.Name, z.union([z.number(), z.array(z.number()).min(1).max(100)]));
    }
  });

/** A metric that CloudWatch would have from a document. */
export interface Published {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  values: number[];
}

/** What a log publishes: each metric of each document, in its order. Throws for a document that breaks the rules. */
export function metricsIn(log: string): Published[] {
  return log.split('\n').flatMap((line) => {
    const start = line.indexOf('{');
    if (start < 0 || !line.includes('"_aws"')) return [];
    const document = EmfDocument.parse(JSON.parse(line.slice(start)));
    return document._aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((names) =>
        Metrics.map(({ Name: metric }) => ({
          namespace,
          metric,
          dimensions: Object.fromEntries(names.map((name) => [name, z.string().parse(document[name])])),
          values: z.array(z.number()).parse([document[metric]].flat()),
        })),
      ),
    );
  });
}
