import { MAX_SIZE, type Request } from 'dynalite/db/index.js';
import * as batchGetItem from 'dynalite/validations/batchGetItem.js';
import * as batchWriteItem from 'dynalite/validations/batchWriteItem.js';
import * as createTable from 'dynalite/validations/createTable.js';
import * as deleteItem from 'dynalite/validations/deleteItem.js';
import * as getItem from 'dynalite/validations/getItem.js';
import { checkTypes, checkValidations } from 'dynalite/validations/index.js';
import * as putItem from 'dynalite/validations/putItem.js';
import * as query from 'dynalite/validations/query.js';
import * as scan from 'dynalite/validations/scan.js';
import * as updateItem from 'dynalite/validations/updateItem.js';
import { asThrowable } from './refusals';

const rules = { batchGetItem, batchWriteItem, createTable, deleteItem, getItem, putItem, query, scan, updateItem };

/** The largest item is 400 KB. */
export const options = { maxItemSize: MAX_SIZE };

/**
 * Types, limits and expressions as DynamoDB checks them, with its messages. Takes members that it does not know out of
 * `body` itself: read those first. Throws AwsError.
 */
export function checked(rule: keyof typeof rules, body: Record<string, unknown>): Request {
  const { types, custom } = rules[rule];
  try {
    const request = checkTypes(body, types);
    checkValidations(request, types, custom, { options });
    return request;
  } catch (error) {
    throw asThrowable(error, undefined);
  }
}
