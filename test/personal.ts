/*
 * The canaries of the whole suite: whatever a test says of a customer, by whatever way it got into the stack, is looked for in all
 * that the stack has written down for its operators. Nobody has to think of it; every running stack is searched when it is closed.
 */

/** What went through a stack. */
export interface Traffic {
  /** Events on its buses, the store's and our own. */
  events: readonly { detail: unknown }[];
  /** Mails as customers got them. */
  mails: readonly { to: string; subject: string; text: string; html: string }[];
}

/** Shorter texts stand in a log by chance. */
const SHORTEST = 5;

/** Fields in which a store says who somebody is, or in which somebody wrote what they liked. */
const PERSONAL_FIELDS = ['email', 'newEmail', 'name', 'reason', 'text', 'trackingUrl'];

/** Our own words, in events that we publish. */
const OURS = /^(erased|rejected|bad-address|bounced|soft-bounced|suppressed|complained|promise-[a-z-]+)$/;

/** Names, addresses, free texts, and the tokens of links, each once. */
export function personalIn({ events, mails }: Traffic): Set<string> {
  const found = events.flatMap(({ detail }) => textsIn(detail));
  for (const { to, subject, text, html } of mails) found.push(to, subject, ...tokensIn(text), ...tokensIn(html));
  return new Set(found.filter((text) => text.length >= SHORTEST && !OURS.test(text)));
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]: [string, unknown]) => (typeof inner === 'string' && PERSONAL_FIELDS.includes(field) ? [inner] : textsIn(inner)));
}

/** Each token whole, and its signature alone: who has that can make the token. */
const tokensIn = (mail: string): string[] => [...mail.matchAll(/\/[bu]\/([\w-]+\.[\w-]+\.([\w-]+))/g)].flatMap(([, token = '', signature = '']) => [token, signature]);

/** What of it stands in a text, in whatever case; a person's address is no less theirs in capitals. */
export function leaksIn(text: string, personal: Iterable<string>): string[] {
  const haystack = text.toLowerCase();
  // Thousands of tokens, a log of megabytes: what begins with five characters that stand nowhere is looked for no further.
  const beginnings = new Set<string>();
  for (let at = 0; at + SHORTEST <= haystack.length; at += 1) beginnings.add(haystack.slice(at, at + SHORTEST));
  const stands = (one: string): boolean => beginnings.has(one.slice(0, SHORTEST)) && haystack.includes(one);
  // As JSON has it too: a log line quotes.
  return [...personal].filter((one) => stands(one.toLowerCase()) || stands(JSON.stringify(one).slice(1, -1).toLowerCase()));
}

/** A log, a console or an error says who somebody is. */
export class LeakError extends Error {
  constructor(where: string, text: string, leaks: readonly string[]) {
    const lines = text.split('\n').filter((line) => leaksIn(line, leaks).length > 0);
    super(`${where} says ${leaks.map((leak) => JSON.stringify(leak)).join(', ')}:\n${lines.slice(0, 5).join('\n')}`);
    this.name = 'LeakError';
  }
}

/** Throws LeakError. */
export function expectNothingPersonal(where: string, text: string, personal: Iterable<string>): void {
  const leaks = leaksIn(text, personal);
  if (leaks.length > 0) throw new LeakError(where, text, leaks);
}
