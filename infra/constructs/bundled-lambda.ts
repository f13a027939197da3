import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ApplicationLogLevel, Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime, SystemLogLevel, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { isTraced } from '../tracing';
import { metricsNamespace } from './our-metric';

export interface BundledLambdaProps {
  description: string;
  /** Folder with index.js. */
  code: string;
  timeout: Duration;
  /** What the Lambda reads besides what all of them do; it fails its cold start on anything missing. */
  environment: Record<string, string>;
}

/**
 * A Lambda with a role, and a log group that forgets. The role may write that log and nothing else until it is told more:
 * the usual managed policy would let every Lambda create and write any log of the account.
 */
export class BundledLambda extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, props: BundledLambdaProps) {
    super(scope, id);
    this.log = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: props.description });
    this.log.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.code),
      handler: 'index.handler',
      memorySize: 512,
      timeout: props.timeout,
      environment: { ...props.environment, METRICS_NAMESPACE: metricsNamespace(this) },
      role: this.role,
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // Start, end and report of each invocation would be most of the log and are in the metrics already.
      systemLogLevelV2: SystemLogLevel.WARN,
      ...(isTraced(this) ? { tracing: Tracing.ACTIVE } : {}),
    });
    Validations.of(this.function).acknowledge(
      { id: 'Serverless::Serverless-LambdaDLQ', reason: 'What it fails on goes to the dead letters of its queue, or somebody else tries again: test/infra/dead-letters.test.ts names who' },
      { id: 'Serverless::Serverless-LambdaTracing', reason: 'Traces are made where they are asked for (-c tracing=true): what became of a customer is in their record and what failed is in the log, and traces add to the price of every mail' },
    );
  }
}
