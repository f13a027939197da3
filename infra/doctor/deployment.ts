import { type CloudFormationClient, paginateListStackResources, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { type Installation, stackNameOf } from '../installation';
import { type Finding, fail, ok } from './finding';

/** The parts of a deployed installation that the doctor looks at, by the names that AWS gave them. */
export interface Deployment {
  /** Of the service's stack. */
  stack: string;
  table: string;
  bus: string;
  /** The rules' names, by their logical ids. */
  rules: Readonly<Record<string, string>>;
  configurationSets: { notices: string; updates: string };
}

/** What is not deployed, or not as a whole. The message says it to a person. */
export class NotDeployedError extends Error {
  override readonly name = 'NotDeployedError';
}

/** Asks CloudFormation what the installation is made of. Throws NotDeployedError. */
export async function findDeployment(client: CloudFormationClient, installation: Installation): Promise<{ deployment: Deployment; findings: Finding[] }> {
  const names = { data: stackNameOf(installation, 'Data'), service: stackNameOf(installation, 'Service') };
  const [data, service] = await Promise.all([resourcesOf(client, names.data), resourcesOf(client, names.service)]);
  const one = (resources: readonly StackResourceSummary[], type: string, logicalId = ''): string => {
    const found = resources.find((resource) => resource.ResourceType === type && (resource.LogicalResourceId ?? '').startsWith(logicalId));
    if (found?.PhysicalResourceId === undefined) throw new NotDeployedError(`The stacks ${names.data} and ${names.service} have no ${type} ${logicalId}. Deploy them: npx cdk deploy --all`);
    return found.PhysicalResourceId;
  };
  const rules = service.filter(({ ResourceType }) => ResourceType === 'AWS::Events::Rule');
  const deployment = {
    stack: names.service,
    table: one(data, 'AWS::DynamoDB::GlobalTable'),
    bus: one(data, 'AWS::Events::EventBus'),
    rules: Object.fromEntries(rules.map(({ LogicalResourceId: id = '', PhysicalResourceId: name = '' }) => [id, ruleName(name)])),
    configurationSets: { notices: one(service, 'AWS::SES::ConfigurationSet', 'MailNotices'), updates: one(service, 'AWS::SES::ConfigurationSet', 'MailUpdates') },
  };
  const unfinished = [...data, ...service].filter(({ ResourceStatus: status }) => status !== undefined && !/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status));
  const findings = unfinished.map(({ LogicalResourceId: id, ResourceStatus: status }) =>
    fail(`${id} is in the state ${status}`, 'What a deployment left half done may not work.', 'Look at the events of the stack in the CloudFormation console, and deploy again.'),
  );
  return { deployment, findings: findings.length > 0 ? findings : [ok(`${names.data} and ${names.service} are deployed`)] };
}

async function resourcesOf(client: CloudFormationClient, stack: string): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  try {
    for await (const { StackResourceSummaries: page = [] } of paginateListStackResources({ client }, { StackName: stack })) resources.push(...page);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ValidationError' || !/does not exist/.test(error.message)) throw error;
    throw new NotDeployedError(`There is no stack ${stack} here. Is this its account and region? --stage and --merchant name another installation; npx cdk deploy --all makes the stacks.`, { cause: error });
  }
  return resources;
}

/** A rule of a bus of one's own is told as `bus|rule`. */
const ruleName = (physicalId: string): string => physicalId.slice(physicalId.lastIndexOf('|') + 1);
