import { aligned, plural, since } from '../terminal/words';
import type { Command } from './command';
import type { Connection } from './connection';
import { handBack, removeLetter, takeLetters, type Letter } from './letters';
import { deadLetterQueues, type DeadLetterQueue } from './queues';
import { jsonOf, reasonOf } from './reason';
import { moveAll, moveEach, moveOne } from './redrive';

/** What can't be done as it was asked. The message says it to a person. */
export class CannotDoError extends Error {
  override readonly name = 'CannotDoError';
}

/** Letters that are looked at to find the oldest of a queue. */
const LOOKED_AT = 100;

/** Does what is asked and says so, a line at a time. False when not all of it could be done. Throws CannotDoError and what AWS throws. */
export async function deadLetters(command: Exclude<Command, { verb: 'help' }>, connection: Connection, say: (line: string) => void): Promise<boolean> {
  const queues = await deadLetterQueues(connection.sqs, connection.stackName);
  if (queues.length === 0) throw new CannotDoError(`There are no dead-letter queues of a stack ${connection.stackName} here. Is this its account and region? --stage and --merchant name another.`);
  if (command.verb === 'list') return list(queues, connection, say);
  const queue = queues.find(({ name, url }) => name === command.queue || url.endsWith(`/${command.queue}`));
  if (queue === undefined) throw new CannotDoError(`There is no queue ${command.queue}; expected one of ${queues.map(({ name }) => name).join(', ')}`);
  switch (command.verb) {
    case 'show':
      return show(queue, command.limit, connection, say);
    case 'redrive':
      return command.id === undefined ? redriveAll(queue, connection, say) : redriveOne(queue, command.id, connection, say);
    case 'drop':
      return drop(queue, command, connection, say);
  }
}

async function list(queues: readonly DeadLetterQueue[], connection: Connection, say: (line: string) => void): Promise<boolean> {
  const rows = await Promise.all(queues.map(async (queue) => [queue.name, queue.count, await oldestIn(queue, connection), queue.holds]));
  for (const line of aligned([['queue', 'letters', 'oldest', 'what lies there'], ...rows])) say(line);
  return true;
}

async function oldestIn(queue: DeadLetterQueue, connection: Connection): Promise<string> {
  if (queue.count === 0) return '-';
  const letters = await looked(queue, LOOKED_AT, connection);
  const [oldest] = letters.map(({ sentAt }) => sentAt).sort((a, b) => a.getTime() - b.getTime());
  return oldest === undefined ? 'in use by somebody else' : since(oldest, connection.now());
}

async function show(queue: DeadLetterQueue, limit: number, connection: Connection, say: (line: string) => void): Promise<boolean> {
  const letters = await looked(queue, limit, connection);
  const shown = letters.slice(0, limit).sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  say(`${queue.name}: ${plural(queue.count, 'dead letter')}${shown.length < queue.count ? `, ${shown.length} shown` : ''}`);
  for (const letter of shown) for (const line of inFull(queue, letter, connection.now())) say(line);
  return true;
}

/** Looks at letters and hands them back, whatever happens. */
async function looked(queue: DeadLetterQueue, limit: number, { sqs }: Connection): Promise<Letter[]> {
  const letters = await takeLetters(sqs, queue, (taken) => taken.length >= limit);
  await handBack(sqs, queue, letters);
  return letters;
}

function inFull(queue: DeadLetterQueue, letter: Letter, now: Date): string[] {
  const why = reasonOf(letter) ?? `not in the letter: the log of ${queue.name} has it under this id`;
  const read = jsonOf(letter.body);
  const body = read === undefined ? letter.body : JSON.stringify(read, null, 2);
  return ['', letter.id, `  sent      ${since(letter.sentAt, now)}`, `  received  ${plural(letter.receiveCount, 'time')}, this one included`, `  why       ${why}`, '  body', ...body.split('\n').map((line) => `    ${line}`)];
}

async function redriveAll(queue: DeadLetterQueue, connection: Connection, say: (line: string) => void): Promise<boolean> {
  if (queue.source !== undefined) {
    say(`${plural(await moveAll(connection, queue.arn, queue.source), 'letter')} of ${queue.name} moved back to its queue`);
    return true;
  }
  const { moved, left } = await moveEach(connection, queue);
  say(`${plural(moved, 'letter')} of ${queue.name} put on the bus once more`);
  for (const { letter, why } of left) say(`${letter.id} stays: ${why}`);
  return left.length === 0;
}

async function redriveOne(queue: DeadLetterQueue, id: string, connection: Connection, say: (line: string) => void): Promise<boolean> {
  const why = await withLetter(queue, id, connection, (letter) => moveOne(connection, queue, letter));
  say(why === undefined ? `${id} ${queue.source === undefined ? 'put on the bus once more' : 'moved back to its queue'}` : `${id} stays: ${why}`);
  return why === undefined;
}

async function drop(queue: DeadLetterQueue, { id, sure }: { id: string | undefined; sure: boolean }, connection: Connection, say: (line: string) => void): Promise<boolean> {
  if (!sure) {
    say(`Nothing is dropped. What is dropped is gone for good: say --yes to drop ${id ?? `the ${plural(queue.count, 'letter')} of ${queue.name}`}.`);
    return false;
  }
  if (id !== undefined) {
    await withLetter(queue, id, connection, (letter) => removeLetter(connection.sqs, queue, letter));
    say(`${id} dropped`);
    return true;
  }
  const letters = await takeLetters(connection.sqs, queue, () => false);
  for (const letter of letters) await removeLetter(connection.sqs, queue, letter);
  say(`${plural(letters.length, 'letter')} of ${queue.name} dropped`);
  return true;
}

/** SQS finds no message by its id: all are looked at until it is there, and the others handed back. Throws CannotDoError. */
async function withLetter<T>(queue: DeadLetterQueue, id: string, { sqs }: Connection, use: (letter: Letter) => Promise<T>): Promise<T> {
  const letters = await takeLetters(sqs, queue, (taken) => taken.some((letter) => letter.id === id));
  const found = letters.find((letter) => letter.id === id);
  try {
    if (found === undefined) throw new CannotDoError(`${queue.name} has no letter ${id}; show lists their ids`);
    return await use(found);
  } finally {
    // The one that was used is gone, unless it could not be: then it goes back too.
    await handBack(sqs, queue, letters);
  }
}
