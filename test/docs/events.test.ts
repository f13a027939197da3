import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { incoming, type IncomingDetailType } from '../../functions/core/events/incoming';
import { outgoing } from '../../functions/core/events/outgoing';

const text = readFileSync(join(__dirname, '../../docs/events.md'), 'utf8');

/** Every example, with the detail types that its heading names. */
function examples(): { types: IncomingDetailType[]; example: unknown }[] {
  return text
    .split(/^### /m)
    .slice(1)
    .flatMap((section) => {
      const heading = section.slice(0, section.indexOf('\n'));
      const types = heading.split(', ').filter((name): name is IncomingDetailType => Object.hasOwn(incoming, name));
      return [...section.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => ({ types, example: JSON.parse(json ?? '') as unknown }));
    });
}

test('every event that the store may send has its section and an example', () => {
  const described = new Set(examples().flatMap(({ types }) => types));
  expect([...described].sort()).toEqual(Object.keys(incoming).sort());
});

test('every example is taken as it stands, with no field dropped', () => {
  for (const { types, example } of examples()) {
    const taken = types.map((type) => incoming[type].safeParse(example)).find(({ success }) => success);
    expect(Object.keys(taken?.data ?? {}).sort()).toEqual(Object.keys(example as object).sort());
  }
});

test('every event that leaves is named with exactly its fields', () => {
  const rows = new Map([...text.matchAll(/^\| `([^`]+)` \| [^|]+ \| `([^`]+)`/gm)].map(([, type = '', fields = '']) => [type, fields.replaceAll(/\[.*?\]/g, '').split(', ')]));
  for (const [type, schema] of Object.entries(outgoing)) {
    expect([...(rows.get(type) ?? []), 'eventId'].sort()).toEqual(Object.keys(schema.shape).sort());
  }
  expect(rows.size).toBe(Object.keys(outgoing).length);
});
