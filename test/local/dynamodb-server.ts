import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDb } from '../../local/aws/dynamodb/dynamodb';

/** A table in the form of the project's own, as a template has it. */
export const TABLE = {
  AttributeDefinitions: ['pk', 'sk', 'dueShard', 'dueAt', 'sku'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'due',
      KeySchema: [{ AttributeName: 'dueShard', KeyType: 'HASH' }, { AttributeName: 'dueAt', KeyType: 'RANGE' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: 'sku',
      KeySchema: [{ AttributeName: 'sku', KeyType: 'HASH' }, { AttributeName: 'pk', KeyType: 'RANGE' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['quantity'] },
    },
  ],
  TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
};

export interface Served {
  client: DynamoDBClient;
  stop: () => Promise<void>;
}

/** The database behind HTTP, and the real SDK in front of it. */
export async function serve(database: DynamoDb, { caller = 'store', maxAttempts = 1 } = {}): Promise<Served> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = request.headers['x-amz-target'];
      const credential = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      database
        .handle({
          caller: credential,
          method: 'POST',
          path: '/',
          query: new URLSearchParams(),
          headers: {},
          body: Buffer.concat(chunks),
          target: typeof target === 'string' ? target : undefined,
        })
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
        .catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: caller, secretAccessKey: 'any' },
    maxAttempts,
  });
  return {
    client,
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
