import * as z from 'zod/mini';

/*
 * What the page's templates are given: finished sentences, addresses and forms, in the order in which they are read.
 * Every field is there, null where there is nothing to show.
 */

const Sentence = z.string().check(z.minLength(1));
const Sentences = z.array(Sentence);
const SomeSentences = Sentences.check(z.minLength(1));
const SentenceOrNone = z.nullable(Sentence);
const WebUrl = z.url({ protocol: /^https$/ });
const UrlOrNone = z.nullable(WebUrl);
const Path = z.string().check(z.startsWith('/'));

export const PageForm = z.strictObject({
  action: Path,
  fields: z.array(z.strictObject({ name: z.enum(['action', 'seen', 'line']), value: z.string() })),
  label: Sentence,
  /** Said after the label to who hears the page instead of seeing it: which of several items the button is about. */
  about: SentenceOrNone,
  /** How many units the button is about, where that is the customer's to choose. The first option is the one that is set. */
  quantity: z.nullable(z.strictObject({ label: Sentence, options: z.array(z.strictObject({ value: z.string().check(z.regex(/^\d+$/)), label: Sentence })).check(z.minLength(2), z.maxLength(20)) })),
});
export type PageForm = z.infer<typeof PageForm>;

const Fact = z.strictObject({ label: Sentence, value: Sentence, notes: Sentences });
export type PageFact = z.infer<typeof Fact>;

const Refund = z.extend(Fact, {
  stepsLabel: Sentence,
  steps: z.array(z.strictObject({ label: Sentence, done: z.boolean(), state: Sentence })).check(z.length(3)),
});
export type PageRefund = z.infer<typeof Refund>;

const PageItem = z.strictObject({
  id: z.string().check(z.regex(/^line-\d+$/)),
  name: Sentence,
  href: UrlOrNone,
  image: UrlOrNone,
  details: Sentences,
  status: z.nullable(Fact),
  /** Sentences of the law once more in English, for who reads another language. */
  english: z.nullable(z.strictObject({ label: Sentence, texts: SomeSentences })),
  choices: z.array(PageForm),
  refunds: z.array(Refund),
  undo: z.nullable(PageForm),
  shipments: z.array(z.strictObject({ heading: Sentence, text: Sentence, href: UrlOrNone, label: Sentence })),
  toldHeading: Sentence,
  told: Sentences,
});
export type PageItem = z.infer<typeof PageItem>;

/** What the page and the message page have in common. */
const Frame = z.strictObject({
  lang: Sentence,
  dir: z.enum(['ltr', 'rtl']),
  title: Sentence,
  style: Sentence,
  brand: z.strictObject({ name: Sentence, url: WebUrl, logoUrl: UrlOrNone }),
  footer: z.strictObject({
    safe: Sentence,
    contact: Sentence,
    ways: z.array(z.strictObject({ label: Sentence, href: z.string().check(z.regex(/^(mailto:|tel:|https:)/)) })).check(z.minLength(1)),
    address: SomeSentences,
  }),
});
export type Frame = z.infer<typeof Frame>;

export const PageTemplate = z.extend(Frame, {
  skip: Sentence,
  heading: Sentence,
  intro: Sentence,
  isOutcome: z.boolean(),
  /** Buttons for all items at once, where there are several. */
  together: z.array(PageForm),
  lines: z.array(PageItem).check(z.minLength(1)),
  weekly: z.nullable(z.strictObject({ heading: Sentence, text: Sentence, form: PageForm })),
  /** Whoever came for the weekly updates finds them at the top. */
  weeklyFirst: z.boolean(),
});
export type PageTemplate = z.infer<typeof PageTemplate>;

export const MessageTemplate = z.extend(Frame, { heading: Sentence, text: Sentence });
