import type { Statement } from '../aws/iam/policy-document';

/** What the stacks of a template come to, once every reference in it is resolved: plain values, no intrinsic functions. */
export interface Wiring {
  /** Everything that the stacks are made of, also what does nothing on this machine. */
  resources: ResourceWiring[];
  tables: TableWiring[];
  queues: QueueWiring[];
  buses: BusWiring[];
  rules: RuleWiring[];
  archives: ArchiveWiring[];
  roles: RoleWiring[];
  policies: PolicyWiring[];
  functions: FunctionWiring[];
  mappings: MappingWiring[];
  asyncInvocations: AsyncInvocationWiring[];
  apis: string[];
  routes: RouteWiring[];
  integrations: IntegrationWiring[];
  secrets: SecretWiring[];
  rotations: RotationWiring[];
  identities: string[];
  configurationSets: string[];
  mailEvents: MailEventWiring[];
}

/** A resource as CloudFormation tells of it. */
export interface ResourceWiring {
  stack: string;
  logicalId: string;
  /** Such as AWS::SQS::Queue. */
  type: string;
  /** What Ref answers: the name of most, the URL of a queue. */
  physicalId: string;
}

export interface TableWiring {
  name: string;
  /** As the template has them, resolved: the table itself knows best which of them it understands. */
  properties: Record<string, unknown>;
}

export interface QueueWiring {
  name: string;
  visibilityTimeoutSeconds: number;
  retentionSeconds: number;
  delaySeconds: number;
  redrive: { deadLetterArn: string; maxReceiveCount: number } | undefined;
}

export interface BusWiring {
  name: string;
}

export interface RuleWiring {
  name: string;
  bus: string;
  pattern: Record<string, unknown> | undefined;
  schedule: string | undefined;
  enabled: boolean;
  targets: TargetWiring[];
}

export interface TargetWiring {
  id: string;
  arn: string;
  deadLetterArn?: string;
  input?: string;
  inputPath?: string;
  sqsMessageGroupId?: string;
}

/** What a bus took, kept to be replayed. */
export interface ArchiveWiring {
  name: string;
  arn: string;
  bus: string;
  pattern: Record<string, unknown> | undefined;
  /** 0: for ever. */
  retentionDays: number;
}

export interface RoleWiring {
  name: string;
  arn: string;
  /** Those that stand in the role itself. */
  statements: readonly Statement[];
}

/** Statements of a policy of its own, and the names of the roles that it belongs to. */
export interface PolicyWiring {
  roles: readonly string[];
  statements: readonly Statement[];
}

export interface FunctionWiring {
  logicalId: string;
  name: string;
  arn: string;
  /** Absolute folder of the asset. */
  code: string;
  /** `<file>.<export>`, such as index.handler. */
  handler: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  reservedConcurrency: number | undefined;
  roleArn: string;
  /** Where what it writes to its console goes. */
  logGroup: string;
}

/** Queue -> Lambda. */
export interface MappingWiring {
  queueArn: string;
  functionArn: string;
  batchSize: number;
  batchingWindowSeconds: number;
  maxConcurrency: number | undefined;
  reportsBatchItemFailures: boolean;
  enabled: boolean;
}

/** What becomes of asynchronous invocations that fail. */
export interface AsyncInvocationWiring {
  functionArn: string;
  maxRetries: number;
  onFailureArn: string | undefined;
}

export interface RouteWiring {
  api: string;
  /** `GET /b/{token}`, `ANY /x/{proxy+}` or `$default`. */
  key: string;
  integration: string;
}

export interface IntegrationWiring {
  id: string;
  functionArn: string;
  timeoutMs: number;
}

export interface SecretWiring {
  arn: string;
  name: string;
  value: { kind: 'given'; text: string } | { kind: 'generated'; template: Record<string, unknown> | undefined; key: string | undefined; password: PasswordRules };
}

/** Which Lambda makes a secret anew. */
export interface RotationWiring {
  secretArn: string;
  lambdaArn: string;
}

export interface PasswordRules {
  length: number;
  excludeCharacters: string;
  excludePunctuation: boolean;
  excludeNumbers: boolean;
  excludeLowercase: boolean;
  excludeUppercase: boolean;
  includeSpace: boolean;
}

/** SES puts the events of a configuration set on the account's default bus. */
export interface MailEventWiring {
  /** Of the destination. */
  name: string;
  configurationSet: string;
  /** As the template words them, in capitals: SEND, DELIVERY, BOUNCE, ... */
  types: string[];
}

export function emptyWiring(): Wiring {
  return {
    resources: [],
    tables: [],
    queues: [],
    buses: [],
    rules: [],
    archives: [],
    roles: [],
    policies: [],
    functions: [],
    mappings: [],
    asyncInvocations: [],
    apis: [],
    routes: [],
    integrations: [],
    secrets: [],
    rotations: [],
    identities: [],
    configurationSets: [],
    mailEvents: [],
  };
}
