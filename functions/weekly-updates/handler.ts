import { now } from '../adapters/clock';
import { customersDue } from '../adapters/due-customers';
import { readEnvironment } from '../adapters/environment';
import { log } from '../adapters/log';
import { readMerchant } from '../adapters/merchant-file';
import { depthOf, openQueue, wakeAll } from '../adapters/queues';
import { openTable } from '../adapters/table';

/** As many as wait in the queue at most: what lies there already is due and would only be found again. */
const QUEUE_LIMIT = 5_000;

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL');
const table = openTable(environment.TABLE_NAME, readMerchant().policy);
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);

/** Called every minute: wakes whoever is due. It decides nothing, so missing or doubling a minute changes nothing. */
export async function handler(): Promise<void> {
  const room = QUEUE_LIMIT - (await depthOf(attendQueue));
  if (room <= 0) {
    log.warn('the attend queue is deep: nobody is added');
    return;
  }
  const due = await customersDue(table, now(), room);
  await wakeAll(attendQueue, due);
  if (due.length > 0) log.info('customers woken', { count: due.length });
}
