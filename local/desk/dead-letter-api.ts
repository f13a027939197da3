import * as z from 'zod';
import { InvalidEventError } from '../../functions/adapters/sqs-records';
import { incoming } from '../../functions/core/events/incoming';
import { readSesEvent } from '../../functions/email-feedback/ses-event';
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
  const reason = reasonSaid(message.messageAttributes) ?? reasonFound(body);
  return { id, queue, at: new Date(sentAt).toISOString(), body, receiveCount, ...(reason === undefined ? {} : { reason }) };
}

const Attribute = z.object({ StringValue: z.string() });

/** EventBridge says why it could not deliver in ERROR_CODE and ERROR_MESSAGE (User Guide, "Using dead-letter queues"). */
function reasonSaid(attributes: Record<string, unknown>): string | undefined {
  const said = ['ERROR_CODE', 'ERROR_MESSAGE'].flatMap((name) => {
    const attribute = Attribute.safeParse(attributes[name]);
    return attribute.success ? [attribute.data.StringValue] : [];
  });
  return said.length === 0 ? undefined : said.join(': ');
}

const Envelope = z.object({ source: z.string().optional(), 'detail-type': z.string(), detail: z.unknown() });

/** A queue does not say why its consumer failed, but an event that is wrong can be checked again. */
function reasonFound(body: string): string | undefined {
  const envelope = Envelope.safeParse(jsonOf(body));
  if (!envelope.success) return undefined;
  const { source, 'detail-type': detailType, detail } = envelope.data;
  if (source === 'aws.ses') return problemsWith(envelope.data);
  const schema = Object.entries(incoming).find(([name]) => name === detailType)?.[1];
  if (schema === undefined) return `detail-type "${detailType}" is none that Forthright knows`;
  const parsed = schema.safeParse(detail);
  if (parsed.success) return undefined;
  return parsed.error.issues.map(({ path, message }) => `${['detail', ...path].join('.')}: ${message}`).join('; ');
}

function problemsWith(sesEvent: unknown): string | undefined {
  try {
    readSesEvent(sesEvent);
    return undefined;
  } catch (error) {
    return error instanceof InvalidEventError ? error.problems.join('; ') : undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
