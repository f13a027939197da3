import * as z from 'zod';
import { arnOf } from '../../account';
import type { AwsRequest } from '../../service';
import { addressOf } from '../../ses/message';
import type { Call } from '../call';
import { bodyOf, unknownPermission } from './body';

const Body = z.looseObject({ FromEmailAddress: z.string(), ConfigurationSetName: z.string().optional() });

/**
 * A mail asks for its sender's identity and for the configuration set that it names; without a permission for both it is
 * refused. `identityOf` finds the identity that an address is verified by: itself, or its domain.
 */
export function sesCalls(request: AwsRequest, identityOf: (address: string) => string): Call[] {
  const route = `${request.method} ${request.path}`;
  // SES knows no resource for that question.
  if (route === 'GET /v2/email/account') return [{ action: 'ses:GetAccount', resource: '*', context: {} }];
  if (route !== 'POST /v2/email/outbound-emails') throw unknownPermission('ses', route);
  const { FromEmailAddress: from, ConfigurationSetName: set } = bodyOf(request, Body);
  const address = addressOf(from);
  const resources = [`identity/${identityOf(address)}`, ...(set === undefined ? [] : [`configuration-set/${set}`])];
  return resources.map((resource) => ({ action: 'ses:SendEmail', resource: arnOf('ses', resource), context: { 'ses:FromAddress': [address] } }));
}
