import { Duration, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Match, Rule, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BundledLambda, type BundledLambdaProps } from './bundled-lambda';
import { DeadLetters } from './dead-letters';
import { LossAlarm } from './loss-alarm';

export interface QueueLambdaProps extends Omit<BundledLambdaProps, 'timeout'> {
  alarms: ITopic;
  /** What customers lose when a message ends among the dead letters. */
  loss: string;
  /** How many invocations may run at once; the brake towards table and mail. */
  maxConcurrency: number;
}

/** A queue of a Lambda. */
interface Feed {
  alarms: ITopic;
  loss: string;
  maxConcurrency: number;
}

/** 20 s are plenty for a batch of ten, and the wait after a crash hangs on it: see `visibilityTimeout`. */
const TIMEOUT = Duration.seconds(20);

/** Twice the longest delay of SQS, so that a message that is meant to wait raises no alarm. */
const LONGEST_WAIT = Duration.minutes(30);

/**
 * A Lambda, the queue it is fed from, that queue's dead letters and their alarm: none of them can be had alone.
 *
 * ```
 *   rule ──> queue ──> Lambda (only the records that failed come back)
 *     │        │ after 5 tries
 *     └────────┴──> dead letters ──> alarm
 * ```
 * What a rule can't deliver goes to the same dead letters, so there is one place to look for each queue.
 */
export class QueueLambda extends Construct {
  readonly queue: Queue;
  readonly lambda: BundledLambda;
  private readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: QueueLambdaProps) {
    super(scope, id);
    this.lambda = new BundledLambda(this, 'Lambda', {
      description: props.description,
      code: props.code,
      environment: props.environment,
      timeout: TIMEOUT,
    });
    ({ queue: this.queue, deadLetters: this.deadLetters } = this.feed(this, props));
  }

  /**
   * A second queue to the same Lambda, with dead letters and alarms of its own. Each queue has its own pollers and its own
   * share of invocations, so that what lies in one never keeps what lies in the other waiting.
   */
  alsoTakesFrom(id: string, props: Feed): Queue {
    return this.feed(new Construct(this, id), props).queue;
  }

  private feed(scope: Construct, props: Feed): { queue: Queue; deadLetters: Queue } {
    const deadLetters = new DeadLetters(scope, 'DeadLetters', { alarms: props.alarms, loss: props.loss });
    const queue = new Queue(scope, 'Queue', {
      // Six times the Lambda's timeout, as AWS advises, so that a batch that is still running is not handed out again. It is
      // also how long a message waits whose Lambda died: 2 minutes keep a first notice within 4.
      visibilityTimeout: Duration.seconds(TIMEOUT.toSeconds() * 6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.lambda.role.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [queue.queueArn],
      }),
    );
    const mapping = new EventSourceMapping(scope, 'Mapping', {
      target: this.lambda.function,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    });
    Validations.of(mapping).acknowledge({ id: 'Serverless::Serverless-LambdaEventSourceMappingDestination', reason: 'A queue hands what failed to its own dead letters; Lambda knows such destinations for streams alone' });
    // Lambda refuses a mapping whose role may not read the queue yet.
    mapping.node.addDependency(this.lambda.role);
    // What nobody takes from the queue never fails, so it would be dropped in silence when its retention is over.
    new LossAlarm(scope, 'WaitingAlarm', {
      alarms: props.alarms,
      metric: queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
      above: LONGEST_WAIT.toSeconds(),
      entry: 'messages-wait',
      loss: `Messages wait in the queue for more than half an hour, and are lost after 4 days. Meanwhile: ${props.loss}`,
    });
    return { queue, deadLetters };
  }

  /**
   * Lets every event of these types reach this Lambda, unless `from` narrows it down from anybody. Never our own: what we
   * publish must not come back as a fact.
   */
  takes(bus: IEventBus, id: string, detailType: string[], from: Pick<EventPattern, 'source' | 'detail'> = { source: Match.anythingBut('forthright') }): Rule {
    return new Rule(this, id, {
      eventBus: bus,
      description: `${detailType.join(', ')}, to ${this.node.id}`,
      eventPattern: { ...from, detailType },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
  }
}
