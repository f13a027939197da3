import * as z from 'zod';
import type { RuleWiring } from '../../template/wiring';
import { ruleArn } from './event';

const List = z.object({ EventBusName: z.string().default('default'), NamePrefix: z.string().default('') });

/** The rules as EventBridge tells of them, those that are switched off too. */
export class Rules {
  private readonly rules: RuleWiring[] = [];

  define(rule: RuleWiring): void {
    this.rules.push(rule);
  }

  /** The answer of an operation about rules, all of them on one page; undefined for any other. Throws a ZodError for a request that is none. */
  answer(operation: string, body: unknown): unknown {
    if (operation !== 'ListRules') return undefined;
    const { EventBusName: bus, NamePrefix: prefix } = List.parse(body);
    return { Rules: this.rules.filter((rule) => rule.bus === bus && rule.name.startsWith(prefix)).map(described) };
  }
}

const described = (rule: RuleWiring) => ({
  Name: rule.name,
  Arn: ruleArn(rule),
  EventBusName: rule.bus,
  State: rule.enabled ? 'ENABLED' : 'DISABLED',
  ...(rule.pattern !== undefined && { EventPattern: JSON.stringify(rule.pattern) }),
  ...(rule.schedule !== undefined && { ScheduleExpression: rule.schedule }),
});
