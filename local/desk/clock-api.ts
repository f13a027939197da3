import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Teller } from '../stories/teller';
import type { DeskStack } from './desk-stack';
import { answerJson } from './exchange';
import { badInput, RefusedError } from './refusal';
import type { Route } from './routes';

const EXPECTED_BODY = '{"advance": "P7D"} or {"to": "2026-12-01T10:00:00Z"}';
const EXPECTED_DURATION = 'an ISO 8601 duration such as P7D or PT1H';
const EXPECTED_INSTANT = 'an instant such as 2026-12-01T10:00:00Z';
/** Beyond this a slip of the finger would keep the stack busy for hours. */
const FARTHEST = Temporal.Duration.from({ years: 10 });

const Move = z.union([z.strictObject({ advance: z.string() }), z.strictObject({ to: z.string() })]);

/** `GET` and `POST /api/clock`, `POST /api/settle`. */
export function clockRoutes({ clock, timeline }: Pick<DeskStack, 'clock' | 'timeline'>, teller: Teller): Route[] {
  const now = (): { now: string } => ({ now: new Date(clock.now()).toISOString() });
  // One move after the other: "a week later" means a week after the move before it.
  let moves: Promise<void> = Promise.resolve();

  const move = async (body: unknown): Promise<void> => {
    const story = teller.running();
    if (story) throw new RefusedError(409, { what: `the story "${story.title}" is being told`, where: 'clock', expected: 'to wait until it has ended' });
    await timeline.advanceTo(targetOf(body, clock.now()));
  };

  return [
    { method: 'GET', path: '/api/clock', handle: ({ res }) => answerJson(res, now()) },
    {
      method: 'POST',
      path: '/api/clock',
      handle: async ({ res, body }) => {
        const moved = moves.then(() => move(body));
        moves = moved.catch(() => undefined);
        await moved;
        answerJson(res, now());
      },
    },
    {
      method: 'POST',
      path: '/api/settle',
      handle: async ({ res }) => {
        await timeline.settle();
        answerJson(res, now());
      },
    },
  ];
}

/** Where a move leads, in epoch milliseconds. Throws RefusedError for what is no move, or one into the past. */
function targetOf(body: unknown, now: number): number {
  const parsed = Move.safeParse(body);
  if (!parsed.success) throw badInput(body === undefined ? 'no body' : 'a body that says no move', 'body', EXPECTED_BODY);
  const from = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  const [where, target] = 'advance' in parsed.data ? ['advance', after(from, parsed.data.advance)] : ['to', instantOf(parsed.data.to)];
  if (target < now) throw badInput('a move into the past', where, `not before ${new Date(now).toISOString()}: the clock never goes backwards`);
  if (target > from.add(FARTHEST).epochMilliseconds) throw badInput('a move too far ahead', where, 'at most ten years from now');
  return target;
}

function after(from: Temporal.ZonedDateTime, text: string): number {
  let duration: Temporal.Duration;
  try {
    duration = Temporal.Duration.from(text);
  } catch {
    throw badInput(`"${text}"`, 'advance', EXPECTED_DURATION);
  }
  if (duration.sign < 0) throw badInput('a move into the past', 'advance', `${EXPECTED_DURATION}: the clock never goes backwards`);
  try {
    return from.add(duration).epochMilliseconds;
  } catch {
    throw badInput('a move too far ahead', 'advance', 'at most ten years from now');
  }
}

function instantOf(text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw badInput(`"${text}"`, 'to', EXPECTED_INSTANT);
  }
}
