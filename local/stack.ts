import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { CloudFormation } from './aws/cloudformation/cloudformation';
import { DynamoDb } from './aws/dynamodb/dynamodb';
import { EventBridge } from './aws/eventbridge/event-bridge';
import { Gateway } from './aws/gateway';
import { HttpApi } from './aws/http-api/http-api';
import { Permissions } from './aws/iam/permissions';
import { FunctionLog } from './aws/lambda/function-log';
import { Lambdas } from './aws/lambda/lambdas';
import type { Requests } from './aws/requests';
import { SecretsManager } from './aws/secrets-manager/secrets-manager';
import { Ses } from './aws/ses/ses';
import type { SesEvent } from './aws/ses/ses-event';
import { Queues } from './aws/sqs/queues';
import { Clock } from './clock';
import { createDesk } from './desk/desk';
import type { DeskStack } from './desk/desk-stack';
import { DueIndex } from './due-index';
import { PageServer } from './server';
import { Store } from './store';
import { readAssembly } from './template/assembly';
import { readWiring } from './template/read-wiring';
import { TemplateError } from './template/template-error';
import type { Wiring } from './template/wiring';
import { Timeline } from './timeline';
import { type LambdaUsage, usageOf } from './usage';

export interface StackOptions {
  /** Folder of the cloud assembly to run. */
  assembly: string;
  /** Domains and addresses that count as verified, beside the identities of the template. */
  verified: readonly string[];
  /** Of the desk and of the customers' pages; 0 takes any free one. */
  port: number;
  /** Of the AWS services; 0 takes any free one. */
  awsPort: number;
  /** Folder of everything that is kept. */
  data: string;
  /** Forgets what an earlier run left there. */
  fresh: boolean;
  /** Told of every invocation that failed and of whatever else goes wrong in the background. */
  failed: (error: unknown) => void;
}

/** A running stack. */
export interface LocalStack extends DeskStack {
  /** `http://localhost:<port>`: the desk, and the origin of every link in a mail. */
  readonly deskUrl: string;
  readonly ses: Ses;
  readonly queues: Queues;
  readonly bridge: EventBridge;
  readonly dynamodb: DynamoDb;
  readonly lambdas: Lambdas;
  /** What each Lambda has needed so far of what the template gives it. */
  usage(): LambdaUsage[];
  /** What was asked of the AWS services. */
  readonly requests: Requests;
  /** What the Lambdas wrote to their consoles. */
  readonly logFile: string;
  /** Lets what is being handled end, and leaves nothing running. */
  close(): Promise<void>;
}

/** Called in the opposite order of their opening. */
type Closers = (() => Promise<void>)[];

