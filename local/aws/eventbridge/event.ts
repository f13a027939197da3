import { ACCOUNT, arnOf, REGION } from '../account';

/** An event that a bus has taken. */
export interface BusEvent {
  id: string;
  /** When the bus took it, ISO 8601 on the stack's clock. */
  at: string;
  bus: string;
  source: string;
  detailType: string;
  detail: unknown;
  resources: string[];
  /** What the sender says when it happened, ISO 8601 to the second; else when the bus took it. */
  time: string;
}

/** The event as rules match it and targets get it. */
export function envelopeOf({ id, source, detailType, detail, resources, time }: BusEvent): Record<string, unknown> {
  return { version: '0', id, 'detail-type': detailType, source, account: ACCOUNT, time, region: REGION, resources, detail };
}

/** EventBridge's times have no fraction of a second. */
export const toTheSecond = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** A rule of the default bus is named without it. */
export const ruleArn = ({ bus, name }: { bus: string; name: string }): string => arnOf('events', `rule/${bus === 'default' ? '' : `${bus}/`}${name}`);
