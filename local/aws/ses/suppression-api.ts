import * as z from 'zod';
import { AwsError, type AwsRequest } from '../service';
import { jsonOf } from './message';
import type { Suppressed, SuppressionList } from './suppression-list';

const PATH = '/v2/email/suppression/addresses';

const Put = z.object({ EmailAddress: z.string().includes('@'), Reason: z.enum(['BOUNCE', 'COMPLAINT']) });

/** List, Get, Put and DeleteSuppressedDestination (API reference, v2). Undefined for a request that is none of them. */
export async function answerOnSuppression(list: SuppressionList, request: AwsRequest, now: string): Promise<unknown> {
  const { method, path } = request;
  if (path === PATH && method === 'GET') return { SuppressedDestinationSummaries: list.all().map(shown) };
  if (path === PATH && method === 'PUT') {
    const parsed = Put.safeParse(jsonOf(request));
    if (!parsed.success) throw new AwsError('BadRequestException', 'expected EmailAddress and Reason');
    await list.put(parsed.data.EmailAddress, parsed.data.Reason, now);
    return {};
  }
  if (!path.startsWith(`${PATH}/`) || (method !== 'GET' && method !== 'DELETE')) return undefined;
  const address = decodeURIComponent(path.slice(PATH.length + 1));
  const found = list.find(address);
  if (found === undefined) throw new AwsError('NotFoundException', 'Email address does not exist on your suppression list.', 404);
  if (method === 'GET') return { SuppressedDestination: shown(found) };
  await list.remove(address);
  return {};
}

/** Times in the REST protocol of SES are epoch seconds. */
const shown = ({ address, reason, at }: Suppressed) => ({ EmailAddress: address, Reason: reason, LastUpdateTime: Date.parse(at) / 1000 });
