import { setTimeout as elapsed } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListMessageMoveTasksCommand, SendMessageCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { knownDetailTypes } from '../lambdas';
import type { Connection } from './connection';
import { handBack, removeLetter, takeLetters, type Letter } from './letters';
import type { DeadLetterQueue } from './queues';
import { jsonOf } from './reason';

const LOOK_MS = 200;

/** A redrive that SQS did not end as it should. */
export class RedriveFailedError extends Error {
  override readonly name = 'RedriveFailedError';
}

/**
 * Everything back to the queue that gave up on it, by SQS itself. That queue is named: what a rule could not deliver there
 * carries no mark of where it was going. Returns how many were moved. Throws RedriveFailedError.
 */
export async function moveAll({ sqs }: Connection, arn: string, source: NonNullable<DeadLetterQueue['source']>): Promise<number> {
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn, DestinationArn: source.arn }));
  for (;;) {
    const { Results: [task] = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
    if (task?.Status === 'COMPLETED') return task.ApproximateNumberOfMessagesMoved ?? 0;
    if (task?.Status !== 'RUNNING') throw new RedriveFailedError(`SQS stopped after ${task?.ApproximateNumberOfMessagesMoved ?? 0}: ${task?.FailureReason ?? task?.Status ?? 'no task'}`);
    await elapsed(LOOK_MS);
  }
}

const Envelope = z.object({ source: z.string(), 'detail-type': z.string(), detail: z.unknown(), resources: z.array(z.string()).default([]), time: z.coerce.date() });

/** Why a letter can't go on, or undefined once it has gone on and is no dead letter any more. */
export type Outcome = string | undefined;

/**
 * One letter to where it was going. First it is there, then it is taken away here: whoever dies in between leaves it in both
 * places, and the same event twice changes nothing.
 */
export async function moveOne(connection: Connection, queue: DeadLetterQueue, letter: Letter): Promise<Outcome> {
  if (queue.source !== undefined) await connection.sqs.send(new SendMessageCommand({ QueueUrl: queue.source.url, MessageBody: letter.body }));
  else {
    const refusal = await putOnBus(connection, letter);
    if (refusal !== undefined) return refusal;
  }
  await removeLetter(connection.sqs, queue, letter);
  return undefined;
}

/** What no Lambda took has no queue to go back to. It goes on the bus once more, where a Lambda may take it by now. */
async function putOnBus({ bus, busName }: Connection, { body }: Letter): Promise<Outcome> {
  const event = Envelope.safeParse(jsonOf(body));
  if (!event.success) return 'it is no event';
  const { source, detail, resources, time, 'detail-type': detailType } = event.data;
  if (source === 'forthright') return "its source is forthright, which is not the store's to use";
  if (!knownDetailTypes.includes(detailType)) return `no Lambda takes "${detailType}"`;
  const { Entries: [entry] = [] } = await bus.send(
    new PutEventsCommand({ Entries: [{ EventBusName: busName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail), Resources: resources, Time: time }] }),
  );
  return entry?.EventId === undefined ? `the bus refused it: ${entry?.ErrorCode ?? 'no reason given'}` : undefined;
}

/** Each letter by itself. Returns how many went on, and of the others why not. */
export async function moveEach(connection: Connection, queue: DeadLetterQueue): Promise<{ moved: number; left: { letter: Letter; why: string }[] }> {
  const letters = await takeLetters(connection.sqs, queue, () => false);
  const left: { letter: Letter; why: string }[] = [];
  const pending = new Set(letters);
  try {
    for (const letter of letters) {
      const why = await moveOne(connection, queue, letter);
      if (why === undefined) pending.delete(letter);
      else left.push({ letter, why });
    }
  } finally {
    await handBack(connection.sqs, queue, [...pending]);
  }
  return { moved: letters.length - left.length, left };
}
