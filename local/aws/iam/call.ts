/*
 * What IAM is asked: may this principal do this to that, under these circumstances.
 */

/** The circumstances that a condition of a policy can ask about (Service Authorization Reference, condition keys). `calls/` tells all of them. */
export type ContextKey = 'dynamodb:LeadingKeys' | 'events:detail-type' | 'events:source' | 'ses:FromAddress';

/** Whether a call has one of it or many. */
const contextKeys: readonly { key: ContextKey; has: 'one' | 'many' }[] = [
  { key: 'dynamodb:LeadingKeys', has: 'many' },
  { key: 'events:detail-type', has: 'one' },
  { key: 'events:source', has: 'one' },
  { key: 'ses:FromAddress', has: 'one' },
];

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
  return contextKeys.find(({ key }) => key.toLowerCase() === name.toLowerCase())?.key;
}

export function holdsMany(key: ContextKey): boolean {
  return contextKeys.some((one) => one.key === key && one.has === 'many');
}
