import { Validations } from 'aws-cdk-lib';
import { Match, Rule, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { knownDetailTypes } from '../lambdas';
import { DeadLetters } from './dead-letters';

/**
 * Where events lie that nobody takes. A store that misspells a detail type, or sends in our name, would else hear nothing,
 * and neither would its customers.
 */
export class UnknownEvents extends Construct {
  constructor(scope: Construct, id: string, props: { bus: IEventBus; alarms: ITopic }) {
    super(scope, id);
    const deadLetters = new DeadLetters(this, 'DeadLetters', {
      alarms: props.alarms,
      loss: 'The store sends events that Forthright does not know; what they say reaches no customer. Compare their detail-type and source with docs/events.md.',
    });
    Validations.of(this).acknowledge({ id: 'Serverless::Serverless-EventBusDLQ', reason: 'The target of these rules are dead letters' });
    new Rule(this, 'Rule', {
      eventBus: props.bus,
      description: 'Events that no Lambda takes, to the dead letters',
      eventPattern: { source: Match.anythingBut('forthright'), detailType: Match.anythingBut(...knownDetailTypes) },
      targets: [new SqsQueue(deadLetters)],
    });
    // No rule that feeds a Lambda takes what comes in our name.
    new Rule(this, 'InOurName', {
      eventBus: props.bus,
      description: "The store's events in the name of Forthright, to the dead letters",
      eventPattern: { source: ['forthright'], detailType: [...knownDetailTypes] },
      targets: [new SqsQueue(deadLetters)],
    });
  }
}
