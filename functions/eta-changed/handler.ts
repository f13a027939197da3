import { now } from '../adapters/clock';
import { changeCustomer } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { customersInScope, keepEta } from '../adapters/etas';
import { log, safely } from '../adapters/log';
import { readMerchant } from '../adapters/merchant-file';
import { loadOrder } from '../adapters/orders';
import { openQueue, send, wakeWhenDue } from '../adapters/queues';
import { eachRecord } from '../adapters/sqs-records';
import { openTable } from '../adapters/table';
import { apply } from '../core/apply';
import { parseWork, type FanOut, type Report } from './fan-out';

const PAGE = 25;
const SECOND_SWEEP_SECONDS = 60;

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'FAN_OUT_QUEUE_URL');
const table = openTable(environment.TABLE_NAME);
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const ownQueue = openQueue(environment.FAN_OUT_QUEUE_URL);
const merchant = readMerchant();

export const handler = eachRecord(
  async (body) => {
    const work = parseWork(body, now());
    if (work.kind === 'go on') return goOn(work.fanOut);
    await keepEta(table, work.report);
    await goOn({ report: work.report, sweep: 1 });
  },
  // Dates of different scopes may concern the same customers: one after the other.
  () => '',
);

async function goOn(fanOut: FanOut): Promise<void> {
  const { report, customerKey } = fanOut;
  const { scope } = report.event;
  if (customerKey !== undefined) return tell(customerKey, report);
  if ('orderId' in scope) {
    const line = (await loadOrder(table, scope.orderId)).lines[scope.lineId];
    return line === undefined ? undefined : tell(line.customerKey, report);
  }
  const { customers, next } = await customersInScope(table, scope, fanOut.cursor, PAGE);
  await Promise.all(customers.map((key) => tellOrLeave(key, fanOut)));
  if (next !== undefined) await send(ownQueue, { fanOut: { ...fanOut, cursor: next } });
  else if (fanOut.sweep === 1) await send(ownQueue, { fanOut: { report, sweep: 2 } }, SECOND_SWEEP_SECONDS);
}

/** A customer who can't be changed now gets a message of their own, so that the others are not held up. */
async function tellOrLeave(customerKey: string, fanOut: FanOut): Promise<void> {
  try {
    await tell(customerKey, fanOut.report);
  } catch (error) {
    log.warn('customer left for later', safely(error));
    await send(ownQueue, { fanOut: { report: fanOut.report, sweep: 2, customerKey } });
  }
}

async function tell(customerKey: string, report: Report): Promise<void> {
  const customer = await changeCustomer(table, customerKey, (known) => apply(known, report, merchant, now()));
  await wakeWhenDue(attendQueue, customer, now());
}
