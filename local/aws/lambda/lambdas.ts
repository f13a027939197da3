import { availableParallelism } from 'node:os';
import { setTimeout as elapsed } from 'node:timers/promises';
import type { Clock } from '../../clock';
import type { AsyncInvocationWiring, FunctionWiring, MappingWiring } from '../../template/wiring';
import { instanceEnvironment } from './environment';
import type { FunctionLog } from './function-log';
import { InvocationError } from './instance';
import { Invocations } from './invocations';
import { LambdaFunction } from './lambda-function';
import { type MappedQueue, QueueMapping } from './queue-mapping';

/** As AWS has it without a setting: two more tries. */
const DEFAULT_RETRIES = 2;
/** In AWS one minute, then two. Nobody on this machine wants to wait for that. */
const FIRST_RETRY_MS = 100;
/** More instances than cores only cost memory; two at least, so that nothing here runs in a strict order by chance. */
const MOST_INSTANCES = Math.max(2, Math.min(4, availableParallelism()));

interface Parts {
  clock: Clock;
  log: FunctionLog;
  /** Where the AWS services listen, `http://127.0.0.1:<port>`. */
  awsEndpoint: string;
  /** Called once for each invocation that failed. */
  failed: (error: InvocationError) => void;
  /** Puts a message on a queue: what is left of an asynchronous invocation that failed for good. */
  send: (queueArn: string, body: string) => Promise<void>;
}

/** All Lambdas of the stack, with the mappings that feed them. */
export class Lambdas {
  readonly invocations = new Invocations();
  private readonly functions = new Map<string, LambdaFunction>();
  private readonly mappings: QueueMapping[] = [];
  /** Functions that a queue feeds already, by ARN. */
  private readonly fed = new Set<string>();
  /** Variables of the template that functions looked at, by logical id. */
  private readonly variablesRead = new Map<string, Set<string>>();
  private readonly asyncSettings = new Map<string, AsyncInvocationWiring>();
  private readonly listeners: (() => void)[] = [];
  private asyncInvocations = 0;
  private wasBusy = false;
  private stopping = false;

  constructor(private readonly parts: Parts) {}

  define(lambda: FunctionWiring): void {
    const { clock, log, awsEndpoint } = this.parts;
    const read = new Set<string>();
    this.variablesRead.set(lambda.logicalId, read);
    const options = {
      functionName: lambda.name,
      arn: lambda.arn,
      folder: lambda.code,
      handler: lambda.handler,
      environment: instanceEnvironment(lambda, awsEndpoint),
      timeoutSeconds: lambda.timeoutSeconds,
      memoryMegabytes: lambda.memoryMegabytes,
      clock: clock.shared,
      log: (text: string) => log.write(new Date(clock.now()), lambda.name, text),
      variables: Object.keys(lambda.environment),
      wasRead: (variable: string) => void read.add(variable),
    };
    const concurrency = Math.min(lambda.reservedConcurrency ?? MOST_INSTANCES, MOST_INSTANCES);
    this.functions.set(lambda.arn, new LambdaFunction(options, concurrency, () => this.changed(), (milliseconds) => this.invocations.record(lambda.logicalId, milliseconds)));
  }

  defineAsyncInvocation(settings: AsyncInvocationWiring): void {
    this.asyncSettings.set(settings.functionArn, settings);
  }

  /** Nothing is taken from the queue before `start`. */
  defineMapping(mapping: MappingWiring, queue: MappedQueue): void {
    if (!mapping.enabled) return;
    const { batchSize, batchingWindowSeconds, reportsBatchItemFailures } = mapping;
    const concurrency = Math.min(mapping.maxConcurrency ?? MOST_INSTANCES, MOST_INSTANCES);
    const lambda = this.get(mapping.functionArn);
    // A second queue has invocations of its own: what waits in one must not wait for what is handled for the other.
    if (this.fed.has(lambda.arn)) lambda.widen(concurrency);
    this.fed.add(lambda.arn);
    this.mappings.push(
      new QueueMapping(
        queue,
        mapping.queueArn,
        lambda,
        { batchSize, batchingWindowSeconds, concurrency, reportsBatchItemFailures },
        (error) => this.report(error),
        () => this.changed(),
      ),
    );
  }

