import { now } from '../adapters/clock';
import { changeCustomer } from '../adapters/customers';
import { readEnvironment } from '../adapters/environment';
import { customersInScope, keepEta, type LinesPage } from '../adapters/etas';
import { log, safely } from '../adapters/log';
import { readMerchant } from '../adapters/merchant-file';
import { lineOf, loadOrder } from '../adapters/orders';
import { openQueue, send, wakeWhenDue } from '../adapters/queues';
import { eachRecord } from '../adapters/sqs-records';
import { customersWithAlert, keepBackInStock } from '../adapters/stock';
import { openTable } from '../adapters/table';
import { watched } from '../adapters/watched';
import { apply } from '../core/apply';
import { parseWork, type FanOut, type Report } from './fan-out';

const PAGE = 25;
const SECOND_SWEEP_SECONDS = 60;

const environment = readEnvironment('TABLE_NAME', 'ATTEND_QUEUE_URL', 'FAN_OUT_QUEUE_URL', 'METRICS_NAMESPACE');
const attendQueue = openQueue(environment.ATTEND_QUEUE_URL);
const ownQueue = openQueue(environment.FAN_OUT_QUEUE_URL);
const merchant = readMerchant();
const table = openTable(environment.TABLE_NAME, merchant.policy);

export const handler = watched(
  environment.METRICS_NAMESPACE,
  eachRecord(
    async (body) => {
      const work = parseWork(body, now());
      if (work.kind === 'go on') return goOn(work.fanOut);
      await keep(work.report);
      await goOn({ report: work.report, sweep: 1 });
    },
    // Reports of different scopes may concern the same customers: one after the other.
    () => '',
  ),
);

/** For what opens later. */
function keep(report: Report): Promise<void> {
  return report.type === 'Back In Stock' ? keepBackInStock(table, report.event) : keepEta(table, report);
}

async function goOn(fanOut: FanOut): Promise<void> {
  const { report, customerKey } = fanOut;
  if (customerKey !== undefined) return tell(customerKey, report);
  const { customers, next } = await concerned(report, fanOut.cursor);
  await Promise.all(customers.map((key) => tellOrLeave(key, fanOut)));
  if (next !== undefined) await send(ownQueue, { fanOut: { ...fanOut, cursor: next } });
  else if (fanOut.sweep === 1 && !isOfOneLine(report)) await send(ownQueue, { fanOut: { report, sweep: 2 } }, SECOND_SWEEP_SECONDS);
}

/** A page of the customers whose lines, or alerts, the report is about. */
async function concerned(report: Report, cursor: string | undefined): Promise<LinesPage> {
  if (report.type === 'Back In Stock') return customersWithAlert(table, report.event.sku, cursor, PAGE);
  const { scope } = report.event;
  if (!('orderId' in scope)) return customersInScope(table, scope, cursor, PAGE);
  const line = lineOf(await loadOrder(table, scope.orderId), scope.lineId);
  return { customers: line === undefined ? [] : [line.customerKey], next: undefined };
}

/** A line is found by its order's row, which is never behind. */
const isOfOneLine = (report: Report): boolean => report.type !== 'Back In Stock' && 'orderId' in report.event.scope;

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
