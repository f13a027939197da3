import * as v from 'valibot';
import type { TestMailEvent } from '../adapters/test-mails';
import { InstantFromOutside } from '../core/dates';
import { TestTagsFromSes } from './tags-from-ses';
import { object } from '../core/shapes';

const Event = object({
  detail: object({ eventType: v.pipe(v.string(), v.minLength(1), v.maxCodePoints(100)), mail: object({ timestamp: InstantFromOutside, tags: TestTagsFromSes }) }),
});

/** What an event of SES says of a mail that only tried the way; undefined for an event about any other. */
export function readTestMail(body: unknown): TestMailEvent | undefined {
  const parsed = v.safeParse(Event, body);
  if (!parsed.success) return undefined;
  const { eventType, mail } = parsed.output.detail;
  return { testId: mail.tags.testId, eventType, at: mail.timestamp };
}