  start(): void {
    for (const lambda of this.functions.values()) lambda.warm();
    for (const mapping of this.mappings) mapping.start();
  }

  /** The function's answer. Throws InvocationError. */
  async invoke(arn: string, payload: unknown): Promise<unknown> {
    try {
      return await this.get(arn).invoke(payload);
    } catch (error) {
      this.report(error);
      throw error;
    }
  }

  /**
   * An asynchronous invocation, as rules make them. Resolves when it is over: done, or after its retries lying in the
   * queue for failures, or dropped if there is none.
   */
  async invokeAsync(arn: string, payload: unknown): Promise<void> {
    const { maxRetries = DEFAULT_RETRIES, onFailureArn } = this.asyncSettings.get(arn) ?? {};
    this.asyncInvocations += 1;
    this.changed();
    try {
      for (let invokeCount = 1; ; invokeCount += 1) {
        const failure = await this.failureOf(arn, payload);
        if (failure === undefined) return;
        if (invokeCount <= maxRetries) await elapsed(FIRST_RETRY_MS * invokeCount);
        else {
          if (onFailureArn !== undefined) await this.parts.send(onFailureArn, JSON.stringify(this.failureRecord(arn, payload, failure, invokeCount)));
          return;
        }
      }
    } finally {
      this.asyncInvocations -= 1;
      this.changed();
    }
  }

  variablesReadBy(logicalId: string): string[] {
    return [...(this.variablesRead.get(logicalId) ?? [])];
  }

  isBusy(): boolean {
    if (this.asyncInvocations > 0 || this.mappings.some((mapping) => mapping.isBusy)) return true;
    for (const lambda of this.functions.values()) if (lambda.isBusy) return true;
    return false;
  }

  /** Told when the first invocation begins and when the last one under way is over. */
  whenChanged(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Takes nothing more, gives what runs some time to end, then ends it. */
  async stop(graceMs = 5000): Promise<void> {
    for (const mapping of this.mappings) mapping.stop();
    this.stopping = true;
    const end = Date.now() + graceMs;
    while (this.isHandling() && Date.now() < end) await elapsed(20);
    await Promise.all([...this.functions.values()].map((lambda) => lambda.stop()));
  }

  private isHandling(): boolean {
    return this.mappings.some((mapping) => mapping.isHandling) || [...this.functions.values()].some((lambda) => lambda.isBusy);
  }

  private async failureOf(arn: string, payload: unknown): Promise<InvocationError | undefined> {
    try {
      await this.invoke(arn, payload);
      return undefined;
    } catch (error) {
      if (error instanceof InvocationError) return error;
      throw error;
    }
  }

  /** "Invocation records", Lambda Developer Guide. */
  private failureRecord(arn: string, payload: unknown, { errorType, reason, trace }: InvocationError, invokeCount: number): unknown {
    return {
      version: '1.0',
      timestamp: new Date(this.parts.clock.now()).toISOString(),
      requestContext: { functionArn: `${arn}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: invokeCount },
      requestPayload: payload,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType, errorMessage: reason, trace: trace.split('\n') },
    };
  }

  private get(arn: string): LambdaFunction {
    const found = this.functions.get(arn);
    if (found === undefined) throw new Error(`there is no Lambda ${arn}`);
    return found;
  }

  private report(error: unknown): void {
    // What is cut short now is still in its queue, and nobody need hear of it.
    if (this.stopping) return;
    const failure = error instanceof InvocationError ? error : new InvocationError('mapping', 'Error', String(error));
    this.parts.log.write(new Date(this.parts.clock.now()), failure.functionName, `failed: ${failure.errorType}: ${failure.reason}\n${failure.trace}`);
    this.parts.failed(failure);
  }

  private changed(): void {
    const isBusy = this.isBusy();
    if (isBusy === this.wasBusy) return;
    this.wasBusy = isBusy;
    for (const listener of this.listeners) listener();
  }
}
