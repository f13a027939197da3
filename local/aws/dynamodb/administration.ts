import type { Answer } from 'dynalite/db/index.js';
import * as z from 'zod';
import { checked } from './checking';
import { validationError } from './refusals';
import type { Tables } from './tables';
import { TemplateTableError, tableFromRequest } from './template-table';

const Named = z.object({ TableName: z.string() });
const List = z.object({ ExclusiveStartTableName: z.string().optional(), Limit: z.number().int().min(1).max(100).default(100) });
const Expiry = Named.extend({ TimeToLiveSpecification: z.object({ AttributeName: z.string().min(1), Enabled: z.boolean() }) });

/** The operations on tables. */
export class Administration {
  constructor(private readonly tables: Tables) {}

  async createTable(body: Record<string, unknown>): Promise<Answer> {
    try {
      const shape = tableFromRequest(checked('createTable', body));
      await this.tables.create(shape);
      return { TableDescription: this.tables.describe(shape.TableName) };
    } catch (error) {
      throw error instanceof TemplateTableError ? validationError(error.message) : error;
    }
  }

  async deleteTable(body: unknown): Promise<Answer> {
    return { TableDescription: await this.tables.delete(parsed(Named, body).TableName) };
  }

  describeTable(body: unknown): Answer {
    return { Table: this.tables.describe(parsed(Named, body).TableName) };
  }

  listTables(body: unknown): Answer {
    const { ExclusiveStartTableName: after, Limit: limit } = parsed(List, body);
    const names = this.tables.names().filter((name) => after === undefined || name > after);
    const page = names.slice(0, limit);
    return { TableNames: page, ...(names.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {}) };
  }

  async updateTimeToLive(body: unknown): Promise<Answer> {
    const { TableName: name, TimeToLiveSpecification: wanted } = parsed(Expiry, body);
    await this.tables.setTimeToLive(name, wanted.Enabled ? wanted.AttributeName : undefined);
    return { TimeToLiveSpecification: wanted };
  }

  describeTimeToLive(body: unknown): Answer {
    const attribute = this.tables.timeToLive(parsed(Named, body).TableName);
    const description = attribute === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
    return { TimeToLiveDescription: description };
  }
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw validationError(`1 validation error detected: ${z.prettifyError(result.error)}`);
  return result.data;
}
