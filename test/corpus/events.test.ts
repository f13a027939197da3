import * as v from 'valibot';
import * as z from 'zod';
import { readWake } from '../../functions/adapters/queues';
import { parseEvent } from '../../functions/adapters/sqs-records';
import { incoming } from '../../functions/core/events/incoming';
import { outgoing, type OutgoingDetailType } from '../../functions/core/events/outgoing';
import { EVENT_SCHEMA, MESSAGE_KINDS, SCHEMA, type MessageKind } from '../../functions/core/schema';
import { parseWork } from '../../functions/eta-changed/fan-out';
import { kindsIn, readFile, type Part } from './corpus';
import { NOW } from './filled';

/*
 * Today's code reads every event and message of every version there was; what it sends itself is still what stores were told.
 */

const upTo = (version: number): number[] => Array.from({ length: version }, (_none, before) => before + 1);

test.each([
  ['messages', SCHEMA, MESSAGE_KINDS],
  ['incoming', EVENT_SCHEMA, Object.keys(incoming)],
  ['outgoing', EVENT_SCHEMA, Object.keys(outgoing)],
] as [Part, number, string[]][])('%s: every kind has a file of today\'s version, and no version is without any', (part, version, kinds) => {
  expect(kindsIn(part, version)).toEqual([...kinds].sort());
  for (const one of upTo(version)) expect(kindsIn(part, one).length).toBeGreaterThan(0);
});

const readers: Readonly<Record<MessageKind, (body: unknown) => unknown>> = { wake: readWake, 'fan-out': (body) => parseWork(body, NOW) };

test.each(upTo(SCHEMA))('what is read in the messages of version %i was looked through by somebody', (version) => {
  const read = MESSAGE_KINDS.filter((kind) => kindsIn('messages', version).includes(kind)).map((kind) => [kind, readers[kind](readFile('messages', version, kind))]);
  expect(Object.fromEntries(read)).toEqual(readFile('messages', version, 'read'));
});

test.each(upTo(EVENT_SCHEMA))('what is read in the store\'s events of version %i was looked through by somebody', (version) => {
  const read = kindsIn('incoming', version).map((type) => [type, parseEvent(readFile('incoming', version, type), incoming).detail]);
  expect(Object.fromEntries(read)).toEqual(readFile('incoming', version, 'read'));
});

const Entry = z.object({ Source: z.literal('forthright'), DetailType: z.string().refine((type): type is OutgoingDetailType => Object.hasOwn(outgoing, type)), Detail: z.looseObject({ schema: z.int() }) });

test('what leaves in today\'s version has the fields that its corpus has, no more and no less', () => {
  for (const type of kindsIn('outgoing', EVENT_SCHEMA)) {
    const { DetailType, Detail: { schema, ...detail } } = Entry.parse(readFile('outgoing', EVENT_SCHEMA, type));
    expect(DetailType).toBe(type);
    expect(schema).toBe(EVENT_SCHEMA);
    expect(v.parse(v.strictObject(outgoing[DetailType].entries), detail)).toEqual(detail);
    expect(Object.keys(outgoing[DetailType].entries).sort()).toEqual(Object.keys(detail).sort());
  }
});
