import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { readLine, readProfile, readRecord } from '../../functions/adapters/customer-rows';
import type { Line } from '../../functions/core/line';
import type { Profile } from '../../functions/core/profile';
import type { RecordEntry } from '../../functions/core/record';
import type { BusEvent, Mail, Shop } from '../flows/shop';

/** What can be seen of a stack at rest: the table, the inbox, the bus and the dead letters. */
export interface Seen {
  now: string;
  /** By customer key. */
  customers: ReadonlyMap<string, { profile: Profile | undefined; lines: Line[]; record: RecordEntry[] }>;
  mails: readonly Pick<Mail, 'to' | 'tags'>[];
  refundsRequested: readonly BusEvent[];
  noticesSent: readonly BusEvent[];
  deadLetters: readonly { queue: string; body: string }[];
}

export async function look(shop: Shop): Promise<Seen> {
  return {
    now: await shop.now(),
    customers: await customersIn(shop.awsUrl),
    mails: (await shop.mails()).map(({ to, tags }) => ({ to, tags })),
    refundsRequested: await shop.events('Refund Requested'),
    noticesSent: await shop.events('Notice Sent'),
    deadLetters: await shop.deadLetters(),
  };
}

async function customersIn(awsUrl: string): Promise<Seen['customers']> {
  const client = new DynamoDBClient({ endpoint: awsUrl, region: 'us-east-1', credentials: { accessKeyId: 'merchant', secretAccessKey: 'any' } });
  const found = new Map<string, { profile: Profile | undefined; lines: Line[]; record: RecordEntry[] }>();
  const of = (pk: string) => {
    const customer = found.get(pk.slice(2)) ?? { profile: undefined, lines: [], record: [] };
    found.set(pk.slice(2), customer);
    return customer;
  };
  try {
    const { TableNames: [TableName] = [] } = await client.send(new ListTablesCommand({}));
    for await (const { Items: items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
      for (const item of items) {
        const [pk = '', sk = ''] = [item.pk?.S, item.sk?.S];
        if (!pk.startsWith('C#')) continue;
        if (sk === 'A#PROFILE') of(pk).profile = readProfile(item).profile;
        else if (sk.startsWith('L#')) of(pk).lines.push(readLine(item));
        else if (sk.startsWith('Z#')) of(pk).record.push(readRecord(item));
      }
    }
  } finally {
    client.destroy();
  }
  return found;
}
