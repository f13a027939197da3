import { reasonOf } from '../../infra/dead-letters/reason';
import type { DeskMessage, DeskStack } from './desk-stack';
import { answerJson } from './exchange';
import type { Route } from './routes';

export interface DeadLetter {
  id: string;
  queue: string;
  at: string;
  body: string;
  receiveCount: number;
  /** Why it came to lie here, where that can be known. */
  reason?: string;
}

/** Every queue that takes in what another one could not get rid of. */
const deadLetterQueues = (queues: DeskStack['queues']): { arn: string; name: string }[] => queues.list().filter(({ isDeadLetterOf, name }) => isDeadLetterOf.length > 0 || /dead-?letter/i.test(name));

export function countDeadLetters(queues: DeskStack['queues']): number {
  return deadLetterQueues(queues).reduce((sum, { arn }) => {
    const { ready, inFlight, delayed } = queues.depth(arn);
    return sum + ready + inFlight + delayed;
  }, 0);
}

/** `GET /api/dead-letters`, oldest first. */
export function deadLetterRoutes(queues: DeskStack['queues']): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/dead-letters',
      handle: ({ res }) => {
        const letters = deadLetterQueues(queues).flatMap(({ arn, name }) => queues.peek(arn).map((message) => letterOf(name, message)));
        answerJson(res, letters.sort((a, b) => a.at.localeCompare(b.at)));
      },
    },
  ];
}

function letterOf(queue: string, message: DeskMessage): DeadLetter {
  const { messageId: id, body, receiveCount, sentAt } = message;
  const reason = reasonOf(message);
  return { id, queue, at: new Date(sentAt).toISOString(), body, receiveCount, ...(reason === undefined ? {} : { reason }) };
}
