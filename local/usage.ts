import type { Call } from './aws/iam/call';
import type { Permissions } from './aws/iam/permissions';
import type { Lambdas } from './aws/lambda/lambdas';
import type { Wiring } from './template/wiring';

/** What a Lambda of a running stack has needed of what the template gives it. */
export interface LambdaUsage {
  /** Its logical id. */
  lambda: string;
  /** What it was allowed to do and did, each thing once. */
  calls: readonly Call[];
  /** The variables of the template that it has looked at. */
  variables: readonly string[];
}

export function usageOf({ functions }: Wiring, permissions: Permissions, lambdas: Lambdas): LambdaUsage[] {
  return functions.map(({ logicalId }) => ({ lambda: logicalId, calls: permissions.callsBy(logicalId), variables: lambdas.variablesReadBy(logicalId) }));
}
