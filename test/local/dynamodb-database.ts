import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamoDBClient, GetItemCommand, PutItemCommand, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../../local/aws/dynamodb/dynamodb';
import { type Served, TABLE, serve } from './dynamodb-server';

export const TableName = 'Shop';

type Scalars = Record<string, { S: string } | { N: string }>;

/** A fresh database with the table `Shop` before each test of the file, and the SDK in front of it. */
export class EachTest {
  private dir = '';
  private served!: Served;
  database!: DynamoDb;

  constructor(private readonly caller = 'store') {
    beforeEach(async () => {
      this.dir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
      await this.start();
    });
    afterEach(async () => {
      await this.stop();
      await rm(this.dir, { recursive: true });
    });
  }

  get client(): DynamoDBClient {
    return this.served.client;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  put(pk: string, more: Scalars = {}) {
    return this.client.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }));
  }

  async get(pk: string, sk = 'A') {
    return (await this.client.send(new GetItemCommand({ TableName, Key: key(pk, sk), ConsistentRead: true }))).Item;
  }

  transact(items: TransactWriteItem[], token?: string) {
    return this.client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }));
  }

  private async start(): Promise<void> {
    this.database = await DynamoDb.open(this.dir);
    await this.database.define(TableName, TABLE);
    this.served = await serve(this.database, { caller: this.caller });
  }

  private async stop(): Promise<void> {
    await this.served.stop();
    await this.database.close();
  }
}

export function key(pk: string, sk = 'A') {
  return { pk: { S: pk }, sk: { S: sk } };
}

export function putPart(pk: string, more: Scalars = {}) {
  return { Put: { TableName, Item: { ...key(pk), ...more } } };
}

/** Resolves to what was thrown. */
export function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}
