import type { DeskEvent, DeskStack } from './desk-stack';
import { answerJson } from './exchange';
import { cut, pageOf } from './page';
import type { Route } from './routes';

/** What went out on the merchant's bus, from both sides, oldest first. */
export const eventsOnBus = ({ bridge, busName }: Pick<DeskStack, 'bridge' | 'busName'>): DeskEvent[] => bridge.log().filter(({ bus }) => bus === busName);

/** `GET /api/events?source=&detailType=&q=&offset=&limit=&order=` */
export function eventRoutes(stack: Pick<DeskStack, 'bridge' | 'busName'>): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/events',
      handle: ({ res, query }) => {
        const page = pageOf(query);
        const events = eventsOnBus(stack).filter(matcherOf(query));
        answerJson(
          res,
          cut(events, page).map(({ id, at, source, detailType, detail }) => ({ id, at, source, detailType, detail })),
          200,
          { 'x-total-count': String(events.length) },
        );
      },
    },
  ];
}

function matcherOf(query: URLSearchParams): (event: DeskEvent) => boolean {
  const [source, detailType, words] = [query.get('source'), query.get('detailType'), query.get('q')?.toLowerCase()];
  return (event) =>
    (source === null || event.source === source) &&
    (detailType === null || event.detailType === detailType) &&
    (words === undefined || words === '' || JSON.stringify(event.detail).toLowerCase().includes(words));
}
