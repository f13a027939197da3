import * as z from 'zod';
import { TestTagsFromSes } from '../adapters/mail-tags';
import type { TestMailEvent } from '../adapters/test-mails';
import { InstantFromOutside } from '../core/dates';

const Event = z.object({
  detail: z.object({ eventType: z.string().min(1).max(100), mail: z.object({ timestamp: InstantFromOutside, tags: TestTagsFromSes }) }),
});

/** What an event of SES says of a mail that only tried the way; undefined for an event about any other. */
export function readTestMail(body: unknown): TestMailEvent | undefined {
  const parsed = Event.safeParse(body);
  if (!parsed.success) return undefined;
  const { eventType, mail } = parsed.data.detail;
  return { testId: mail.tags.testId, eventType, at: mail.timestamp };
}
