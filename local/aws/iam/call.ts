/*
 * What IAM is asked: may this principal do this to that, under these circumstances.
 */

/** The circumstances that a condition of a policy can ask about (Service Authorization Reference, condition keys). `calls/` tells all of them. */
export const contextKeys = ['dynamodb:LeadingKeys', 'events:detail-type', 'events:source', 'ses:FromAddress'] as const;
export type ContextKey = (typeof contextKeys)[number];

/** Those of which a call has many. */
const multivalued: ReadonlySet<ContextKey> = new Set(['dynamodb:LeadingKeys']);

export type Context = Readonly<Partial<Record<ContextKey, readonly string[]>>>;

export interface Call {
  /** `dynamodb:GetItem` */
  action: string;
  /** The ARN of what it is done to, or `*` where an action knows no resource. */
  resource: string;
  context: Context;
}

/** Keys are the same in capital and small letters. Undefined for one that no call here tells. */
export function contextKeyNamed(name: string): ContextKey | undefined {
  return contextKeys.find((key) => key.toLowerCase() === name.toLowerCase());
}

export const holdsMany = (key: ContextKey): boolean => multivalued.has(key);
