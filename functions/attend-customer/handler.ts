import type { SQSEvent } from 'aws-lambda';
import { openBus } from '../adapters/bus';
import { readEnvironment } from '../adapters/environment';
import { keyringReader } from '../adapters/keyring';
import { openMailer } from '../adapters/mail';
import { readMerchant } from '../adapters/merchant-file';
import { openPacer } from '../adapters/pacing/open-pacer';
import { openQueue, readWake } from '../adapters/queues';
import { refundsByEvent } from '../adapters/refund-executor';
import { eachRecord } from '../adapters/sqs-records';
import { openTable } from '../adapters/table';
import { watched } from '../adapters/watched';
import { attendCustomer } from './attending';

const environment = readEnvironment(
  'TABLE_NAME',
  'BUS_NAME',
  'ATTEND_QUEUE_URL',
  'ROUTINE_QUEUE_URL',
  'KEYRING_ARN',
  'PAGE_ORIGIN',
  'NOTICES_CONFIGURATION_SET',
  'UPDATES_CONFIGURATION_SET',
  'METRICS_NAMESPACE',
);
const merchant = readMerchant();
const table = openTable(environment.TABLE_NAME, merchant.policy);
const pacer = openPacer(table);
const bus = openBus(environment.BUS_NAME);
const neighbours = {
  table,
  pacer,
  bus,
  refundExecutor: refundsByEvent(bus),
  attendQueue: openQueue(environment.ATTEND_QUEUE_URL),
  routineQueue: openQueue(environment.ROUTINE_QUEUE_URL),
  mailer: openMailer(merchant, { notices: environment.NOTICES_CONFIGURATION_SET, updates: environment.UPDATES_CONFIGURATION_SET }),
  keyring: keyringReader(environment.KEYRING_ARN),
  pageOrigin: environment.PAGE_ORIGIN,
  merchant,
};

const attendEach = eachRecord((body) => attendCustomer(neighbours, readWake(body)), (body) => readWake(body).customerKey);

export const handler = watched(environment.METRICS_NAMESPACE, (event: SQSEvent, context) => {
  // An instance handles one batch at a time.
  pacer.within(() => context.getRemainingTimeInMillis());
  return attendEach(event);
});
