import { resolveTxt } from 'node:dns/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientFor } from '../terminal/where';

/** Looks up the TXT records of a name, each in its parts, as node:dns/promises does. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

/** Whom the doctor asks. */
export interface Connection {
  cloudFormation: CloudFormationClient;
  ses: SESv2Client;
  bridge: EventBridgeClient;
  sqs: SQSClient;
  dynamodb: DynamoDBClient;
  /** Undefined where the world can't see the domain: on this machine. */
  resolveTxt: ResolveTxt | undefined;
  close(): void;
}

export function connect(endpoint: string | undefined): Connection {
  const where = clientFor(endpoint);
  const clients = {
    cloudFormation: new CloudFormationClient(where),
    ses: new SESv2Client(where),
    bridge: new EventBridgeClient(where),
    sqs: new SQSClient(where),
    dynamodb: new DynamoDBClient(where),
  };
  return {
    ...clients,
    resolveTxt: endpoint === undefined ? resolveTxt : undefined,
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
