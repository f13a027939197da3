import * as z from 'zod';
import type { RuleWiring, TargetWiring } from '../../template/wiring';
import type { Queues, Staged } from '../sqs/queues';
import { ruleArn } from './event';
import { matcher } from './pattern';

/** Where rules lead. */
export interface Targets {
  queues: Pick<Queues, 'stage'>;
  /** An asynchronous invocation; resolves when it is over, and never rejects. */
  invoke(lambdaArn: string, payload: unknown): Promise<void>;
}

/** What an event comes to: messages to write with it, and invocations to begin once it is on disk. */
export interface Deliveries {
  messages: Staged[];
  invocations: (() => Promise<void>)[];
}

export const noDeliveries = (): Deliveries => ({ messages: [], invocations: [] });

interface Rule {
  wiring: RuleWiring;
  matches: (event: unknown) => boolean;
}

/** The rules of all buses, and what they make of an event. */
export class Delivery {
  /** Targets that refuse what they are sent, by ARN, as a queue does whose policy lets nobody in. */
  readonly refusing = new Map<string, { code: string; message: string }>();
  private readonly rules: Rule[] = [];

  constructor(private readonly targets: Targets) {}

  /** Throws InvalidPatternError. */
  defineRule(wiring: RuleWiring): void {
    this.rules.push({ wiring, matches: matcher(wiring.pattern) });
  }

  /** Adds what the rules of a bus make of the event; only these rules, where some are named by ARN. */
  add(deliveries: Deliveries, bus: string, envelope: Record<string, unknown>, only?: readonly string[]): void {
    for (const { wiring, matches } of this.rules) {
      if (wiring.bus !== bus || !matches(envelope)) continue;
      if (only === undefined || only.includes(ruleArn(wiring))) for (const target of wiring.targets) this.deliver(deliveries, wiring, target, envelope);
    }
  }

  /** To one target of a rule, or to its dead letters. What has none is dropped, as EventBridge does. */
  deliver({ messages, invocations }: Deliveries, rule: RuleWiring, target: TargetWiring, envelope: Record<string, unknown>): void {
    const refusal = this.refusing.get(target.arn);
    if (refusal !== undefined) {
      if (target.deadLetterArn !== undefined) messages.push(this.targets.queues.stage(target.deadLetterArn, [deadLetter(rule, target, envelope, refusal)]));
      return;
    }
    const input = inputOf(target, envelope);
    if (target.arn.startsWith('arn:aws:sqs:')) messages.push(this.targets.queues.stage(target.arn, [{ body: JSON.stringify(input) }]));
    else invocations.push(() => this.targets.invoke(target.arn, input));
  }
}

/** "Using dead-letter queues to process undelivered events", EventBridge User Guide: the event itself, and why in its attributes. */
function deadLetter(rule: RuleWiring, target: TargetWiring, envelope: Record<string, unknown>, { code, message }: { code: string; message: string }) {
  const attributes = { RULE_ARN: ruleArn(rule), TARGET_ARN: target.arn, ERROR_CODE: code, ERROR_MESSAGE: message };
  return {
    body: JSON.stringify(envelope),
    messageAttributes: Object.fromEntries(Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }])),
  };
}

const Fields = z.record(z.string(), z.unknown());

/** What a target gets: the event, a part of it, or a text of the template's own. */
function inputOf({ input, inputPath }: TargetWiring, envelope: Record<string, unknown>): unknown {
  if (input !== undefined) return JSON.parse(input) as unknown;
  if (inputPath === undefined || inputPath === '$') return envelope;
  return inputPath.split('.').slice(1).reduce<unknown>((value, name) => Fields.safeParse(value).data?.[name], envelope);
}
