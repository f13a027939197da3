import * as z from 'zod';
import { openBus } from '../adapters/bus';
import { readEnvironment } from '../adapters/environment';
import { keyringReader } from '../adapters/keyring';
import { openMailer } from '../adapters/mail';
import { readMerchant } from '../adapters/merchant-file';
import { openQueue } from '../adapters/queues';
import { eachRecord } from '../adapters/sqs-records';
import { openTable } from '../adapters/table';
import { attendCustomer } from './attending';

const environment = readEnvironment(
  'TABLE_NAME',
  'BUS_NAME',
  'ATTEND_QUEUE_URL',
  'KEYRING_ARN',
  'PAGE_ORIGIN',
  'NOTICES_CONFIGURATION_SET',
  'UPDATES_CONFIGURATION_SET',
);
const merchant = readMerchant();
const neighbours = {
  table: openTable(environment.TABLE_NAME, merchant.policy),
  bus: openBus(environment.BUS_NAME),
  attendQueue: openQueue(environment.ATTEND_QUEUE_URL),
  mailer: openMailer(merchant, { notices: environment.NOTICES_CONFIGURATION_SET, updates: environment.UPDATES_CONFIGURATION_SET }),
  keyring: keyringReader(environment.KEYRING_ARN),
  pageOrigin: environment.PAGE_ORIGIN,
  merchant,
};

const Wake = z.object({ customerKey: z.string().min(1) });

const customerIn = (body: unknown): string => Wake.parse(body).customerKey;

export const handler = eachRecord((body) => attendCustomer(neighbours, customerIn(body)), customerIn);
