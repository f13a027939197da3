import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { loadClosedLines, loadCustomer, loadRecord } from '../../functions/adapters/customers';
import type { Table } from '../../functions/adapters/table';
import type { Customer } from '../../functions/core/customer';
import type { Line } from '../../functions/core/line';
import { Policy } from '../../functions/core/merchant';
import { waitingUnits } from '../../functions/core/standing';
import type { CustomerDirectory } from './customer-directory';
import type { DeskStack } from './desk-stack';
import { answerJson } from './exchange';
import { cut, pageOf } from './page';
import { notFound } from './refusal';
import type { Call, Route } from './routes';

/** A page of the list reads each of its customers from the table. */
const CUSTOMERS_A_PAGE = 50;

/** The table, read as the store itself would read it: through the AWS SDK. */
export const tableOf = ({ awsUrl, tableName }: Pick<DeskStack, 'awsUrl' | 'tableName'>): Table => ({
  client: new DynamoDBClient({ endpoint: awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'store', secretAccessKey: 'store' } }),
  name: tableName,
  // The desk reads and writes nothing that would have to end.
  recordMonths: Policy.parse({}).retention.recordMonths,
});

/** `GET /api/customers?q=&offset=&limit=&order=` and `GET /api/customers/<key>`. */
export function customerRoutes(table: Table, directory: CustomerDirectory): Route[] {
  return [
    { method: 'GET', path: '/api/customers', handle: (call) => list(table, directory, call) },
    { method: 'GET', path: '/api/customers/:key', handle: (call) => show(table, call) },
  ];
}

async function list(table: Table, directory: CustomerDirectory, { res, query }: Call): Promise<void> {
  const page = pageOf(query, CUSTOMERS_A_PAGE);
  const keys = await directory.keys(query.get('q') ?? '');
  const wanted = cut(keys, { ...page, limit: Math.min(page.limit, CUSTOMERS_A_PAGE) });
  const rows = await Promise.all(
    wanted.map(async (key) => {
      const { customer } = await loadCustomer(table, key);
      // Heard of on the bus and not yet in the table: the event is still on its way, or lies among the dead letters.
      return customer === undefined ? { key, waiting: [], cancelled: 0, asked: [] } : rowOf(customer);
    }),
  );
  answerJson(res, rows, 200, { 'x-total-count': String(keys.length) });
}

function rowOf({ profile, lines, alerts }: Customer): Record<string, unknown> {
  const { key, name, email, weekly, lastContactAt, dueAt, retryAt } = profile;
  const waiting = lines
    .filter((line) => waitingUnits(line) > 0)
    .map((line) => ({ name: line.item.name, quantity: waitingUnits(line), shipBy: line.eta.shipBy, told: line.promises.at(-1)?.shipBy }));
  const cancelled = lines.flatMap(({ cancellations }) => cancellations.filter(({ state }) => state === 'held' || state === 'requested' || state === 'failed')).length;
  return { key, name, email, weekly, lastContactAt, dueAt, retryAt, waiting, cancelled, asked: alerts.filter(({ state }) => state === 'waiting').map(({ item }) => item.name) };
}

async function show(table: Table, { res, params }: Call): Promise<void> {
  const key = params.key ?? '';
  const [{ customer }, closed, record] = await Promise.all([loadCustomer(table, key), loadClosedLines(table, key), loadRecord(table, key)]);
  if (customer === undefined) throw notFound(`no customer "${key}"`, 'path', 'the key of a customer in /api/customers');
  const shown = (line: Line, isClosed: boolean): Record<string, unknown> => ({ ...line, waiting: waitingUnits(line), closed: isClosed });
  answerJson(res, {
    key,
    profile: customer.profile,
    lines: [...customer.lines.map((line) => shown(line, false)), ...closed.map((line) => shown(line, true))],
    alerts: customer.alerts,
    record,
  });
}
