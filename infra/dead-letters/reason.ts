import * as z from 'zod';
import { InvalidEventError, parseEvent } from '../../functions/adapters/sqs-records';
import { incoming } from '../../functions/core/events/incoming';
import { readSesEvent } from '../../functions/email-feedback/ses-event';

/** As much of a dead letter as tells why it is one. Attributes as SQS hands them out. */
export interface UndeliverableMessage {
  body: string;
  /** SQS's own: DeadLetterQueueSourceArn and the like. */
  attributes?: Readonly<Record<string, string>> | undefined;
  messageAttributes: Readonly<Record<string, unknown>>;
}

/** Why it could not be delivered or handled; undefined where only the log of its Lambda can say. */
export function reasonOf({ body, attributes = {}, messageAttributes }: UndeliverableMessage): string | undefined {
  // What a queue gave up on was delivered: what a rule once said of it, before it was redriven, is out of date.
  const saidByRule = 'DeadLetterQueueSourceArn' in attributes ? undefined : reasonSaid(messageAttributes);
  return saidByRule ?? reasonFound(body);
}

const Attribute = z.object({ StringValue: z.string() });

/** EventBridge says why it could not deliver in ERROR_CODE and ERROR_MESSAGE (User Guide, "Using dead-letter queues"). */
function reasonSaid(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const said = ['ERROR_CODE', 'ERROR_MESSAGE'].flatMap((name) => {
    const attribute = Attribute.safeParse(attributes[name]);
    return attribute.success ? [attribute.data.StringValue] : [];
  });
  return said.length === 0 ? undefined : said.join(': ');
}

const Event = z.object({ source: z.string().optional(), 'detail-type': z.string() });

/** A queue does not say why its consumer failed, but an event that is wrong can be checked again, as its Lambda did. */
function reasonFound(body: string): string | undefined {
  const read = jsonOf(body);
  const event = Event.safeParse(read);
  if (!event.success) return undefined;
  try {
    if (event.data.source === 'aws.ses') readSesEvent(read);
    else parseEvent(read, incoming);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidEventError) return error.problems.join('; ');
    throw error;
  }
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
