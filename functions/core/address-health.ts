import type { Profile } from './profile';

/** So many mails in a row that the receiving side would not take for now, and the address counts as one that takes none. */
export const SOFT_BOUNCES_IN_A_ROW = 3;

/** As if no mail had ever failed. */
export const NOTHING_AGAINST_ADDRESS = { refusedAddress: undefined, softBounces: undefined, retryAt: undefined, failures: 0 } satisfies Partial<Profile>;

/** What an address that comes along with something else changes: about a new one nothing is known, of the same one what is known stays. */
export const addressGiven = (profile: Profile, email: string): Partial<Profile> => (isSameAddress(profile.email, email) ? { email } : { email, ...NOTHING_AGAINST_ADDRESS });

/** SES may hand an address back in other letters than it was given. */
export const isSameAddress = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();
