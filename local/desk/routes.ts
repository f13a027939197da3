import type { IncomingMessage, ServerResponse } from 'node:http';
import { RefusedError } from './refusal';

export interface Call {
  req: IncomingMessage;
  res: ServerResponse;
  query: URLSearchParams;
  params: Record<string, string>;
  /** Parsed JSON of a POST; undefined where there was no body. */
  body: unknown;
}

export interface Route {
  method: 'GET' | 'POST';
  /** Segments, of which those with a colon take anything. */
  path: string;
  handle(call: Call): Promise<void> | void;
}

/** The route for a request, and what its path holds. Throws RefusedError: 404 for the path, 405 for the method. */
export function routeFor(routes: readonly Route[], method: string, path: string): { route: Route; params: Record<string, string> } {
  const matching = routes.flatMap((route) => {
    const params = paramsOf(route.path, path);
    return params === undefined ? [] : [{ route, params }];
  });
  if (matching.length === 0) throw new RefusedError(404, { what: 'no such path', where: 'path', expected: 'one of the desk’s' });
  const wanted = method === 'HEAD' ? 'GET' : method;
  const match = matching.find(({ route }) => route.method === wanted);
  if (match) return match;
  const allowed = matching.map(({ route }) => route.method).join(', ');
  throw new RefusedError(405, { what: `method ${method}`, where: 'method', expected: allowed }, { allow: allowed });
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = given[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== text) return undefined;
    } else {
      const value = decoded(text);
      if (value === undefined || value === '') return undefined;
      params[segment.slice(1)] = value;
    }
  }
  return params;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
