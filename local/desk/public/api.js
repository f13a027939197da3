/** The stack said no; `message` can be shown to people. */
export class Refused extends Error {}

export async function get(path) {
  return (await ask(path)).json();
}

/** A page of a list and how long the list is. */
export async function page(path, query) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
  const answer = await ask(`${path}?${asked}`);
  return { items: await answer.json(), total: Number(answer.headers.get('x-total-count')) };
}

export async function post(path, body) {
  return (await ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) })).json();
}

async function ask(path, init) {
  const answer = await fetch(path, init);
  if (answer.ok) return answer;
  const { what, expected } = await answer.json().catch(() => ({ what: `HTTP ${answer.status}` }));
  throw new Refused(expected ? `${what[0].toUpperCase()}${what.slice(1)}. Expected: ${expected}.` : what);
}
