import type { Instant } from '../core/dates';

/** The one place where deployed code asks for the time. */
export const now = (): Instant => new Date().toISOString();
