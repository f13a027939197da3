import type { Answer } from 'dynalite/db/index.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import putItem from 'dynalite/actions/putItem.js';
import updateItem from 'dynalite/actions/updateItem.js';
import * as z from 'zod';
import { AwsError } from '../service';
import { checked } from './checking';
import type { Disk } from './disk';
import type { Meter } from './meter';
import { ConditionFailed, validationError } from './refusals';
import { type Action, Staging } from './staging';
import type { Tables } from './tables';

/** dynalite does not know it, so it is read apart. */
const Showing = z.object({ ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).optional() });

export function showsFailedItem(body: unknown): boolean {
  const parsed = Showing.safeParse(body);
  if (!parsed.success) throw validationError(`1 validation error detected: ${z.prettifyError(parsed.error)}`);
  return parsed.data.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
}

/** Writes outside of transactions. Each item goes to disk together with its index entries; then the answer is given. */
export class Writing {
  constructor(private readonly tables: Tables, private readonly disk: Disk) {}

  putItem(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    return this.write('putItem', putItem, body, meter);
  }

  updateItem(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    return this.write('updateItem', updateItem, body, meter);
  }

  deleteItem(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    return this.write('deleteItem', deleteItem, body, meter);
  }

  batchWriteItem(body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    return this.write('batchWriteItem', batchWriteItem, body, meter);
  }

  private async write(rule: 'putItem' | 'updateItem' | 'deleteItem' | 'batchWriteItem', action: Action, body: Record<string, unknown>, meter: Meter): Promise<Answer> {
    const shows = showsFailedItem(body);
    const request = checked(rule, body);
    const staging = new Staging(this.tables, this.disk);
    try {
      // No await between reading the newest state and handing in the changes: that is what keeps writers apart.
      const answer = staging.perform(action, request);
      await this.disk.write(staging.changes);
      return answer;
    } catch (error) {
      staging.drop();
      // What the refusal is based on must not be lost after it was told.
      if (error instanceof AwsError) await this.disk.settled();
      throw error instanceof ConditionFailed && shows ? error.showingItem() : error;
    } finally {
      for (const { table, before, after } of staging.touched) meter.wrote(table, before, after);
    }
  }
}
