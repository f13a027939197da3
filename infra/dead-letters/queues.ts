import { GetQueueAttributesCommand, paginateListDeadLetterSourceQueues, paginateListQueues, type SQSClient } from '@aws-sdk/client-sqs';
import { detailTypesOf, lambdas } from '../lambdas';

/** A dead-letter queue of the service. */
export interface DeadLetterQueue {
  /** Whose dead letters they are, as its folder in functions/ is called: `backorder-created`. What a person types. */
  name: string;
  /** What the letters are about, in words. */
  holds: string;
  url: string;
  arn: string;
  /** About how many letters lie there, those in somebody's hands included. */
  count: number;
  /** The queue that gave up on them; undefined where a rule alone puts them there. */
  source: { url: string; arn: string } | undefined;
}

/** Every dead-letter queue of a stack, by name. They are found by what infra/constructs/dead-letters.ts calls them. */
export async function deadLetterQueues(sqs: SQSClient, stack: string): Promise<DeadLetterQueue[]> {
  const urls: string[] = [];
  for await (const { QueueUrls: page = [] } of paginateListQueues({ client: sqs, pageSize: 100 }, { QueueNamePrefix: `${stack}-` })) urls.push(...page);
  const named = urls.flatMap((url) => {
    const name = nameIn(url, stack);
    return name === undefined ? [] : [{ name, url }];
  });
  const queues = await Promise.all(named.map((one) => described(sqs, one)));
  return queues.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `ForthrightService-EtaChangedDeadLetters` holds those of eta-changed. `ForthrightService-dev-EtaChangedDeadLetters` is of another stack, whose name begins alike. */
function nameIn(url: string, stack: string): string | undefined {
  const queue = url.slice(url.lastIndexOf('/') + 1);
  const [, construct] = /^([A-Za-z0-9]+)DeadLetters$/.exec(queue.slice(stack.length + 1)) ?? [];
  return construct?.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();
}

async function described(sqs: SQSClient, { name, url }: { name: string; url: string }): Promise<DeadLetterQueue> {
  const [{ arn, count }, source] = await Promise.all([attributesOf(sqs, url), sourceOf(sqs, url)]);
  return { name, holds: holdsOf(name), url, arn, count, source };
}

async function attributesOf(sqs: SQSClient, url: string): Promise<{ arn: string; count: number }> {
  const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'] as const;
  const { Attributes: attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn', ...counts] }));
  return { arn: attributes.QueueArn ?? '', count: counts.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0) };
}

/** One Lambda, one queue, one queue of dead letters: the first source is the only one. */
async function sourceOf(sqs: SQSClient, url: string): Promise<DeadLetterQueue['source']> {
  for await (const { queueUrls: [source] = [] } of paginateListDeadLetterSourceQueues({ client: sqs }, { QueueUrl: url })) {
    if (source !== undefined) return { url: source, arn: (await attributesOf(sqs, source)).arn };
  }
  return undefined;
}

const WORK: Readonly<Record<string, string>> = {
  'attend-customer': 'Customers who are to be told something',
  'unknown-events': "The store's events that no Lambda takes",
  'weekly-updates': 'Minutes in which nobody was woken',
};

function holdsOf(name: string): string {
  const lambda = lambdas.find((one) => one === name);
  const events = lambda === undefined ? [] : detailTypesOf(lambda);
  return WORK[name] ?? (events.length > 0 ? events.join(', ') : `What ${name} could not handle`);
}
