import { randomUUID } from 'node:crypto';
import { AwsError } from '../service';
import type { QueueMessage } from './message';

const BATCH = 100;

/** Messages on their way from a dead-letter queue to where they came from, or to another queue. */
export interface MoveTask {
  id: string;
  source: string;
  destination: string | undefined;
  status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  moved: number;
  toMove: number;
  failureReason?: string;
  /** Epoch ms. */
  startedAt: number;
}

interface Movable {
  list(): { arn: string; isDeadLetterOf: readonly string[] }[];
  depth(arn: string): { ready: number };
  move(arn: string, max: number, target: (message: QueueMessage) => string): Promise<number>;
}

/** "Moving messages out of a dead-letter queue", SQS Developer Guide. Tasks are known as long as the process lives; messages that are not moved yet stay. */
export class MoveTasks {
  private readonly tasks: MoveTask[] = [];

  constructor(private readonly queues: Movable) {}

  /** Begins to move everything that is visible. Without `destination` each message goes back to the queue that it came from. Throws AwsError. */
  start(source: string, destination: string | undefined): MoveTask {
    const all = this.queues.list();
    const queue = all.find(({ arn }) => arn === source);
    if (queue === undefined || (destination !== undefined && !all.some(({ arn }) => arn === destination))) {
      throw new AwsError('ResourceNotFoundException', 'The resource that you specified for the SourceArn or DestinationArn parameter doesn\'t exist.', 404);
    }
    if (queue.isDeadLetterOf.length === 0) throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
    if (this.of(source).some(({ status }) => status === 'RUNNING')) {
      throw new AwsError('AWS.SimpleQueueService.UnsupportedOperation', 'There is already a task running. Only one active task is allowed for a source queue arn at a given time.');
    }
    const task: MoveTask = { id: randomUUID(), source, destination, status: 'RUNNING', moved: 0, toMove: this.queues.depth(source).ready, startedAt: Date.now() };
    this.tasks.unshift(task);
    void this.run(task);
    return task;
  }

  /** Newest first. */
  of(source: string): MoveTask[] {
    return this.tasks.filter((task) => task.source === source);
  }

  private async run(task: MoveTask): Promise<void> {
    try {
      // No more than there were at the beginning: what fails again at once would go round for ever.
      while (task.moved < task.toMove) {
        const moved = await this.queues.move(task.source, Math.min(BATCH, task.toMove - task.moved), (message) => task.destination ?? sourceOf(message));
        if (moved === 0) break;
        task.moved += moved;
      }
      task.status = 'COMPLETED';
    } catch (error) {
      task.status = 'FAILED';
      task.failureReason = error instanceof Error ? error.message : String(error);
    }
  }
}

/** What somebody put there directly, such as a rule, has no queue to go back to. */
function sourceOf({ attributes }: QueueMessage): string {
  const source = attributes.DeadLetterQueueSourceArn;
  if (source === undefined) throw new Error('CouldNotDetermineMessageSource');
  return source;
}

export const taskHandleOf = ({ id, source }: MoveTask): string => Buffer.from(JSON.stringify({ taskId: id, sourceArn: source })).toString('base64');
