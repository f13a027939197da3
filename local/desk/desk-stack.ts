import type { SesOrders } from '../aws/ses/program';

/*
 * What the desk needs of the running stack, and no more: the stack knows the desk, so the desk can't know the stack.
 */

export interface DeskMail {
  id: string;
  at: string;
  to: string;
  from: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
}

export interface DeskEvent {
  id: string;
  /** ISO 8601 on the stack's clock. */
  at: string;
  bus: string;
  source: string;
  detailType: string;
  detail: unknown;
}

export interface DeskMessage {
  messageId: string;
  body: string;
  /** SQS's own, by name. */
  attributes?: Record<string, string>;
  messageAttributes: Record<string, unknown>;
  /** Virtual epoch milliseconds. */
  sentAt: number;
  receiveCount: number;
}

export interface DeskStack {
  readonly awsUrl: string;
  readonly tableName: string;
  /** Of the bus that the store speaks to. */
  readonly busName: string;
  /** Virtual epoch milliseconds. */
  clock: { now(): number };
  timeline: { settle(): Promise<void>; advanceTo(epochMs: number): Promise<void> };
  queues: {
    list(): readonly { arn: string; name: string; isDeadLetterOf: readonly string[] }[];
    peek(arn: string, limit?: number): readonly DeskMessage[];
    depth(arn: string): { ready: number; inFlight: number; delayed: number };
  };
  /** Oldest first, of all buses. */
  bridge: { log(): readonly DeskEvent[] };
  ses: {
    /** Oldest first. */
    mails(page: { offset: number; limit: number }): Promise<readonly DeskMail[]>;
    count(): number;
    /** Called once for each mail, after it is on disk. */
    onMail(listener: () => void): void;
    state(): Record<string, unknown>;
    /** Done when it resolves, and kept over a restart where SES itself would keep it. */
    order(orders: SesOrders): Promise<void>;
  };
}
