import type { SQSClient } from '@aws-sdk/client-sqs';
import { deadLetterQueues } from '../dead-letters/queues';
import { plural } from '../terminal/words';
import { type Finding, fail, ok } from './finding';

/** Whether anything could not be delivered or handled. */
export async function examineDeadLetters(sqs: SQSClient, stack: string): Promise<Finding[]> {
  const queues = await deadLetterQueues(sqs, stack);
  if (queues.length === 0) return [fail(`${stack} has no dead-letter queues`, 'What fails is lost without a word.', 'Deploy again: npx cdk deploy --all')];
  const full = queues.filter(({ count }) => count > 0);
  if (full.length === 0) return [ok(`All ${queues.length} dead-letter queues are empty`)];
  return full.map(({ name, count, holds }) => fail(`${plural(count, 'dead letter')} of ${name}`, `${holds}: what they say has reached no customer.`, `npm run dead-letters -- show ${name}`));
}
