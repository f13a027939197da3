import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { Pace, UNKNOWN_PACE } from '../../core/pacing/pace';
import { SCHEMA } from '../../core/schema';
import { PACE_KEY } from '../keys';
import { readRow, toStored, type StoredItem, type Table } from '../table';
import { Integer, object } from '../../core/shapes';

const Row = object({ version: v.pipe(Integer, v.gtValue(0)), data: Pace });

/** The pace with the version that a write of the next one is conditioned on (0: not in the table). */
export interface StoredPace {
  version: number;
  pace: Pace;
}

export async function readPace(table: Table): Promise<StoredPace> {
  const { Item: row } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toStored(PACE_KEY), ConsistentRead: true }));
  return paceIn(row);
}

/**
 * Writes the next pace over the one it was decided on. `isOurs` is false when somebody else was faster: then what is
 * stored is theirs, to decide on anew. A write whose answer was lost counts as somebody else's: its slots stay unused.
 */
export async function writePace(table: Table, { version }: StoredPace, pace: Pace): Promise<{ isOurs: boolean; stored: StoredPace }> {
  const next = { version: version + 1, pace };
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toStored({ ...PACE_KEY, schema: SCHEMA, version: next.version, data: pace }),
        ...(version === 0
          ? { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } }
          : { ConditionExpression: '#version = :version', ExpressionAttributeNames: { '#version': 'version' }, ExpressionAttributeValues: toStored({ ':version': version }) }),
        // Saves reading it: whoever lost has to know what is true now.
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { isOurs: true, stored: next };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { isOurs: false, stored: error.Item === undefined ? await readPace(table) : paceIn(error.Item) };
  }
}

function paceIn(row: StoredItem | undefined): StoredPace {
  if (row === undefined) return { version: 0, pace: UNKNOWN_PACE };
  const { version, data: pace } = readRow('pace', Row, row);
  return { version, pace };
}
