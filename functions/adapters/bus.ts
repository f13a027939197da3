import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { OutgoingEvent } from '../core/events/outgoing';
import { EVENT_SCHEMA } from '../core/schema';
import { clientDefaults } from './aws-client';
import { log } from './log';

const SOURCE = 'forthright';
/** EventBridge takes that many at once. */
const BATCH = 10;

export interface Bus {
  client: EventBridgeClient;
  name: string;
}

export const openBus = (name: string): Bus => ({ client: new EventBridgeClient(clientDefaults), name });

/** Publishes and returns the ids of the events that the bus has taken; it may take some and refuse others. */
export async function publish(bus: Bus, events: readonly OutgoingEvent[]): Promise<string[]> {
  const taken: string[] = [];
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH);
    const { Entries: entries = [] } = await bus.client.send(
      new PutEventsCommand({
        Entries: batch.map(({ detailType, detail }) => ({ EventBusName: bus.name, Source: SOURCE, DetailType: detailType, Detail: JSON.stringify({ schema: EVENT_SCHEMA, ...detail }) })),
      }),
    );
    for (const [index, event] of batch.entries()) {
      const entry = entries[index];
      if (entry?.EventId !== undefined) taken.push(event.detail.eventId);
      else log.warn('event not taken by the bus', { eventId: event.detail.eventId, detailType: event.detailType, code: entry?.ErrorCode });
    }
  }
  return taken;
}
