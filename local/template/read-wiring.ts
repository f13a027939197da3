import { ACCOUNT, REGION } from '../aws/account';
import type { Assembly, Resource, StackTemplate } from './assembly';
import { type Scope, resolve } from './intrinsics';
import type { Identity, LocalNames, ResourceKind } from './resource-kind';
import { dynamodb } from './resources/dynamodb';
import { events } from './resources/events';
import { httpApi } from './resources/http-api';
import { iam } from './resources/iam';
import { ignoredIdentity, ignoredTypes } from './resources/ignored';
import { lambdas } from './resources/lambda';
import { logs } from './resources/logs';
import { secretsManager } from './resources/secrets-manager';
import { ses } from './resources/ses';
import { sqs } from './resources/sqs';
import { TemplateError } from './template-error';
import { type Wiring, emptyWiring } from './wiring';

const kinds: Readonly<Record<string, ResourceKind | undefined>> = {
  ...dynamodb,
  ...sqs,
  ...events,
  ...iam,
  ...logs,
  ...lambdas,
  ...httpApi,
  ...secretsManager,
  ...ses,
};

/**
 * What all stacks of the assembly come to, resource by resource.
 * Throws TemplateError, in one line with logical id and type, for anything that can't be run as it stands.
 */
export function readWiring({ stacks, assets }: Assembly, names: LocalNames): Wiring {
  const wiring = emptyWiring();
  const exported = exportsOf(() => scopes);
  const scopes = new Map(stacks.map((stack) => [stack, scopeOf(stack, names, exported)]));
  for (const [stack, scope] of scopes) {
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      describing(logicalId, resource, () => {
        if (resource.Condition !== undefined && !scope.condition(resource.Condition)) return;
        const kind = kinds[resource.Type];
        const isIgnored = ignoredTypes.has(resource.Type);
        if (kind === undefined && !isIgnored) throw new TemplateError('resources of this type are not supported');
        const { ref } = isIgnored ? ignoredIdentity(logicalId) : scope.identity(logicalId);
        wiring.resources.push({ stack: stack.name, logicalId, type: resource.Type, physicalId: ref });
        if (kind === undefined) return;
        const asset = (objectKey: string): string => assets.get(objectKey) ?? fail(`no asset ${objectKey}`);
        kind.add(wiring, resolve(resource.Properties, scope), { logicalId, identity: scope.identity(logicalId), asset });
      });
    }
  }
  return wiring;
}

interface StackScope extends Scope {
  identity(logicalId: string): Identity;
}

function scopeOf({ name: stack, template }: StackTemplate, names: LocalNames, imported: (name: string) => unknown): StackScope {
  const identities = new Map<string, Identity>();
  const resourceOf = (logicalId: string): Resource => template.Resources[logicalId] ?? fail(`there is no resource ${logicalId}`);

  const scope: StackScope = {
    identity(logicalId) {
      const known = identities.get(logicalId);
      if (known !== undefined) return known;
      const resource = resourceOf(logicalId);
      const named = (property: string): string | undefined => {
        const value = resolve(resource.Properties[property], scope);
        return typeof value === 'string' ? value : undefined;
      };
      const kind = kinds[resource.Type] ?? fail(`it refers to ${logicalId} (${resource.Type}), which is not supported`);
      const identity = kind.identify({ stack, logicalId, names, named });
      identities.set(logicalId, identity);
      return identity;
    },
    ref(name) {
      if (name.startsWith('AWS::')) return pseudo(name, stack);
      const parameter = template.Parameters[name];
      if (parameter !== undefined) return parameter.Default ?? fail(`parameter ${name} has no default`);
      return ignoredTypes.has(resourceOf(name).Type) ? ignoredIdentity(name).ref : scope.identity(name).ref;
    },
    attribute(logicalId, attribute) {
      const { Type } = resourceOf(logicalId);
      if (ignoredTypes.has(Type)) return ignoredIdentity(logicalId).attribute(attribute);
      return scope.identity(logicalId).attributes[attribute] ?? fail(`Fn::GetAtt ${attribute} of ${logicalId} (${Type}) is not supported`);
    },
    imported,
    condition(name) {
      if (!(name in template.Conditions)) fail(`there is no condition ${name}`);
      return resolve(template.Conditions[name], scope) === true;
    },
  };
  return scope;
}

function pseudo(name: string, stack: string): string | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return ACCOUNT;
    case 'AWS::Region':
      return REGION;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return stack;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack}/local`;
    case 'AWS::NoValue':
      return undefined;
    default:
      return fail(`pseudo parameter ${name} is not supported`);
  }
}

/** Export name -> value, over all stacks; found when first asked for, since stacks refer to one another. */
function exportsOf(scopes: () => ReadonlyMap<StackTemplate, Scope>): (name: string) => unknown {
  return (name) => {
    for (const [{ template }, scope] of scopes()) {
      for (const { Value, Export } of Object.values(template.Outputs)) {
        if (Export !== undefined && resolve(Export.Name, scope) === name) return resolve(Value, scope);
      }
    }
    return fail(`no stack exports ${name}`);
  };
}

function describing(logicalId: string, { Type }: Resource, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(`${logicalId} (${Type}): ${error.message}`, { cause: error });
    throw error;
  }
}

function fail(message: string): never {
  throw new TemplateError(message);
}
