import type { RouteWiring } from '../../template/wiring';

export interface MatchedRoute {
  route: RouteWiring;
  /** The variables of the path, percent-decoded. */
  parameters: Record<string, string>;
}

interface Pattern {
  route: RouteWiring;
  method: string;
  segments: string[];
  isGreedy: boolean;
}

/** "Routes for HTTP APIs": a full path before a greedy one before $default, and a method of its own before ANY. */
export class Routes {
  private readonly patterns: Pattern[];
  private readonly fallback: RouteWiring | undefined;

  constructor(routes: readonly RouteWiring[]) {
    this.fallback = routes.find(({ key }) => key === '$default');
    this.patterns = routes.filter(({ key }) => key !== '$default').map(patternOf).sort(mostExactFirst);
  }

  find(method: string, path: string): MatchedRoute | undefined {
    const segments = path.split('/').slice(1);
    for (const pattern of this.patterns) {
      if (pattern.method !== 'ANY' && pattern.method !== method) continue;
      const parameters = parametersOf(pattern, segments);
      if (parameters !== undefined) return { route: pattern.route, parameters };
    }
    return this.fallback && { route: this.fallback, parameters: {} };
  }
}

function patternOf(route: RouteWiring): Pattern {
  const [method = '', path = ''] = route.key.split(' ');
  const segments = path.split('/').slice(1);
  return { route, method, segments, isGreedy: segments.at(-1)?.endsWith('+}') === true };
}

const isVariable = (segment: string): boolean => segment.startsWith('{');

function mostExactFirst(one: Pattern, other: Pattern): number {
  if (one.isGreedy !== other.isGreedy) return one.isGreedy ? 1 : -1;
  const texts = (pattern: Pattern): number => pattern.segments.filter((segment) => !isVariable(segment)).length;
  return texts(other) - texts(one) || Number(one.method === 'ANY') - Number(other.method === 'ANY');
}

function parametersOf({ segments, isGreedy }: Pattern, given: readonly string[]): Record<string, string> | undefined {
  if (isGreedy ? given.length < segments.length : given.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const isRest = isGreedy && index === segments.length - 1;
    const value = isRest ? given.slice(index).join('/') : (given[index] ?? '');
    if (!isVariable(segment)) {
      if (segment !== value) return undefined;
    } else if (value === '') return undefined;
    else parameters[segment.replace(/^\{|\+?\}$/g, '')] = decoded(value);
  }
  return parameters;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
