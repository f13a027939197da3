import { ConditionalCheckFailedException, ProvisionedThroughputExceededException, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';

import type { Item } from './words';

/*
 * DynamoDB's typed errors, as the SDK gives them to whoever calls.
 */

const $metadata = { httpStatusCode: 400 };

/** Errors without a class of their own in the SDK. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
  readonly $fault = 'client';
  readonly $metadata = $metadata;
}

/** With the item as it is, for whoever asked for that. */
export const conditionFailed = (item: Item | undefined): Error =>
  new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata, ...(item === undefined ? {} : { Item: item }) });
export const inTransaction = (): Error => new TransactionConflictException({ message: 'Transaction is ongoing for the item', $metadata });
export const throttled = (): Error => new ProvisionedThroughputExceededException({ message: 'The level of configured provisioned throughput for the table was exceeded.', $metadata });

/** Each item's reason in the order of the request; `None` for those that were not in the way. */
export function cancelled(reasons: readonly string[]): Error {
  return new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.join(', ')}]`,
    CancellationReasons: reasons.map((Code) => ({ Code })),
    $metadata,
  });
}
