import type { SQSEvent } from 'aws-lambda';
import { SCHEMA } from '../../../functions/core/schema';
import type { House, Invocation } from './house';
import type { Item } from './dynamodb/words';

/*
 * While a deployment goes on, today's code meets what the next release wrote. That it leaves this alone, and comes again, is no
 * fault of its own.
 */

/** What it is called among the disturbances of a life. */
export const MET_NEWER = 'met what newer code wrote';

/** Whether the row was written by the next release. */
export const isNewerRow = (row: Item | undefined): boolean => Number(row?.schema?.N ?? 0) > SCHEMA;

/** Whether one of these records is a message of our own that the next release sent. */
export const hasNewerMessage = (event: unknown): boolean => isBatch(event) && event.Records.some(({ body }) => isNewerMessage(JSON.parse(body)));

const isBatch = (event: unknown): event is SQSEvent => typeof event === 'object' && event !== null && 'Records' in event;
const isNewerMessage = (message: unknown): boolean => typeof message === 'object' && message !== null && 'schema' in message && Number(message.schema) > SCHEMA;

/** Notes, once for each run, that today's code met something newer: its message comes again. */
export function meetNewer(by: Invocation, house: House): void {
  if (by.release !== 'today' || by.faults.includes(MET_NEWER)) return;
  by.faults.push(MET_NEWER);
  house.disturb(MET_NEWER, house.delay());
}
