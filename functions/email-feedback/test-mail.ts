import * as z from 'zod/mini';
import type { TestMailEvent } from '../adapters/test-mails';
import { InstantFromOutside } from '../core/dates';
import { TestTagsFromSes } from './tags-from-ses';

const Event = z.object({
  detail: z.object({ eventType: z.string().check(z.minLength(1), z.maxLength(100)), mail: z.object({ timestamp: InstantFromOutside, tags: TestTagsFromSes }) }),
});

/** What an event of SES says of a mail that only tried the way; undefined for an event about any other. */
export function readTestMail(body: unknown): TestMailEvent | undefined {
  const parsed = Event.safeParse(body);
  if (!parsed.success) return undefined;
  const { eventType, mail } = parsed.data.detail;
  return { testId: mail.tags.testId, eventType, at: mail.timestamp };
}
