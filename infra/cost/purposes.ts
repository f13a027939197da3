import type { LambdaName } from '../lambdas';
import type { Part } from './counts';

/*
 * What each request to the table is for. Where mails cost more than SES asks for them it is because of these, so each has
 * to say what it buys.
 */

const LOADS = 'what is true of the customer, read consistently: nothing is told that has changed meanwhile';

const PURPOSES: Partial<Record<LambdaName, Record<string, string>>> = {
  'backorder-created': {
    GetItem: `${LOADS}; the last date told for the SKU, and closes that came before`,
    Query: LOADS,
    TransactWriteItems: 'line, order and customer, all or nothing, under a version: a repeated event changes nothing',
    PutItem: 'the customer alone',
  },
  'eta-changed': {
    GetItem: `${LOADS}; the last word on the SKU, so that an older one changes nothing`,
    Query: `who waits for the SKU, and once more since indexes lag; ${LOADS}`,
    PutItem: 'the date of the SKU, for lines that come in later',
    TransactWriteItems: 'the new date of each line, under the version of its customer',
  },
  'order-closed': {
    GetItem: `${LOADS}; whose order it is`,
    Query: LOADS,
    PutItem: 'a close that came first, or the customer alone',
    TransactWriteItems: 'line closed, tombstone and record, all or nothing: nothing is told after goodbye',
  },
  'attend-customer': {
    GetItem: `${LOADS}; how fast mail may leave`,
    Query: LOADS,
    PutItem: 'a slot among all workers, so that SES refuses nothing; that the mail goes out, before it does: never twice; that the store was told of it',
    TransactWriteItems: 'that the mail is out, what was promised in it and its words: on the record, under the version of before',
  },
  'email-feedback': {
    GetItem: `whether anybody waits for word that SES has the mail; ${LOADS}`,
    Query: LOADS,
    PutItem: 'that the mail arrived, on the record',
    TransactWriteItems: 'what word of SES settles: a mail whose answer was lost, an address that took mail again',
  },
};

/** In words; undefined for a request that nobody has said anything of. */
export function purposeOf({ lambda, operation }: Pick<Part, 'lambda' | 'operation'>): string | undefined {
  const found = Object.entries(PURPOSES).find(([name]) => name === lambda);
  return found?.[1][operation];
}
