/*
 * The run book has an entry for each of these: what it means, where to look, what to do, and how to know that it is over. No
 * alarm can be had without one.
 */

/** The project has no address of its own on the web yet. Who keeps a copy there names it here, and every alarm links to it. */
const RUNBOOK = 'docs/runbook.md';

/** Headings of the run book, as they stand in a link. */
export const runbookEntries = [
  'first-notices-late',
  'customers-overdue',
  'weekly-updates-late',
  'nobody-is-woken',
  'schedule-silent',
  'no-mail-leaves',
  'sender-refused',
  'mail-cannot-be-written',
  'outcomes-unknown',
  'mails-doubled',
  'bounces',
  'complaints',
  'page-fails',
  'links-refused',
  'refunds-overdue',
  'refunds-unanswered',
  'dead-letters',
  'messages-wait',
  'no-new-key',
] as const;
export type RunbookEntry = (typeof runbookEntries)[number];

export const runbookLink = (entry: RunbookEntry): string => `${RUNBOOK}#${entry}`;
