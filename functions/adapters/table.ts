import { DynamoDBClient, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Policy } from '../core/merchant';
import { clientDefaults } from './aws-client';

export type Item = Record<string, unknown>;
export type StoredItem = Record<string, AttributeValue>;

/** The one table and a client for it. */
export interface Table {
  client: DynamoDBClient;
  name: string;
  /** How long rows are kept that will never change again. */
  recordMonths: number;
}

export const openTable = (name: string, { retention }: Policy): Table => ({ client: new DynamoDBClient(clientDefaults), name, recordMonths: retention.recordMonths });

export const toStored = (item: Item): StoredItem => marshall(item, { removeUndefinedValues: true });
export const fromStored = (item: StoredItem): Item => unmarshall(item);

/** A row of our own table that does not have the shape we wrote. The rows' keys are opaque ids. */
export class UnreadableRowError extends Error {
  constructor(what: string, options: ErrorOptions) {
    super(`a ${what} row does not have the shape that this version reads`, options);
    this.name = 'UnreadableRowError';
  }
}
