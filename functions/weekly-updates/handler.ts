import { now } from '../adapters/clock';
import { customersDue } from '../adapters/due-customers';
import { readEnvironment } from '../adapters/environment';
import { log } from '../adapters/log';
import { readMerchant } from '../adapters/merchant-file';
import { readPace } from '../adapters/pacing/pace-row';
import { depthOf, openQueue, wakeAll } from '../adapters/queues';
import { openTable } from '../adapters/table';
import { routineAhead } from '../core/pacing/pace';

/** As many as wait in a queue at most: what lies there already is due and would only be found again. */
const QUEUE_LIMIT = 5_000;
/** As many as one minute's run puts into a queue with time to spare. */
const ROUTINE_LIMIT = 20_000;

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'ROUTINE_QUEUE_URL');
const table = openTable(environment.TABLE_NAME, readMerchant().policy);
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const routineQueue = openQueue(environment.ROUTINE_QUEUE_URL);

/** Called every minute: wakes whoever is due. It decides nothing, so missing or doubling a minute changes nothing. */
export async function handler(): Promise<void> {
  await wakePrompt();
  await wakeRoutine();
}

async function wakePrompt(): Promise<void> {
  const limit = QUEUE_LIMIT - (await depthOf(attendQueue)).waiting;
  if (limit <= 0) log.warn('the attend queue is deep: nobody is added');
  const due = await customersDue(table, 'urgent', now(), { limit });
  await wakeAll(attendQueue, due.map((customerKey) => ({ customerKey })));
  if (due.length > 0) log.info('customers woken', { count: due.length });
}

/** No more than leaves within a minute or two: what is behind that waits in the index, where it costs nothing. */
async function wakeRoutine(): Promise<void> {
  const { pace } = await readPace(table);
  const limit = Math.min(ROUTINE_LIMIT, routineAhead(pace, Date.parse(now())));
  // The longest due are in the queue already.
  const due = await customersDue(table, 'routine', now(), { limit, skip: (await depthOf(routineQueue)).all });
  await wakeAll(routineQueue, due.map((customerKey) => ({ customerKey, urgency: 'routine' })));
  if (due.length > 0) log.info('customers woken for routine mail', { count: due.length });
}
