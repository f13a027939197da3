import { UpdateItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { customerPk } from './keys';
import { toStored, type Table } from './table';

/** Takes the words of every mail out of a customer's record: they hold names. What was said, when and with which date stays. */
export async function eraseWords(table: Table, customerKey: string): Promise<void> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :record)',
      FilterExpression: 'attribute_exists(#words)',
      ProjectionExpression: '#pk, #sk',
      ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk', '#words': 'words' },
      ExpressionAttributeValues: toStored({ ':pk': customerPk(customerKey), ':record': 'Z#' }),
    },
  );
  for await (const { Items: rows = [] } of pages) {
    for (const { pk, sk } of rows) {
      if (pk === undefined || sk === undefined) continue;
      await table.client.send(
        new UpdateItemCommand({ TableName: table.name, Key: { pk, sk }, UpdateExpression: 'REMOVE #words', ExpressionAttributeNames: { '#words': 'words' } }),
      );
    }
  }
}