/**
 * Runs the stacks of a cloud assembly in this process. Throws TemplateError for a template that can't be run,
 * StoreInUseError for a data folder that belongs to another process, and the socket's error for a port in use.
 */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const closers: Closers = [];
  try {
    return await start(options, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function start({ assembly, verified, port, awsPort, data, fresh, failed }: StackOptions, closers: Closers): Promise<LocalStack> {
  const opened = await openData(data, fresh, closers);
  const { store, dynamodb } = opened;
  const clock = await Clock.open(store);
  const queues = await Queues.open(store, clock);
  const bridge = await EventBridge.open(store, clock, { queues, invoke: (arn, payload) => lambdas.invokeAsync(arn, payload) }, failed);
  const secrets = new SecretsManager(store, clock, (arn, payload) => lambdas.invoke(arn, payload));
  const cloudFormation = new CloudFormation();
  const ses = await Ses.open({
    store,
    clock,
    publish: (events, ops) => bridge.publish(events.map(({ detailType, detail }) => ({ source: 'aws.ses', resources: [], detailType, detail })), ops),
    isTold: (event) => publishes(wiring, event),
    failed,
  });
  closers.push(() => ses.stop());

  const pages = await PageServer.listen(port, failed);
  closers.push(() => pages.close());
  const gateway = await Gateway.listen(awsPort, [dynamodb, queues, bridge, ses, secrets, cloudFormation], (service, request) => permissions.authorize(service, request));
  closers.push(() => gateway.close());

  const wiring = readWiring(readAssembly(assembly), { queueUrl: (name) => queues.urlOf(name), apiOrigin: pages.origin });
  const permissions = new Permissions(wiring, (address) => ses.senders.identityOf(address), failed);
  const [table, ...others] = wiring.tables;
  if (table === undefined || others.length > 0) throw new TemplateError(`expected one table, found ${wiring.tables.length}`);
  const [bus, ...otherBuses] = wiring.buses;
  if (bus === undefined || otherBuses.length > 0) throw new TemplateError(`expected one bus, found ${wiring.buses.length}`);
  await dynamodb.define(table.name, table.properties);
  for (const secret of wiring.secrets) await secrets.define(secret);
  for (const rotation of wiring.rotations) secrets.defineRotation(rotation);
  for (const queue of wiring.queues) queues.define(queue);
  bridge.defineBus(bus.name);
  for (const rule of wiring.rules) bridge.defineRule(rule);
  for (const identity of [...wiring.identities, ...verified]) ses.senders.defineIdentity(identity);
  for (const set of wiring.configurationSets) ses.senders.defineConfigurationSet(set);
  for (const { configurationSet, ...destination } of wiring.mailEvents) ses.senders.defineEventDestination(configurationSet, destination);
  for (const resource of wiring.resources) cloudFormation.define(resource);
  for (const archive of wiring.archives) bridge.defineArchive(archive);

  const log = FunctionLog.open(path.join(data, 'lambdas.log'));
  const lambdas = new Lambdas({
    clock,
    log,
    awsEndpoint: gateway.origin,
    failed,
    send: async (arn, body) => {
      await queues.send(arn, [{ body }]);
    },
  });
  for (const lambda of wiring.functions) lambdas.define({ ...lambda, environment: onThisMachine(lambda.environment, pages.origin) });
  for (const settings of wiring.asyncInvocations) lambdas.defineAsyncInvocation(settings);
  for (const mapping of wiring.mappings) lambdas.defineMapping(mapping, queues);
  closers.push(() => lambdas.stop());

  const timeline = new Timeline({
    clock,
    isBusy: () => lambdas.isBusy() || queues.hasReady() || ses.isBusy() || bridge.isReplaying(),
    queues: { nextVisibleAt: () => earlier(queues.nextVisibleAt(), ses.nextEventAt()) },
    schedules: bridge.schedules(),
    due: new DueIndex(dynamodb, table.name),
    failed,
  });
  closers.push(() => {
    timeline.stop();
    return Promise.resolve();
  });

  const stack: LocalStack = {
    deskUrl: pages.origin,
    awsUrl: gateway.origin,
    tableName: table.name,
    busName: bus.name,
    logFile: log.file,
    clock,
    timeline,
    queues,
    bridge,
    ses,
    dynamodb,
    lambdas,
    usage: () => usageOf(wiring, permissions, lambdas),
    requests: gateway.requests,
    close: () => closeAll(closers),
  };
  const api = new HttpApi(wiring.routes, wiring.integrations, clock, (arn, payload) => lambdas.invoke(arn, payload));
  pages.serve([(request, response) => api.handle(request, response), createDesk(stack)]);
  lambdas.start();
  ses.start();
  bridge.start();
  timeline.start();
  return stack;
}

async function openData(data: string, fresh: boolean, closers: Closers): Promise<{ store: Store; dynamodb: DynamoDb }> {
  const [stackFolder, tableFolder] = [path.join(data, 'stack'), path.join(data, 'dynamodb')];
  await mkdir(data, { recursive: true });
  if (fresh) {
    // Opened first: what another process is using is not to be deleted under it.
    await (await Store.open(stackFolder)).close();
    for (const folder of [stackFolder, tableFolder]) await rm(folder, { recursive: true, force: true });
  }
  const store = await Store.open(stackFolder);
  closers.push(() => store.close());
  const dynamodb = await DynamoDb.open(tableFolder);
  closers.push(() => dynamodb.close());
  return { store, dynamodb };
}

/** Links in mails must lead to this machine, whatever domain the merchant has for them. */
function onThisMachine(environment: Record<string, string>, origin: string): Record<string, string> {
  return 'PAGE_ORIGIN' in environment ? { ...environment, PAGE_ORIGIN: origin } : environment;
}

function publishes(wiring: Wiring, { configurationSet, detail }: SesEvent): boolean {
  return wiring.mailEvents.some((mailEvents) => mailEvents.configurationSet === configurationSet && mailEvents.types.includes(typeOf(detail)));
}

/** `Send` of an event is SEND in a template, `Rendering Failure` RENDERING_FAILURE. */
const typeOf = (detail: SesEvent['detail']): string => detail.eventType.replace(/(?<=[a-z]) ?(?=[A-Z])/g, '_').toUpperCase();

const earlier = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined || b === undefined ? (a ?? b) : Math.min(a, b));

async function closeAll(closers: Closers): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
}
