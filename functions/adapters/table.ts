import { DynamoDBClient, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Policy } from '../core/merchant';
import { upgraded, Versioned, type RowKind } from '../core/schema';
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

/**
 * What a row of that kind holds, in today's shape whatever version wrote it. Throws NewerSchemaError, and UnreadableRowError
 * for what no version wrote.
 */
export function readRow<T>(kind: RowKind, shape: v.GenericSchema<unknown, T>, row: StoredItem): T {
  const stored = parsed(kind, Versioned, fromStored(row));
  return parsed(kind, shape, upgraded(kind, stored.schema, stored));
}

function parsed<T>(kind: RowKind, shape: v.GenericSchema<unknown, T>, value: unknown): T {
  const read = v.safeParse(shape, value);
  if (!read.success) throw new UnreadableRowError(kind, { cause: new v.ValiError(read.issues) });
  return read.output;
}

/** A row of our own table that does not have the shape we wrote. The rows' keys are opaque ids. */
export class UnreadableRowError extends Error {
  constructor(kind: RowKind, options: ErrorOptions) {
    super(`a ${kind} row does not have the shape that this version reads`, options);
    this.name = 'UnreadableRowError';
  }
}
