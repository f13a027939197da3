import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Answer } from 'dynalite/db/index.js';
import * as z from 'zod';
import { arnOf } from '../account';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService, errorAnswer, jsonAnswer } from '../service';
import { Administration } from './administration';
import { Consumption } from './consumption';
import { Disk } from './disk';
import { type CapacityDetail, Meter } from './meter';
import { Reading } from './reading';
import { Tables } from './tables';
import { tableFromTemplate } from './template-table';
import { Transactions } from './transactions';
import { validationError } from './refusals';
import { Writing } from './writing';

const Body = z.record(z.string(), z.unknown());
const TARGET = /^DynamoDB_20120810\.(\w+)$/;

type Operation = (body: Record<string, unknown>, meter: Meter) => Answer | Promise<Answer>;

/**
 * DynamoDB in this process, kept in one folder: dynalite's validations, expressions and queries over a database of our
 * own, which adds what dynalite lacks (transactions, whole writes of item and indexes, expiry settings).
 *
 * Every answered write is on disk and outlives the process, however that ends. Indexes follow at once, where AWS lets
 * them lag. Not here: PartiQL, streams, local indexes, changes of a table but through `define`.
 */
export class DynamoDb implements AwsService {
  readonly name = 'dynamodb';
  /** Units by caller and operation, by AWS's rules, for measuring. */
  readonly consumption = new Consumption();
  private readonly operations: Map<string, Operation>;

  private constructor(private readonly disk: Disk, private readonly tables: Tables) {
    const admin = new Administration(tables);
    const reading = new Reading(tables, disk);
    const writing = new Writing(tables, disk);
    const transactions = new Transactions(tables, disk);
    this.operations = new Map<string, Operation>([
      ['CreateTable', (body) => admin.createTable(body)],
      ['DeleteTable', (body) => admin.deleteTable(body)],
      ['DescribeTable', (body) => admin.describeTable(body)],
      ['ListTables', (body) => admin.listTables(body)],
      ['UpdateTimeToLive', (body) => admin.updateTimeToLive(body)],
      ['DescribeTimeToLive', (body) => admin.describeTimeToLive(body)],
      ['GetItem', (body, meter) => reading.getItem(body, meter)],
      ['BatchGetItem', (body, meter) => reading.batchGetItem(body, meter)],
      ['Query', (body, meter) => reading.query(body, meter)],
      ['Scan', (body, meter) => reading.scan(body, meter)],
      ['TransactGetItems', (body, meter) => reading.transactGetItems(body, meter)],
      ['PutItem', (body, meter) => writing.putItem(body, meter)],
      ['UpdateItem', (body, meter) => writing.updateItem(body, meter)],
      ['DeleteItem', (body, meter) => writing.deleteItem(body, meter)],
      ['BatchWriteItem', (body, meter) => writing.batchWriteItem(body, meter)],
      ['TransactWriteItems', (body, meter) => transactions.transactWriteItems(body, meter)],
    ]);
  }

  /** Creates `dir` if need be. Throws DatabaseInUseError where another process has it open. */
  static async open(dir: string): Promise<DynamoDb> {
    const disk = await Disk.open(dir);
    return new DynamoDb(disk, await Tables.open(disk));
  }

  /**
   * Makes a table as a template has it: `properties` of AWS::DynamoDB::GlobalTable or AWS::DynamoDB::Table with all
   * intrinsics resolved; `name` is used where they have none. Again with the same properties nothing happens; indexes
   * that the template gained or lost are filled or dropped. Throws TemplateTableError, TableMismatchError.
   */
  async define(name: string, properties: unknown): Promise<{ name: string; arn: string }> {
    const shape = tableFromTemplate(name, properties);
    await this.tables.define(shape);
    return { name: shape.TableName, arn: arnOf('dynamodb', `table/${shape.TableName}`) };
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      return finished(jsonAnswer(await this.answer(request), '1.0'));
    } catch (error) {
      if (error instanceof AwsError) return finished(errorAnswer(error, '1.0'));
      throw error;
    }
  }

  /** Waits for writes under way. Requests that come later fail. */
  async close(): Promise<void> {
    await this.disk.close();
  }

  private async answer(request: AwsRequest): Promise<Answer> {
    const name = TARGET.exec(request.target ?? '')?.[1] ?? '';
    const operation = this.operations.get(name);
    if (operation === undefined) throw new AwsError('com.amazon.coral.service#UnknownOperationException', `The local stack has no operation ${request.target ?? 'without a name'}`);
    const body = parsedBody(request.body);
    const detail = capacityDetail(body);
    const meter = new Meter();
    try {
      const answer = await operation(body, meter);
      const consumed = meter.consumed(detail);
      if (consumed === undefined) return answer;
      return { ...answer, ConsumedCapacity: tellsManyTables(name) ? consumed : consumed[0] };
    } finally {
      this.consumption.record(request.caller, name, meter.units());
    }
  }
}

function parsedBody(body: Buffer): Record<string, unknown> {
  try {
    return Body.parse(JSON.parse(body.toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw new AwsError('com.amazon.coral.service#SerializationException', '');
    throw error;
  }
}

const Detail = z.enum(['INDEXES', 'TOTAL', 'NONE']).optional();

/** Counted by our own rules, so dynalite is not to be asked as well. */
function capacityDetail(body: Record<string, unknown>): CapacityDetail {
  const wanted = Detail.safeParse(body['ReturnConsumedCapacity']);
  if (!wanted.success) throw validationError("1 validation error detected: Value at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]");
  delete body['ReturnConsumedCapacity'];
  return wanted.data;
}

/** These answer with a list of one entry a table. */
function tellsManyTables(operation: string): boolean {
  return operation.startsWith('Batch') || operation.startsWith('Transact');
}

function finished(response: AwsResponse): AwsResponse {
  const headers = { ...response.headers, 'x-amzn-requestid': randomUUID(), 'x-amz-crc32': String(crc32(response.body)) };
  return { ...response, headers };
}
