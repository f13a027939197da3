import type { SimulatedBus } from './bus';
import type { Item } from './dynamodb/words';
import type { House, Invocation } from './house';
import { tagOf, type SimulatedMail } from './mail';
import { KEYRING } from './names';
import { isNewerRow, meetNewer } from './newer';
import type { SimulatedQueue } from './queue';
import type { Neighbour } from './sdk-client';

type Input = Readonly<Record<string, unknown>>;

interface Account {
  house: House;
  bus: SimulatedBus;
  mail: SimulatedMail;
  queueAt: (url: string) => SimulatedQueue;
}

/** Everything that a Lambda can call, as the SDK's commands ask for it. */
export function neighboursIn(account: Account): Readonly<Record<Neighbour['name'], Neighbour>> {
  return { table: tableIn(account), queue: queuesIn(account), bus: busIn(account), mail: mailIn(account), secrets };
}

const tableIn = ({ house }: Account): Neighbour => ({
  name: 'table',
  isEffect: (operation) => operation !== 'GetItem' && operation !== 'Query',
  about: (_operation, input) => keysIn(input).join(' + '),
  perform: (operation, input, by) => {
    if (namedIn(input).some(({ pk, sk }) => isNewerRow(house.table.rows.get(pk, sk)))) meetNewer(by, house);
    const answer: { Items?: Item[] } = house.table.perform(operation, input);
    if (answer.Items?.some(isNewerRow) === true) meetNewer(by, house);
    return answer;
  },
});

const queuesIn = ({ house, queueAt }: Account): Neighbour => ({
  name: 'queue',
  isEffect: (operation) => operation !== 'GetQueueAttributes',
  about: (_operation, { QueueUrl: url, MessageBody: body, Entries: entries }) =>
    `${String(url).split('/').at(-1) ?? ''} ${textOf(body).slice(0, 120)}${Array.isArray(entries) ? `${entries.length} entries` : ''}`,
  perform: (operation, input, by) => {
    const queue = queueAt(String(input.QueueUrl));
    switch (operation) {
      case 'SendMessage':
        return { MessageId: queue.send(String(input.MessageBody), Number(input.DelaySeconds ?? 0)) };
      case 'SendMessageBatch': {
        const entries = recordsIn(input.Entries);
        const isRefused = entries.map(() => refusal(house, by, operation));
        return {
          Successful: entries.flatMap((entry, place) => (isRefused[place] === true ? [] : [{ Id: entry.Id, MessageId: queue.send(String(entry.MessageBody), Number(entry.DelaySeconds ?? 0)) }])),
          Failed: entries.flatMap((entry, place) => (isRefused[place] === true ? [{ Id: entry.Id, Code: 'InternalError', SenderFault: false }] : [])),
        };
      }
      case 'GetQueueAttributes':
        return { Attributes: { ApproximateNumberOfMessages: String(queue.depth), ApproximateNumberOfMessagesNotVisible: '0', ApproximateNumberOfMessagesDelayed: String(queue.size - queue.depth) } };
      default:
        throw new Error(`SQS: ${operation} is not simulated`);
    }
  },
});

const busIn = ({ house, bus }: Account): Neighbour => ({
  name: 'bus',
  isEffect: () => true,
  about: (_operation, { Entries: entries }) => recordsIn(entries).map(({ DetailType: type, Detail: detail }) => `${String(type)} ${String(detail).slice(0, 60)}`).join(' + '),
  perform: (operation, input, by) => {
    if (operation !== 'PutEvents') throw new Error(`EventBridge: ${operation} is not simulated`);
    const answers = recordsIn(input.Entries).map(({ Source: source, DetailType: type, Detail: detail }) =>
      refusal(house, by, operation)
        ? { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal failure' }
        : { EventId: bus.take(String(source), String(type), JSON.parse(String(detail)) as Record<string, unknown>) },
    );
    return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
  },
});

const mailIn = ({ mail }: Account): Neighbour => ({
  name: 'mail',
  isEffect: (operation) => operation === 'SendEmail',
  about: (_operation, input) => `${tagOf(input, 'kind')} ${tagOf(input, 'notice')}`,
  perform: (operation, input, by) => {
    switch (operation) {
      case 'SendEmail':
        return mail.send(input, by);
      case 'GetAccount':
        return { SendQuota: { MaxSendRate: 14, Max24HourSend: 50_000, SentLast24Hours: mail.taken.length }, SendingEnabled: true, EnforcementStatus: 'HEALTHY' };
      default:
        throw new Error(`SES: ${operation} is not simulated`);
    }
  },
});

const secrets: Neighbour = {
  name: 'secrets',
  isEffect: () => false,
  about: () => '',
  perform: (operation) => {
    if (operation !== 'GetSecretValue') throw new Error(`Secrets Manager: ${operation} is not simulated`);
    return { SecretString: JSON.stringify({ current: KEYRING.current, ...KEYRING.keys }) };
  },
};

/** One entry of several is refused: the answer as a whole is still a good one. */
function refusal(house: House, by: Invocation, operation: string): boolean {
  if (!house.weather.refusesEntry()) return false;
  by.faults.push('an entry was refused');
  house.disturb(`refused an entry of ${operation}`, 2 * 60_000);
  return true;
}

const partsIn = (input: Input): Input[] => (Array.isArray(input.TransactItems) ? input.TransactItems.flatMap((part: Record<string, Input>) => Object.values(part)) : [input]);

/** The keys of the rows that a call names; a query names none. */
const namedIn = (input: Input): { pk: string; sk: string }[] =>
  partsIn(input).flatMap(({ Item: item, Key: key }) => {
    const named = recordOf(item ?? key);
    return named === undefined ? [] : [{ pk: scalar(named.pk), sk: scalar(named.sk) }];
  });

function keysIn(input: Input): string[] {
  return partsIn(input).map(({ Item: item, Key: key, IndexName: index, ExpressionAttributeValues: values }) => {
    const named = recordOf(item ?? key);
    return named === undefined ? `${textOf(index)} ${Object.values(recordOf(values) ?? {}).map(scalar).join(' ')}` : `${scalar(named.pk)} ${scalar(named.sk)}`;
  });
}

const recordOf = (value: unknown): Record<string, unknown> | undefined => (typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined);
const recordsIn = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map((one: unknown) => recordOf(one) ?? {}) : []);
const scalar = (value: unknown): string => textOf(recordOf(value)?.S ?? recordOf(value)?.N);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
