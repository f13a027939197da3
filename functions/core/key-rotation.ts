import { plusHours, type Instant } from './dates';
import { readLink, signLink, type Keyring } from './links';

/*
 * A new key signs from now on, and every key before it stays for as long as something that it signed may still be looked at.
 *
 *   key '1'             signs ──> stays ........................... gone
 *   key 20261127T0930Z            signs ──────────> stays ...........
 *                                 │ its successor is made           │ recordMonths and a year later
 *
 * A link opens the record of an order for `recordMonths` after the order is over, and a keyed hash stands in for what an erasure
 * took away for as long. An order may go on waiting after its key has ceased to sign: a year is given for that, and whoever
 * waits longer has newer links by every weekly mail.
 */

/** Of the key that a keyring begins with. */
export const FIRST_KEY = '1';

const WAIT_MONTHS = 12;
/** A month has no more: rather kept too long than too short. */
const MONTH_HOURS = 31 * 24;

/** `keyring` with a key made at `now` that signs from then on, and without those that nothing needs any more. */
export function rotated({ keys }: Keyring, secret: string, now: Instant, recordMonths: number): Keyring {
  const current = idOf(now);
  const all = { ...keys, [current]: secret };
  const ours = Object.keys(all).filter(isOurs).sort();
  const isOver = (id: string): boolean => {
    const successor = ours[ours.indexOf(id) + 1];
    return isOurs(id) && successor !== undefined && plusHours(madeAt(successor), (recordMonths + WAIT_MONTHS) * MONTH_HOURS) <= now;
  };
  return { current, keys: Object.fromEntries(Object.entries(all).filter(([id]) => !isOver(id))) };
}

/** Whether links open under `next` that were signed under `keyring`, and those that `next` signs itself. */
export function succeeds(next: Keyring, keyring: Keyring): boolean {
  const scope = { kind: 'customer', customerKey: 'rotation' } as const;
  return [keyring, next].every((signer) => readLink(next, signLink(signer, scope)) !== undefined);
}

/**
 * `20261127T093012Z`: part of every link, so it has no character that an address of the web would change, and no dot. As text they
 * stand in the order in which they were made, after the first.
 */
const idOf = (at: Instant): string => `${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

const ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** A key that a person has named is kept until they take it out: nobody else knows since when it signs. */
const isOurs = (id: string): boolean => id === FIRST_KEY || ID.test(id);

const madeAt = (id: string): Instant => id.replace(ID, '$1-$2-$3T$4:$5:$6.000Z');
