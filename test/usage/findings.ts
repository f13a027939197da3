import type { Wiring } from '../../local/template/wiring';
import type { LambdaUsage } from '../../local/usage';
import type { Excuse } from './excused';
import { type Given, unneededPermissions, unreadVariables } from './unneeded';

/** In lines for people: what the template gives Lambdas without need or reason, and reasons that are out of date. */
export function findings(wiring: Wiring, usage: readonly LambdaUsage[], excused: readonly Excuse[]): string[] {
  const permissions = unneededPermissions(wiring, usage);
  const variables = unreadVariables(wiring, usage);
  const all = [...permissions, ...variables];
  return [
    ...permissions.filter((one) => !isExcused(one, excused)).map(({ lambda, what }) => `${lambda.logicalId} may ${what}, and no test needs it`),
    ...variables.filter((one) => !isExcused(one, excused)).map(({ lambda, what }) => `${lambda.logicalId} is given ${what}, and never looks at it`),
    ...excused.filter((excuse) => !all.some((one) => excuses(excuse, one))).map(({ lambda, what }) => `${lambda}: ${what} is excused and is needed, or is not there any more`),
  ];
}

const isExcused = (given: Given, excused: readonly Excuse[]): boolean => excused.some((excuse) => excuses(excuse, given));
const excuses = (excuse: Excuse, { lambda, what }: Given): boolean => lambda.logicalId.startsWith(excuse.lambda) && (what === excuse.what || what.startsWith(`${excuse.what} on `));
