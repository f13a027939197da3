/** What was wrong with a request, where in it, and what would have been right. */
export interface Fault {
  what: string;
  where: string;
  expected: string;
}

/** A request that the desk does not do; `status` is HTTP's word for why. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    readonly fault: Fault,
    readonly headers: Record<string, string> = {},
  ) {
    super(`${fault.what} (${fault.where}): expected ${fault.expected}`);
    this.name = 'RefusedError';
  }
}

export const badInput = (what: string, where: string, expected: string): RefusedError => new RefusedError(400, { what, where, expected });

export const notFound = (what: string, where: string, expected: string): RefusedError => new RefusedError(404, { what, where, expected });
