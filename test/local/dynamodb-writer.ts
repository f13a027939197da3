import { DynamoDb } from '../../local/aws/dynamodb/dynamodb';

/**
 * Run as a process of its own and killed: moves four groups of three items on, one transaction after the other, and
 * prints `<group> <step>` when a step was answered. Goes on from where an earlier run was killed.
 */
async function main(): Promise<void> {
  const database = await DynamoDb.open(process.argv[2] ?? '');
  const call = async (operation: string, body: object) => {
    const answer = await database.handle({
      caller: 'writer',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.from(JSON.stringify(body)),
      target: `DynamoDB_20120810.${operation}`,
    });
    if (answer.status !== 200) throw new Error(answer.body.toString());
    return JSON.parse(answer.body.toString()) as { Item?: { step: { N: string } } };
  };
  const write = async (group: number) => {
    const found = await call('GetItem', { TableName: 'Shop', Key: { pk: { S: `G#${group}` }, sk: { S: 'A' } } });
    for (let step = Number(found.Item?.step.N ?? 0) + 1; ; step += 1) {
      await call('TransactWriteItems', {
        TransactItems: ['A', 'B', 'C'].map((sk) => ({
          Put: {
            TableName: 'Shop',
            Item: { pk: { S: `G#${group}` }, sk: { S: sk }, step: { N: String(step) }, dueShard: { S: '0' }, dueAt: { S: String(step).padStart(9, '0') } },
          },
        })),
      });
      await call('PutItem', { TableName: 'Shop', Item: { pk: { S: `P#${group}` }, sk: { S: 'A' }, step: { N: String(step) }, sku: { S: `STEP-${step}` } } });
      process.stdout.write(`${group} ${step}\n`);
    }
  };
  await Promise.all([0, 1, 2, 3].map(write));
}

void main();
