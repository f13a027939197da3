import type { ResourceWiring } from '../../template/wiring';
import type { AwsRequest, AwsResponse, AwsService } from '../service';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/**
 * CloudFormation, as far as it tells what a deployed stack is made of: ListStackResources, over the Query protocol (a form
 * that is answered in XML; AWS documentation, "AWS Query protocol").
 */
export class CloudFormation implements AwsService {
  readonly name = 'cloudformation';
  private readonly stacks = new Map<string, ResourceWiring[]>();

  define(resource: ResourceWiring): void {
    this.stacks.set(resource.stack, [...(this.stacks.get(resource.stack) ?? []), resource]);
  }

  handle({ body }: AwsRequest): Promise<AwsResponse> {
    const form = new URLSearchParams(body.toString('utf8'));
    const action = form.get('Action') ?? '';
    if (action !== 'ListStackResources') return Promise.resolve(refusal('InvalidAction', `The action ${action} is not valid for this endpoint.`));
    const stack = form.get('StackName') ?? '';
    const resources = this.stacks.get(stack);
    if (resources === undefined) return Promise.resolve(refusal('ValidationError', `Stack with id ${stack} does not exist`));
    const listed = resources.map(summary).join('');
    return Promise.resolve(xml(200, `<ListStackResourcesResponse xmlns="${NAMESPACE}"><ListStackResourcesResult><StackResourceSummaries>${listed}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`));
  }
}

/** Resources of this machine are always up to date; since when, nobody asks. */
function summary({ logicalId, physicalId, type }: ResourceWiring): string {
  const parts = { LogicalResourceId: logicalId, PhysicalResourceId: physicalId, ResourceType: type, ResourceStatus: 'CREATE_COMPLETE', LastUpdatedTimestamp: '1970-01-01T00:00:00Z' };
  return `<member>${Object.entries(parts).map(([name, text]) => `<${name}>${escaped(text)}</${name}>`).join('')}</member>`;
}

const refusal = (code: string, message: string): AwsResponse =>
  xml(400, `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`);

const xml = (status: number, body: string): AwsResponse => ({ status, headers: { 'content-type': 'text/xml' }, body });

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
