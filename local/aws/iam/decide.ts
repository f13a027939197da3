import type { Call } from './call';
import type { Statement } from './policy-document';
import { matches } from './wildcard';

/** Who is not allowed to do something was told so by a statement, or by none (IAM User Guide, "The difference between explicit and implicit denies"). */
export type Decision = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

/** "Policy evaluation logic" for the policies of one role: a Deny wins over every Allow, and what nobody allows is denied. */
export function decide(statements: readonly Statement[], call: Call): Decision {
  const concerned = statements.filter((statement) => concerns(statement, call));
  if (concerned.some(({ effect }) => effect === 'Deny')) return 'explicitly-denied';
  return concerned.length > 0 ? 'allowed' : 'implicitly-denied';
}

/** Actions are the same in capital and small letters, resources are not. */
function concerns({ actions, resources, conditions }: Statement, { action, resource, context }: Call): boolean {
  return (
    actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => matches(pattern, resource)) &&
    conditions.every((condition) => condition.holds(context))
  );
}
