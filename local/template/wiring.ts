/** What the stacks of a template come to, once every reference in it is resolved: plain values, no intrinsic functions. */
export interface Wiring {
  /** Everything that the stacks are made of, also what does nothing on this machine. */
  resources: ResourceWiring[];
  tables: TableWiring[];
  queues: QueueWiring[];
  buses: BusWiring[];
  rules: RuleWiring[];
  archives: ArchiveWiring[];
  functions: FunctionWiring[];
  mappings: MappingWiring[];
  asyncInvocations: AsyncInvocationWiring[];
  apis: string[];
  routes: RouteWiring[];
  integrations: IntegrationWiring[];
  secrets: SecretWiring[];
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
    functions: [],
    mappings: [],
    asyncInvocations: [],
    apis: [],
    routes: [],
    integrations: [],
    secrets: [],
    identities: [],
    configurationSets: [],
    mailEvents: [],
  };
}
