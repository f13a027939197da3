/** What every local AWS service gets and gives. The gateway turns HTTP into these and back. */

export interface AwsRequest {
  /** The access key id that signed the request: tells who calls. The signature itself is not verified. */
  caller: string;
  method: string;
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
  /** The X-Amz-Target header of the JSON protocols, such as `AmazonSQS.SendMessage`. */
  target: string | undefined;
}

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

export interface AwsService {
  /** The service name in the SigV4 credential scope: dynamodb, sqs, events, ses, secretsmanager. */
  readonly name: string;
  /** The gateway tells where it listens, `http://127.0.0.1:<port>`, before the first request. */
  servedAt?(origin: string): void;
  /** Throws AwsError for what AWS would refuse; anything else it throws becomes a 500 InternalFailure. */
  handle(request: AwsRequest): Promise<AwsResponse>;
}

/** A refusal in the shape of AWS: `{"__type": code, "message": ..., ...fields}` and the header x-amzn-errortype. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly fields: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** The connection ends without an answer. */
export class HangUp extends Error {
  override readonly name = 'HangUp';
}

/** Protocol versions differ: DynamoDB and SQS speak 1.0, EventBridge and Secrets Manager 1.1. */
export type JsonVersion = '1.0' | '1.1';

export function jsonAnswer(body: unknown, version: JsonVersion): AwsResponse {
  return { status: 200, headers: { 'content-type': `application/x-amz-json-${version}` }, body: JSON.stringify(body) };
}

export function errorAnswer(error: AwsError, version: JsonVersion = '1.0'): AwsResponse {
  return {
    status: error.status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-errortype': error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.fields }),
  };
}
