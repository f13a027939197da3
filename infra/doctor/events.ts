import { type EventBridgeClient, ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { GetConfigurationSetEventDestinationsCommand, NotFoundException, type SESv2Client } from '@aws-sdk/client-sesv2';
import { type Finding, fail, ok } from './finding';
import type { Deployment } from './deployment';

/** Everything that becomes of a mail and that email-feedback takes in, in the words of SES's API. */
export const TOLD = ['SEND', 'DELIVERY', 'DELIVERY_DELAY', 'BOUNCE', 'COMPLAINT', 'REJECT', 'RENDERING_FAILURE'] as const;

const REDEPLOY = 'Deploy again: npx cdk deploy --all';

/** Whether SES tells the default bus what becomes of the mails of a configuration set. */
export async function examineDestination(ses: SESv2Client, name: string): Promise<Finding> {
  const why = 'Nobody hears which mails bounced: a customer whom a notice did not reach counts as told.';
  try {
    const { EventDestinations: destinations = [] } = await ses.send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: name }));
    const toBus = destinations.filter(({ EventBridgeDestination }) => EventBridgeDestination?.EventBusArn?.endsWith(':event-bus/default') === true);
    if (toBus.length === 0) return fail(`${name} tells the default bus nothing`, why, REDEPLOY);
    const types = new Set(toBus.flatMap(({ Enabled: isOn, MatchingEventTypes: matching = [] }) => (isOn === true ? matching : [])));
    const missing = TOLD.filter((type) => !types.has(type));
    if (missing.length === 0) return ok(`${name} tells the default bus what becomes of its mails`);
    return fail(`${name} does not tell the default bus of ${missing.join(', ')}`, why, REDEPLOY);
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
    return fail(`There is no configuration set ${name}`, 'SES refuses every mail by it: customers are told nothing.', REDEPLOY);
  }
}

/** Whether the rules of the installation are there and on: the store's events, SES's, and the schedule. */
export async function examineRules(bridge: EventBridgeClient, { bus, rules }: Deployment): Promise<Finding[]> {
  const listed = [...(await rulesOf(bridge, bus)), ...(await rulesOf(bridge, 'default'))];
  const states = new Map(listed.map(({ Name: name, State: state }) => [name, state]));
  const findings = Object.entries(rules).flatMap(([id, name]) => {
    const state = states.get(name);
    if (state === 'ENABLED') return [];
    const why = 'What it would bring reaches no Lambda, and is not kept: customers are not told of it.';
    if (state === undefined) return [fail(`The rule ${id} is not there`, why, REDEPLOY)];
    return [fail(`The rule ${id} is switched off`, why, `aws events enable-rule --name ${name}, with --event-bus-name ${bus} if it is one of that bus`)];
  });
  return findings.length > 0 ? findings : [ok(`All ${Object.keys(rules).length} rules are on`)];
}

async function rulesOf(bridge: EventBridgeClient, bus: string): Promise<Rule[]> {
  const rules: Rule[] = [];
  let token: string | undefined;
  do {
    const { Rules: page = [], NextToken: next } = await bridge.send(new ListRulesCommand({ EventBusName: bus, NextToken: token }));
    rules.push(...page);
    token = next;
  } while (token !== undefined);
  return rules;
}
