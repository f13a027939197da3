import * as v from 'valibot';
import { incoming } from '../../functions/core/events/incoming';
import { outgoing } from '../../functions/core/events/outgoing';
import { eventsDoc, examples } from './examples';

test('every event that the store may send has its section and an example', () => {
  const described = new Set(examples().flatMap(({ types }) => types));
  expect([...described].sort()).toEqual(Object.keys(incoming).sort());
});

test('every example is taken as it stands, with no field dropped', () => {
  for (const { types, example } of examples()) {
    const taken = types.map((type) => v.safeParse(incoming[type], example)).find(({ success }) => success);
    expect(Object.keys(taken?.output ?? {}).sort()).toEqual(Object.keys(example as object).sort());
  }
});

test('every event that leaves is named with exactly its fields', () => {
  const rows = new Map([...eventsDoc.matchAll(/^\| `([^`]+)` \| [^|]+ \| `([^`]+)`/gm)].map(([, type = '', fields = '']) => [type, fields.replaceAll(/\[.*?\]/g, '').split(', ')]));
  for (const [type, schema] of Object.entries(outgoing)) {
    expect([...(rows.get(type) ?? []), 'eventId'].sort()).toEqual(Object.keys(schema.entries).sort());
  }
  expect(rows.size).toBe(Object.keys(outgoing).length);
});
