import { ConditionalCheckFailedException, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';

/** Somebody else was faster, or is at it right now: look again. */
export function isConflict(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return hasReason(error, 'ConditionalCheckFailed', 'TransactionConflict');
}

/** A transaction that the table could not keep up with. The SDK tries throttled requests again, but not these. */
export function isThrottled(error: unknown): boolean {
  return error instanceof TransactionCanceledException && !isConflict(error) && hasReason(error, 'ThrottlingError', 'ProvisionedThroughputExceeded');
}

const hasReason = ({ CancellationReasons: reasons = [] }: TransactionCanceledException, ...codes: string[]): boolean =>
  reasons.some(({ Code }) => Code !== undefined && codes.includes(Code));
