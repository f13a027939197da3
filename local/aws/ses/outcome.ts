import * as z from 'zod';

/** What becomes of a mail that SES took. */
export const Outcome = z.enum(['delivered', 'out-of-office', 'delayed', 'bounced', 'transient', 'undetermined', 'suppressed', 'complained', 'rejected', 'rendering-failed']);
export type Outcome = z.infer<typeof Outcome>;

/**
 * The mailbox simulator ("Using the mailbox simulator", Developer Guide): each of its addresses brings one thing about, with
 * or without a label after a plus.
 */
export function simulated(address: string): Outcome | undefined {
  const box = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(address)?.[1]?.toLowerCase();
  switch (box) {
    case undefined:
      return undefined;
    case 'bounce':
      return 'bounced';
    case 'suppressionlist':
      return 'suppressed';
    case 'complaint':
      return 'complained';
    case 'ooto':
      return 'out-of-office';
    default:
      return 'delivered';
  }
}
