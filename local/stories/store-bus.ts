import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { StoreEvent } from './story';

const SOURCE = 'tern-and-tide.store';
/** EventBridge takes at most ten entries a call. */
const ENTRIES_A_CALL = 10;

/** The bus took some of the events and refused others. */
export class EventsRefusedError extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(`the bus refused ${reasons.length} of the store's events: ${reasons.join('; ')}`);
    this.name = 'EventsRefusedError';
  }
}

/** The shop's own way to the bus: the AWS SDK, as any store would use it. */
export class StoreBus {
  readonly #client: EventBridgeClient;

  constructor(
    awsUrl: string,
    private readonly busName: string,
  ) {
    this.#client = new EventBridgeClient({
      endpoint: awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'store', secretAccessKey: 'store' },
    });
  }

  /** Throws EventsRefusedError when an entry was not taken. */
  async put(events: readonly StoreEvent[]): Promise<void> {
    for (let from = 0; from < events.length; from += ENTRIES_A_CALL) {
      const answer = await this.#client.send(
        new PutEventsCommand({
          Entries: events.slice(from, from + ENTRIES_A_CALL).map(({ detailType, detail }) => ({
            EventBusName: this.busName,
            Source: SOURCE,
            DetailType: detailType,
            Detail: JSON.stringify(detail),
          })),
        }),
      );
      const refused = (answer.Entries ?? []).filter((entry) => entry.ErrorCode !== undefined);
      if (refused.length > 0) throw new EventsRefusedError(refused.map((entry) => `${entry.ErrorCode ?? ''} ${entry.ErrorMessage ?? ''}`.trim()));
    }
  }
}
