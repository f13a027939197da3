import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, Stats, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { graph } from './dashboard-graph';
import { DeadLetters } from './dead-letters';
import { ourMetric } from './our-metric';
import type { PageApi } from './page-api';

/** What the dashboard can not find in the stack by its type. */
export interface Measured {
  pages: PageApi;
}

const { SUM, MAXIMUM } = Stats;
const FIVE_MINUTES = Duration.minutes(5);
const HOUR = Duration.hours(1);

/** The rows of what AWS itself measures: SES, queues and dead letters, Lambdas and the page. */
export function awsGraphs(scope: Construct, { pages }: Measured): IWidget[][] {
  const all = Stack.of(scope).node.findAll();
  const lambdas = all.filter((one): one is LambdaFunction => one instanceof LambdaFunction);
  const deadLetters = all.filter((one): one is DeadLetters => one instanceof DeadLetters);
  const queues = all.filter((one): one is Queue => one instanceof Queue && !(one instanceof DeadLetters));
  const failures = lambdas.flatMap((lambda) => [
    lambda.metricErrors({ statistic: SUM, period: FIVE_MINUTES, label: `${nameOf(lambda)} fails` }),
    lambda.metricThrottles({ statistic: SUM, period: FIVE_MINUTES, label: `${nameOf(lambda)} may not run` }),
  ]);
  return [
    [
      graph('SES: rates for which it pauses the account', [ses('Reputation.BounceRate', MAXIMUM), ses('Reputation.ComplaintRate', MAXIMUM)]),
      graph('SES: mails of the whole account', ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map((name) => ses(name, SUM))),
    ],
    [
      graph('Age of the oldest message (seconds)', queues.map((queue) => queue.metricApproximateAgeOfOldestMessage({ statistic: MAXIMUM, period: FIVE_MINUTES, label: nameOf(queue) }))),
      graph('Dead letters', deadLetters.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ statistic: MAXIMUM, period: FIVE_MINUTES, label: nameOf(queue) }))),
    ],
    [
      graph('Lambdas', failures),
      graph('Page', [
        pages.metricFailed({ statistic: SUM, period: FIVE_MINUTES, label: 'errors of ours' }),
        ourMetric(scope, 'LinksRefused', { statistic: SUM, period: FIVE_MINUTES, label: 'links that are not known' }),
      ]),
    ],
  ];
}

const ses = (metricName: string, statistic: string): Metric => new Metric({ namespace: 'AWS/SES', metricName, statistic, period: HOUR });

/** `AttendCustomer/Routine` of the queue in it. */
function nameOf(resource: Construct): string {
  const within = resource.node.scopes.slice(Stack.of(resource).node.scopes.length, -1).map(({ node }) => node.id);
  return within.filter((id) => id !== 'Lambda').join('/') || resource.node.id;
}
