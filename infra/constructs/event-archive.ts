import { Duration } from 'aws-cdk-lib';
import { Archive, type EventBus, Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

/**
 * A month: as far back as a fault in the handling of events may go unseen before it is replayed, and as long as events of
 * somebody who was erased may stay where nobody can pick them out. See docs/decisions/2026-11-26-archive.md.
 */
const KEPT = Duration.days(30);

/** What the store said, kept to be replayed. What Forthright says itself would come back as news to whoever listens. */
export class EventArchive extends Construct {
  constructor(scope: Construct, id: string, bus: EventBus) {
    super(scope, id);
    new Archive(this, 'Archive', {
      sourceEventBus: bus,
      archiveName: bus.eventBusName,
      description: 'What the store said, to be replayed: see docs/deploy.md',
      eventPattern: { source: Match.anythingBut('forthright') },
      retention: KEPT,
    });
  }
}
