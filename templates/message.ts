/*
 * A sentence as the build leaves it: text, values to fill in, and forms of which one is chosen by a value.
 */

export type Part = string | readonly [value: string] | readonly [value: string, choice: 'plural' | 'select', forms: Readonly<Record<string, Message>>];
export type Message = string | readonly Part[];

/** All that can be said in one language, by key. */
export type Catalogue = Readonly<Record<string, Message>>;
