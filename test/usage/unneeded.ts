import type { Call } from '../../local/aws/iam/call';
import { decide } from '../../local/aws/iam/decide';
import { statementsOf } from '../../local/aws/iam/permissions';
import type { Statement } from '../../local/aws/iam/policy-document';
import type { FunctionWiring, Wiring } from '../../local/template/wiring';
import type { LambdaUsage } from '../../local/usage';

/** Something that the template gives a Lambda. */
export interface Given {
  lambda: FunctionWiring;
  /** `dynamodb:GetItem on <ARN>`, or the name of a variable of its environment. */
  what: string;
}

/** Permissions without which every recorded call would have been allowed as well. */
export function unneededPermissions(wiring: Wiring, usage: readonly LambdaUsage[]): Given[] {
  return wiring.functions.flatMap((lambda) => {
    const calls = usage.filter((one) => one.lambda === lambda.logicalId).flatMap((one) => one.calls);
    const single = statementsOf(lambda, wiring).flatMap(split);
    const allowed = single.filter(({ effect }) => effect === 'Allow');
    return allowed.filter((one) => !isMissed(one, single, calls)).map(({ actions, resources }) => ({ lambda, what: `${actions.join()} on ${resources.join()}` }));
  });
}

/** Each action on each resource by itself. */
function split(statement: Statement): Statement[] {
  return statement.actions.flatMap((action) => statement.resources.map((resource) => ({ ...statement, actions: [action], resources: [resource] })));
}

function isMissed(taken: Statement, from: readonly Statement[], calls: readonly Call[]): boolean {
  const left = from.filter((one) => one !== taken);
  return calls.some((call) => decide(from, call) === 'allowed' && decide(left, call) !== 'allowed');
}

/** Variables that nobody looked at. */
export function unreadVariables({ functions }: Wiring, usage: readonly LambdaUsage[]): Given[] {
  return functions.flatMap((lambda) => {
    const read = new Set(usage.filter((one) => one.lambda === lambda.logicalId).flatMap(({ variables }) => variables));
    return Object.keys(lambda.environment).filter((name) => !read.has(name)).map((what) => ({ lambda, what }));
  });
}
