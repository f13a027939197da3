import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { incoming, type IncomingDetailType } from '../../functions/core/events/incoming';

export const eventsDoc = readFileSync(join(__dirname, '../../docs/events.md'), 'utf8');

/** Every example of docs/events.md, with the detail types that its heading names. */
export function examples(): { types: IncomingDetailType[]; example: unknown }[] {
  return eventsDoc
    .split(/^### /m)
    .slice(1)
    .flatMap((section) => {
      const heading = section.slice(0, section.indexOf('\n'));
      const types = heading.split(', ').filter((name): name is IncomingDetailType => Object.hasOwn(incoming, name));
      return [...section.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => ({ types, example: JSON.parse(json ?? '') as unknown }));
    });
}
