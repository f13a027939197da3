import * as z from 'zod';

/*
 * What the page's templates are given: finished sentences, addresses and forms, in the order in which they are read.
 * Every field is there, null where there is nothing to show.
 */

const Sentence = z.string().min(1);
const WebUrl = z.url({ protocol: /^https$/ });
const Path = z.string().startsWith('/');

export const PageForm = z.strictObject({
  action: Path,
  fields: z.array(z.strictObject({ name: z.enum(['action', 'seen', 'line']), value: z.string() })),
  label: Sentence,
  /** Said after the label to who hears the page instead of seeing it: which of several items the button is about. */
  about: Sentence.nullable(),
  /** How many units the button is about, where that is the customer's to choose. The first option is the one that is set. */
  quantity: z.strictObject({ label: Sentence, options: z.array(z.strictObject({ value: z.string().regex(/^\d+$/), label: Sentence })).min(2).max(20) }).nullable(),
});
export type PageForm = z.infer<typeof PageForm>;

const Fact = z.strictObject({ label: Sentence, value: Sentence, notes: z.array(Sentence) });
export type PageFact = z.infer<typeof Fact>;

const Refund = Fact.extend({
  stepsLabel: Sentence,
  steps: z.array(z.strictObject({ label: Sentence, done: z.boolean(), state: Sentence })).length(3),
});
export type PageRefund = z.infer<typeof Refund>;

const PageItem = z.strictObject({
  id: z.string().regex(/^line-\d+$/),
  name: Sentence,
  href: WebUrl.nullable(),
  image: WebUrl.nullable(),
  details: z.array(Sentence),
  status: Fact.nullable(),
  /** Sentences of the law once more in English, for who reads another language. */
  english: z.strictObject({ label: Sentence, texts: z.array(Sentence).min(1) }).nullable(),
  choices: z.array(PageForm),
  refunds: z.array(Refund),
  undo: PageForm.nullable(),
  shipments: z.array(z.strictObject({ heading: Sentence, text: Sentence, href: WebUrl.nullable(), label: Sentence })),
  toldHeading: Sentence,
  told: z.array(Sentence),
});
export type PageItem = z.infer<typeof PageItem>;

/** What the page and the message page have in common. */
const Frame = z.strictObject({
  lang: Sentence,
  dir: z.enum(['ltr', 'rtl']),
  title: Sentence,
  style: Sentence,
  brand: z.strictObject({ name: Sentence, url: WebUrl, logoUrl: WebUrl.nullable() }),
  footer: z.strictObject({
    safe: Sentence,
    contact: Sentence,
    ways: z.array(z.strictObject({ label: Sentence, href: z.string().regex(/^(mailto:|tel:|https:)/) })).min(1),
    address: z.array(Sentence).min(1),
  }),
});
export type Frame = z.infer<typeof Frame>;

export const PageTemplate = Frame.extend({
  skip: Sentence,
  heading: Sentence,
  intro: Sentence,
  isOutcome: z.boolean(),
  /** Buttons for all items at once, where there are several. */
  together: z.array(PageForm),
  lines: z.array(PageItem).min(1),
  weekly: z.strictObject({ heading: Sentence, text: Sentence, form: PageForm }).nullable(),
  /** Whoever came for the weekly updates finds them at the top. */
  weeklyFirst: z.boolean(),
});
export type PageTemplate = z.infer<typeof PageTemplate>;

export const MessageTemplate = Frame.extend({ heading: Sentence, text: Sentence });
