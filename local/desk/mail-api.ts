import type { MailIndex, MailLine } from './mail-index';
import { MAIL_POLICY, viewOf, type Scheme } from './mail-view';
import { answer, answerJson, streamJson } from './exchange';
import { cut, pageOf } from './page';
import { badInput, notFound } from './refusal';
import type { Call, Route } from './routes';

/** `GET /api/mails` and what lies below it. */
export function mailRoutes(index: MailIndex): Route[] {
  return [
    { method: 'GET', path: '/api/mails', handle: (call) => list(index, call) },
    { method: 'GET', path: '/api/mails/:id', handle: async ({ res, params }) => answerJson(res, await found(index, params.id)) },
    { method: 'GET', path: '/api/mails/:id/html', handle: (call) => show(index, call) },
  ];
}

/** `?to=&q=&offset=&limit=&order=`; `fields=list` leaves out the bodies and says how each begins. */
async function list(index: MailIndex, { res, query }: Call): Promise<void> {
  const page = pageOf(query);
  const fields = query.get('fields') ?? 'all';
  if (fields !== 'all' && fields !== 'list') throw badInput(`fields "${fields}"`, 'query fields', 'all or list');
  const lines = await index.lines();
  const matches = matcherOf(query);
  const positions: number[] = [];
  for (const [position, line] of lines.entries()) if (matches(line)) positions.push(position);
  const wanted = cut(positions, page);
  if (fields === 'all') return streamJson(res, positions.length, index.at(wanted));
  answerJson(res, wanted.flatMap((position) => lines[position] ?? []), 200, { 'x-total-count': String(positions.length) });
}

/** `to` is an address; `q` words that all stand in address, subject or the beginning of the text. */
function matcherOf(query: URLSearchParams): (line: MailLine) => boolean {
  const to = query.get('to')?.trim().toLowerCase() ?? '';
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
  return (line) => {
    if (to !== '' && line.to.toLowerCase() !== to) return false;
    if (words.length === 0) return true;
    const haystack = `${line.to} ${line.subject} ${line.begins}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
}

async function found(index: MailIndex, id: string | undefined): ReturnType<typeof index.find> {
  const mail = await index.find(id ?? '');
  if (mail === undefined) throw notFound('no such mail', 'path', 'the id of a mail in /api/mails');
  return mail;
}

async function show(index: MailIndex, { res, params, query }: Call): Promise<void> {
  const scheme = schemeOf(query.get('scheme'));
  const mail = await found(index, params.id);
  answer(res, 200, viewOf(mail?.html ?? '', scheme), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': MAIL_POLICY,
    'referrer-policy': 'no-referrer',
  });
}

function schemeOf(text: string | null): Scheme | undefined {
  if (text === null || text === 'light' || text === 'dark') return text ?? undefined;
  throw badInput(`scheme "${text}"`, 'query scheme', 'light or dark');
}
