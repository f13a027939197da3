import * as v from 'valibot';
import type { IncomingDetailType } from './events/incoming';
import { Integer, looseObject } from './shapes';

/*
 * Which version of what is kept and sent this code writes, and which versions it reads.
 *
 *   writes   today's version, always
 *   reads    today's and every one before: rows are kept for years, and most are never written again
 *   refuses  later ones: then newer code is being deployed beside this one, and what it wrote is left to it, as it is
 *
 * A version is an entry below, so none can come without its steps. How to make one, and what a deployment in the middle of
 * traffic means for queues and page: docs/decisions/2026-11-27-schema-versions.md.
 */

/** What lies in the table. */
export const ROW_KINDS = ['profile', 'line', 'closed line', 'stock alert', 'record', 'order', 'refund', 'address', 'ETA', 'stock', 'goodwill', 'pace', 'test mail'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** What we send to our own queues. */
export const MESSAGE_KINDS = ['wake', 'fan-out'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export type Shape = Readonly<Record<string, unknown>>;

/** What one version changed: for each kind that it did, how a shape of the version before becomes one of it. */
export type Upgrade<K extends string> = Readonly<Partial<Record<K, (before: Shape) => Shape>>>;

/** Of rows and of messages in our own queues: the first entry leads from version 1 to 2, the second from 2 to 3. */
const upgrades: readonly Upgrade<RowKind | MessageKind>[] = [];

/** The same of what the store sends. */
const eventUpgrades: readonly Upgrade<IncomingDetailType>[] = [];

/** The version in which rows and messages in our own queues are written. */
export const SCHEMA = upgrades.length + 1;

/** The version of the events on the bus, ours and the store's. It changes by itself: no store has to know how we keep things. */
export const EVENT_SCHEMA = eventUpgrades.length + 1;

export const Version = v.pipe(Integer, v.gtValue(0));

/** Whatever says which version it has. */
export const Versioned = looseObject({ schema: Version });

/** Later code wrote it. Whoever meets it changes nothing and lets it come again: soon the later code is everywhere. */
export class NewerSchemaError extends Error {
  constructor(kind: string, found: number, known: number) {
    super(`a ${kind} has schema ${found}, expected one up to ${known}: it is left to the code that wrote it`);
    this.name = 'NewerSchemaError';
  }
}

/** A row or message of version `found` as today's code has it. Throws NewerSchemaError. */
export const upgraded = (kind: RowKind | MessageKind, found: number, shape: Shape): Shape => stepped(upgrades, kind, found, shape);

/** The same of the detail of an event of the store. */
export const upgradedEvent = (detailType: IncomingDetailType, found: number, detail: Shape): Shape => stepped(eventUpgrades, detailType, found, detail);

/** One step after the other, from version `found`, 1 or more, to the last that `steps` lead to. Throws NewerSchemaError. */
export function stepped<K extends string>(steps: readonly Upgrade<K>[], kind: K, found: number, shape: Shape): Shape {
  if (found > steps.length + 1) throw new NewerSchemaError(kind, found, steps.length + 1);
  return steps.slice(found - 1).reduce((before, upgrade) => upgrade[kind]?.(before) ?? before, shape);
}
