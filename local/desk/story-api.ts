import { eightWeeks, stories } from '../stories/eight-weeks';
import type { Story } from '../stories/story';
import type { Teller } from '../stories/teller';
import { answerJson } from './exchange';
import { notFound, RefusedError } from './refusal';
import type { Route } from './routes';

const all: readonly Story[] = [eightWeeks, ...stories];

/** `GET /api/stories`, and `POST /api/stories/<id>`, which answers at once; how far it has come is polled. */
export function storyRoutes(teller: Teller): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/stories',
      handle: ({ res }) => answerJson(res, { stories: all.map(({ id, title, summary, days }) => ({ id, title, summary, days })), telling: teller.current() ?? null }),
    },
    {
      method: 'POST',
      path: '/api/stories/:id',
      handle: ({ res, params }) => {
        const story = all.find(({ id }) => id === params.id);
        if (story === undefined) throw notFound(`no story "${params.id ?? ''}"`, 'path', `one of ${all.map(({ id }) => id).join(', ')}`);
        const begun = teller.begin(story);
        if (begun.kind === 'busy') throw new RefusedError(409, { what: `the story "${begun.telling.title}" is being told`, where: 'path', expected: 'to wait until it has ended' });
        answerJson(res, begun.telling, 202);
      },
    },
  ];
}
