import { AwsError } from '../service';
import type { Call } from './call';
import type { Decision } from './decide';

/**
 * The refusal of a call that a role does not allow, as its service words it. Where IAM User Guide, "Troubleshoot access denied
 * error messages", has the common words, some services have codes, cases and quotes of their own.
 */
export function denial(principal: string, { action, resource }: Call, decision: Exclude<Decision, 'allowed'>): AwsError {
  switch (action.slice(0, action.indexOf(':'))) {
    case 'dynamodb':
      return new AwsError('com.amazon.coral.service#AccessDeniedException', words(principal, action, resource, decision));
    case 'sqs':
      return new AwsError('AccessDenied', words(principal, action.toLowerCase(), resource, decision), 403);
    case 'ses':
      if (action === 'ses:SendEmail') return new AwsError('AccessDeniedException', `User \`${principal}' is not authorized to perform \`${action}' on resource \`${resource}'`, 403);
      return new AwsError('AccessDeniedException', words(principal, action, resource, decision), 403);
    default:
      return new AwsError('AccessDeniedException', words(principal, action, resource, decision));
  }
}

function words(principal: string, action: string, resource: string, decision: Exclude<Decision, 'allowed'>): string {
  const because = decision === 'explicitly-denied' ? 'with an explicit deny in an identity-based policy' : `because no identity-based policy allows the ${action} action`;
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}
