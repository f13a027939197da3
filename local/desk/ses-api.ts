import * as z from 'zod';
import { SesOrders } from '../aws/ses/program';
import type { DeskStack } from './desk-stack';
import { answerJson } from './exchange';
import { badInput } from './refusal';
import type { Route } from './routes';

const EXPECTED = 'orders such as {"answers": [{"answer": "hang-up", "taken": true}]} or {"account": {"sending": "paused"}}';

/** `GET` and `POST /api/ses`: how SES behaves, and how it is to behave. Both answer with how it behaves now. */
export function sesRoutes(ses: DeskStack['ses']): Route[] {
  return [
    { method: 'GET', path: '/api/ses', handle: ({ res }) => answerJson(res, ses.state()) },
    {
      method: 'POST',
      path: '/api/ses',
      handle: async ({ res, body }) => {
        const parsed = SesOrders.safeParse(body);
        if (!parsed.success) throw badInput(z.prettifyError(parsed.error).replaceAll(/\s+/g, ' '), 'body', EXPECTED);
        await ses.order(parsed.data);
        answerJson(res, ses.state());
      },
    },
  ];
}
