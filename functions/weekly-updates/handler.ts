import { now } from '../adapters/clock';
import { customersDue, type Due } from '../adapters/due-customers';
import { readEnvironment } from '../adapters/environment';
import { log } from '../adapters/log';
import { measure } from '../adapters/metrics';
import { readMerchant } from '../adapters/merchant-file';
import { readPace } from '../adapters/pacing/pace-row';
import { depthOf, openQueue, wakeAll } from '../adapters/queues';
import { openTable } from '../adapters/table';
import { watched } from '../adapters/watched';
import { quotaUsedPercent, routineAhead } from '../core/pacing/pace';

/** As many as wait in a queue at most: what lies there already is due and would only be found again. */
const QUEUE_LIMIT = 5_000;
/** As many as one minute's run puts into a queue with time to spare. */
const ROUTINE_LIMIT = 20_000;

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'ROUTINE_QUEUE_URL', 'METRICS_NAMESPACE');
const table = openTable(environment.TABLE_NAME, readMerchant().policy);
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const routineQueue = openQueue(environment.ROUTINE_QUEUE_URL);

/** Called every minute: wakes whoever is due. It decides nothing, so missing or doubling a minute changes nothing. */
export const handler = watched(environment.METRICS_NAMESPACE, async () => {
  await wakePrompt();
  await wakeRoutine();
});

async function wakePrompt(): Promise<void> {
  const limit = QUEUE_LIMIT - (await depthOf(attendQueue)).waiting;
  if (limit <= 0) log.warn('the attend queue is deep: nobody is added');
  const due = await customersDue(table, 'urgent', now(), { limit });
  measure({ metric: 'UrgentOverdueSeconds', value: overdueSeconds(due) });
  await wakeAll(attendQueue, due.customers.map((customerKey) => ({ customerKey })));
  if (due.customers.length > 0) log.info('customers woken', { count: due.customers.length });
}

/** No more than leaves within a minute or two: what is behind that waits in the index, where it costs nothing. */
async function wakeRoutine(): Promise<void> {
  const { pace } = await readPace(table);
  const quotaUsed = quotaUsedPercent(pace);
  if (quotaUsed !== undefined) measure({ metric: 'QuotaUsed', value: quotaUsed });
  const limit = Math.min(ROUTINE_LIMIT, routineAhead(pace, Date.parse(now())));
  // The longest due are in the queue already.
  const due = await customersDue(table, 'routine', now(), { limit, skip: (await depthOf(routineQueue)).all });
  measure({ metric: 'RoutineOverdueSeconds', value: overdueSeconds(due) });
  await wakeAll(routineQueue, due.customers.map((customerKey) => ({ customerKey, urgency: 'routine' })));
  if (due.customers.length > 0) log.info('customers woken for routine mail', { count: due.customers.length });
}

const overdueSeconds = ({ since }: Due): number => (since === undefined ? 0 : (Date.parse(now()) - Date.parse(since)) / 1000);
