import { CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IEventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Merchant } from '../../functions/core/merchant';
import type { Bundles } from '../bundling';
import { AlarmTopic } from '../constructs/alarm-topic';
import { BundledLambda } from '../constructs/bundled-lambda';
import { Dashboard } from '../constructs/dashboard';
import { DeadLetters } from '../constructs/dead-letters';
import { KeyringRotation } from '../constructs/keyring-rotation';
import { LossAlarm } from '../constructs/loss-alarm';
import { MailSender } from '../constructs/mail-sender';
import { PageApi } from '../constructs/page-api';
import { PromiseAlarms } from '../constructs/promise-alarms';
import { QueueLambda } from '../constructs/queue-lambda';
import { UnknownEvents } from '../constructs/unknown-events';
import type { Installation } from '../installation';
import { detailTypesOf, mailDetailTypes, type LambdaName } from '../lambdas';
import { mayChangeCustomers, mayMeasure, mayPublish, mayQueryIndexes, mayReadKeyring, mayReadPace, maySend } from '../permissions';
import type { ForthrightData } from './data-stack';

export interface ForthrightServiceProps extends StackProps {
  installation: Installation;
  merchant: Merchant;
  bundles: Bundles;
  data: ForthrightData;
}

/** Everything that works: it holds no data and can be deployed anew at any time. */
export class ForthrightService extends Stack {
  private readonly alarms: ITopic;
  private readonly bus: IEventBus;
  private readonly attend: QueueLambda;
  /** To the same Lambda, for the mail that may wait. */
  private readonly routine: Queue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ForthrightServiceProps,
  ) {
    super(scope, id, { description: 'Forthright: keeps customers who wait for a backordered item honestly informed', ...props });
    this.alarms = new AlarmTopic(this, 'Alarms');
    // The library's class declares an optional member that its interface words without undefined.
    this.bus = props.data.bus as IEventBus;
    const pages = new PageApi(this, 'Pages', props.merchant.pageDomain);
    const { senders, mailDomain } = props.merchant;
    const mail = new MailSender(this, 'Mail', { senders, domain: mailDomain?.name, alarms: this.alarms });
    ({ attend: this.attend, routine: this.routine } = this.attendCustomer(pages, mail));
    this.backorderCreated();
    this.etaChanged();
    this.orderClosed();
    this.weeklyUpdates();
    this.customerPage(pages);
    this.emailFeedback(mail);
    new KeyringRotation(this, 'RotateKeyring', { keyring: props.data.keyring, code: this.code('rotate-keyring'), alarms: this.alarms });
    new UnknownEvents(this, 'UnknownEvents', { bus: this.bus, alarms: this.alarms });
    new PromiseAlarms(this, 'Promises', this.alarms);
    new Dashboard(this, 'Dashboard', { pages });
    new CfnOutput(this, 'BusName', { value: this.bus.eventBusName, description: 'Where the store puts its events' });
    new CfnOutput(this, 'PageOrigin', { value: pages.origin, description: 'Where the links in mails lead' });
    new CfnOutput(this, 'AlarmTopic', { value: this.alarms.topicArn, description: 'Subscribe to it to hear of alarms' });
  }

  private attendCustomer(pages: PageApi, mail: MailSender): { attend: QueueLambda; routine: Queue } {
    const keyring = this.props.data.keyring;
    const lambda = new QueueLambda(this, 'AttendCustomer', {
      description: 'Decides what a customer is to be told, and tells it',
      code: this.code('attend-customer'),
      alarms: this.alarms,
      loss: 'Customers are not told what they should be: no notices, no weekly updates, no refund requests for those in the dead letters.',
      maxConcurrency: 10,
      environment: {
        ...this.table(),
        BUS_NAME: this.bus.eventBusName,
        KEYRING_ARN: keyring.secretArn,
        PAGE_ORIGIN: pages.origin,
        NOTICES_CONFIGURATION_SET: mail.notices.configurationSetName,
        UPDATES_CONFIGURATION_SET: mail.updates.configurationSetName,
      },
    });
    const routine = lambda.alsoTakesFrom('Routine', {
      alarms: this.alarms,
      loss: 'Customers get no weekly updates and no word of stock that is back: those in the dead letters are not told.',
      maxConcurrency: 10,
    });
    lambda.lambda.function.addEnvironment('ATTEND_QUEUE_URL', lambda.queue.queueUrl);
    lambda.lambda.function.addEnvironment('ROUTINE_QUEUE_URL', routine.queueUrl);
    const { role } = lambda.lambda;
    mayChangeCustomers(role, this.props.data.table);
    maySend(role, lambda.queue);
    maySend(role, routine);
    mayReadKeyring(role, this.props.data.keyring);
    mail.allow(role);
    mayPublish(role, this.bus);
    return { attend: lambda, routine };
  }

  private backorderCreated(): void {
    const lambda = this.onEvents('BackorderCreated', 'backorder-created', {
      description: 'Opens the line of a new backorder, and stock alerts',
      loss: 'Customers with new backorders are not told that they wait, and who asks to be told of stock is not noted.',
      maxConcurrency: 10,
    });
    // A guest who asks about stock is known by a keyed hash of their address.
    lambda.lambda.function.addEnvironment('KEYRING_ARN', this.props.data.keyring.secretArn);
    mayReadKeyring(lambda.lambda.role, this.props.data.keyring);
    mayChangeCustomers(lambda.lambda.role, this.props.data.table);
  }

  private etaChanged(): void {
    const lambda = this.onEvents('EtaChanged', 'eta-changed', {
      description: 'Takes a new or confirmed date to every line that it concerns, and goods that are back to every stock alert',
      loss: 'Customers are not told that their date has moved, or that what they asked about is back in stock.',
      // A date for thousands goes out a page at a time; more at once would only make them wait for one another's versions.
      maxConcurrency: 5,
    });
    lambda.lambda.function.addEnvironment('FAN_OUT_QUEUE_URL', lambda.queue.queueUrl);
    mayChangeCustomers(lambda.lambda.role, this.props.data.table);
    mayQueryIndexes(lambda.lambda.role, this.props.data.table, 'sku', 'supplierOrder');
    maySend(lambda.lambda.role, lambda.queue);
  }

  private orderClosed(): void {
    const lambda = this.onEvents('OrderClosed', 'order-closed', {
      description: 'Takes shipments, cancellations, refunds and changes of customers into account',
      loss: 'Shipments, cancellations and refunds are not taken into account: customers may be told that they still wait.',
      maxConcurrency: 10,
    });
    // Of what an erasure takes away, keyed hashes stay.
    lambda.lambda.function.addEnvironment('KEYRING_ARN', this.props.data.keyring.secretArn);
    mayReadKeyring(lambda.lambda.role, this.props.data.keyring);
    mayChangeCustomers(lambda.lambda.role, this.props.data.table);
  }

  private weeklyUpdates(): void {
    const lambda = new BundledLambda(this, 'WeeklyUpdates', {
      description: 'Wakes the customers who are due, every minute',
      code: this.code('weekly-updates'),
      timeout: Duration.seconds(50),
      environment: { ...this.table(), ATTEND_QUEUE_URL: this.attend.queue.queueUrl, ROUTINE_QUEUE_URL: this.routine.queueUrl },
    });
    // The next minute does what this one could not; two at once would only wake the same customers.
    lambda.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    Validations.of(lambda.function).acknowledge({ id: 'Serverless::Serverless-LambdaAsyncFailureDestination', reason: 'The next minute does what this one could not, and five failures in a row ring an alarm' });
    mayQueryIndexes(lambda.role, this.props.data.table, 'due', 'routine');
    mayReadPace(lambda.role, this.props.data.table);
    for (const queue of [this.attend.queue, this.routine]) {
      maySend(lambda.role, queue);
      mayMeasure(lambda.role, queue);
    }
    const deadLetters = new DeadLetters(this, 'WeeklyUpdatesDeadLetters', {
      alarms: this.alarms,
      loss: 'The schedule can not call WeeklyUpdates: nobody is woken, so weekly updates, deadlines and refunds after their hold are late until it can.',
    });
    new Rule(this, 'EveryMinute', {
      description: 'Wakes the customers who are due',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(lambda.function, { retryAttempts: 0, deadLetterQueue: deadLetters })],
    });
    new LossAlarm(this, 'WeeklyUpdatesFailing', {
      alarms: this.alarms,
      metric: lambda.function.metricErrors({ statistic: Stats.SUM, period: Duration.minutes(1) }),
      above: 0,
      periods: 5,
      entry: 'nobody-is-woken',
      loss: 'Nobody is woken: weekly updates, deadlines and refunds after their hold are late until this works again.',
    });
    new LossAlarm(this, 'WeeklyUpdatesSilent', {
      alarms: this.alarms,
      metric: lambda.function.metricInvocations({ statistic: Stats.SUM, period: Duration.minutes(5) }),
      below: 1,
      entry: 'schedule-silent',
      loss: 'The schedule does not run: weekly updates, deadlines and refunds after their hold are late until it does.',
    });
  }

  private customerPage(pages: PageApi): void {
    const lambda = new BundledLambda(this, 'CustomerPage', {
      description: 'Shows a customer where things stand, and takes their answer',
      code: this.code('customer-page'),
      timeout: Duration.seconds(10),
      environment: {
        ...this.table(),
        ATTEND_QUEUE_URL: this.attend.queue.queueUrl,
        KEYRING_ARN: this.props.data.keyring.secretArn,
        PAGE_ORIGIN: pages.origin,
      },
    });
    mayChangeCustomers(lambda.role, this.props.data.table);
    maySend(lambda.role, this.attend.queue);
    mayReadKeyring(lambda.role, this.props.data.keyring);
    pages.answeredBy(lambda.function);
    new LossAlarm(this, 'CustomerPageFailing', {
      alarms: this.alarms,
      metric: pages.metricFailed({ statistic: Stats.SUM, period: Duration.minutes(5) }),
      above: 0,
      entry: 'page-fails',
      loss: 'Customers who follow the link in a mail get an error instead of their page: they can not cancel.',
    });
  }

  private emailFeedback(mail: MailSender): void {
    const lambda = this.fed('EmailFeedback', 'email-feedback', {
      description: 'Takes into account what SES tells of mails: delivered, bounced, marked as spam',
      loss: 'Nobody knows whether some mails arrived: customers whom a notice did not reach count as told.',
      maxConcurrency: 10,
    });
    lambda.takes(mail.feedback, 'EmailFeedbackRule', [...mailDetailTypes], mail.ofOurMails());
    mayChangeCustomers(lambda.lambda.role, this.props.data.table);
  }

  private onEvents(id: string, name: LambdaName, props: { description: string; loss: string; maxConcurrency: number }): QueueLambda {
    const lambda = this.fed(id, name, props);
    lambda.takes(this.bus, `${id}Rule`, detailTypesOf(name));
    return lambda;
  }

  /** A Lambda that takes facts from its queue, and wakes the customers whom they concern. */
  private fed(id: string, name: LambdaName, props: { description: string; loss: string; maxConcurrency: number }): QueueLambda {
    const lambda = new QueueLambda(this, id, {
      ...props,
      code: this.code(name),
      alarms: this.alarms,
      environment: { ...this.table(), ATTEND_QUEUE_URL: this.attend.queue.queueUrl },
    });
    maySend(lambda.lambda.role, this.attend.queue);
    return lambda;
  }

  private code(name: LambdaName): string {
    return this.props.bundles[name];
  }

  private table(): { TABLE_NAME: string } {
    return { TABLE_NAME: this.props.data.table.tableName };
  }
}
