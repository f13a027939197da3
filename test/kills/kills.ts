import { setTimeout as elapsed } from 'node:timers/promises';
import { readCommand } from '../../infra/dead-letters/command';
import { connect } from '../../infra/dead-letters/connection';
import { deadLetters } from '../../infra/dead-letters/dead-letters';
import { choosing } from '../flows/choosing';
import { Started, Starting } from '../flows/started';
import { Book, isPoison } from './book';
import { Load } from './load';
import { look, type Seen } from './seen';
import { type Counted, verdictOn } from './verdict';

export interface Order {
  /** Folder for the data, empty. */
  data: string;
  count: number;
  seed: number;
  /** Kills between two looks at what has become of everything. */
  every: number;
  say: (line: string) => void;
}

export interface Outcome {
  kills: number;
  /** Of these, before the stack was ready. */
  whileStarting: number;
  looks: number;
  /** Messages that were killed in so often that they became dead letters, and had to be redriven. */
  redriven: number;
  faults: string[];
  counted: Counted | undefined;
}

/** One in five is killed before it is ready, as far as it has come by then; two in five while mails go out. */
const WHILE_STARTING = 0.2;
const WHILE_MAILING = 0.4;
const LONGEST_START_MS = 1500;
const LONGEST_MAILING_MS = 700;
const LONGEST_LIFE_MS = 4000;

/** Kills a stack at work, again and again, on the same data; lets it come to rest from time to time and looks. Stops at the first fault. */
export async function kills({ data, count, seed, every, say }: Order): Promise<Outcome> {
  const choose = choosing(seed);
  const book = new Book();
  const load = new Load(book, choose);
  const outcome: Outcome = { kills: 0, whileStarting: 0, looks: 0, redriven: 0, faults: [], counted: undefined };
  while (outcome.kills < count && outcome.faults.length === 0) {
    const dice = choose();
    if (dice < WHILE_STARTING) outcome.whileStarting += await killedWhileStarting(data, choose() * LONGEST_START_MS);
    else if (dice < WHILE_STARTING + WHILE_MAILING) await killedWhileMailing(data, load, choose() * LONGEST_MAILING_MS);
    else await killedAtWork(data, load, choose() * LONGEST_LIFE_MS);
    outcome.kills += 1;
    if (outcome.kills % every !== 0 && outcome.kills !== count) continue;
    const { seen, redriven } = await atRest(data, book);
    const { faults, counted } = verdictOn(book, seen);
    Object.assign(outcome, { faults, counted, looks: outcome.looks + 1, redriven: outcome.redriven + redriven });
    say(`${outcome.kills} kills: ${counted.orders} orders, ${counted.cancellations} cancelled by customers, ${counted.mails} mails, ${counted.unknown} unknown, ${counted.sentTwice} sent twice, ${counted.refunds} refunds, ${faults.length} faults`);
  }
  return outcome;
}

/** 1 if it was not ready by then. */
async function killedWhileStarting(data: string, afterMs: number): Promise<0 | 1> {
  const starting = Starting.on(data);
  const readyFirst = await Promise.race([starting.ready.then((started) => started.shop.close()).then(() => true), elapsed(afterMs).then(() => false)]);
  await starting.end('SIGKILL');
  return readyFirst ? 0 : 1;
}

async function killedWhileMailing(data: string, load: Load, afterMs: number): Promise<void> {
  const started = await Started.on(data);
  try {
    await load.mailsGoOut(started.shop);
    await elapsed(afterMs);
  } finally {
    await started.end('SIGKILL');
  }
}

async function killedAtWork(data: string, load: Load, afterMs: number): Promise<void> {
  const started = await Started.on(data);
  const life = { isOver: false };
  // What got no answer is no fault: the process was killed.
  const working = load.on(started.shop, () => life.isOver).catch((error: unknown) => {
    if (!life.isOver) throw error;
  });
  try {
    await Promise.race([elapsed(afterMs), working]);
  } finally {
    life.isOver = true;
    await started.end('SIGKILL');
  }
  await working;
}

/** Everything that the shop has to say is said, and enough time passes for holds and for mails of which nothing was heard. */
async function atRest(data: string, book: Book): Promise<{ seen: Seen; redriven: number }> {
  const started = await Started.on(data);
  const { shop } = started;
  try {
    await book.flush((events) => shop.puts(events));
    await shop.settle();
    const redriven = await redrive(shop.awsUrl, (await shop.deadLetters()).filter(({ body }) => !isWrong(body)));
    await shop.settle();
    // Longer than the hold of a cancellation; then twice the patience with a mail that nobody heard of.
    for (const step of ['PT6H', 'PT20M', 'PT20M']) await shop.advance(step);
    return { seen: await look(shop), redriven };
  } finally {
    await started.end('SIGTERM');
  }
}

const isWrong = (body: string): boolean => isPoison({ eventId: /"eventId":"([^"]+)"/.exec(body)?.[1] ?? '' });

/** As a merchant would: the queues in which anything lies that is not wrong in itself. */
async function redrive(awsUrl: string, letters: readonly { queue: string }[]): Promise<number> {
  const connection = connect(awsUrl, { shop: undefined, stage: 'prod' });
  try {
    for (const queue of new Set(letters.map((letter) => letter.queue))) {
      const command = readCommand(['redrive', queue, '--endpoint', awsUrl]);
      if (command.verb !== 'help') await deadLetters(command, connection, () => undefined);
    }
  } finally {
    connection.close();
  }
  return letters.length;
}
