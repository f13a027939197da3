/** A permission or a variable that no test needs and that is given all the same. */
export interface Excuse {
  /** The construct of the Lambda, as its logical id begins. */
  lambda: string;
  /** An action, or the name of a variable. */
  what: string;
  reason: string;
}

/*
 * All Lambdas commit a customer in one way, functions/adapters/commit.ts: a line that is finished is closed by whoever changes its
 * customer next, which deletes its row and marks it in its order. None of these finishes a line by itself. But a line may be
 * finished by a rule that came with an update, and then a customer who presses cancel must not get an error.
 */
const reason = 'whoever changes a customer closes what is finished, even by a rule that came with an update';

export const excused: readonly Excuse[] = [
  { lambda: 'BackorderCreated', what: 'dynamodb:UpdateItem', reason },
  { lambda: 'EtaChanged', what: 'dynamodb:DeleteItem', reason },
  { lambda: 'EtaChanged', what: 'dynamodb:UpdateItem', reason },
  { lambda: 'CustomerPage', what: 'dynamodb:DeleteItem', reason },
  { lambda: 'CustomerPage', what: 'dynamodb:UpdateItem', reason },
];
