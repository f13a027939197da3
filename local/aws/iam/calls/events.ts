import * as z from 'zod';
import { arnOf } from '../../account';
import type { AwsRequest } from '../../service';
import type { Call } from '../call';
import { bodyOf, operationOf, unknownPermission } from './body';

const Entry = z.looseObject({ Source: z.string().optional(), DetailType: z.string().optional(), EventBusName: z.string().default('default') });
const Body = z.looseObject({ Entries: z.array(Entry) });

/** Each entry is asked about by itself; one that is not allowed refuses the request, and nothing of it is published. */
export function eventsCalls(request: AwsRequest): Call[] {
  const operation = operationOf(request);
  if (operation !== 'PutEvents') throw unknownPermission('events', operation);
  return bodyOf(request, Body).Entries.map(({ Source: source, DetailType: detailType, EventBusName: bus }) => ({
    action: 'events:PutEvents',
    resource: bus.startsWith('arn:') ? bus : arnOf('events', `event-bus/${bus}`),
    context: { ...(source !== undefined && { 'events:source': [source] }), ...(detailType !== undefined && { 'events:detail-type': [detailType] }) },
  }));
}
