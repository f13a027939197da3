import * as v from 'valibot';
import { WebUrl } from '../core/shapes';

/*
 * What the page's templates are given: finished sentences, addresses and forms, in the order in which they are read.
 * Every field is there, null where there is nothing to show.
 */

const Sentence = v.pipe(v.string(), v.minLength(1));
const Sentences = v.array(Sentence);
const SomeSentences = v.pipe(Sentences, v.minLength(1));
const SentenceOrNone = v.nullable(Sentence);
const UrlOrNone = v.nullable(WebUrl);
const Path = v.pipe(v.string(), v.startsWith('/'));

export const PageForm = v.strictObject({
  action: Path,
  fields: v.array(v.strictObject({ name: v.picklist(['action', 'seen', 'line']), value: v.string() })),
  label: Sentence,
  /** Said after the label to who hears the page instead of seeing it: which of several items the button is about. */
  about: SentenceOrNone,
  /** How many units the button is about, where that is the customer's to choose. The first option is the one that is set. */
  quantity: v.nullable(v.strictObject({ label: Sentence, options: v.pipe(v.array(v.strictObject({ value: v.pipe(v.string(), v.regex(/^\d+$/)), label: Sentence })), v.minLength(2), v.maxLength(20)) })),
});
export type PageForm = v.InferOutput<typeof PageForm>;

const Fact = v.strictObject({ label: Sentence, value: Sentence, notes: Sentences });
export type PageFact = v.InferOutput<typeof Fact>;

const Refund = v.strictObject({
  ...Fact.entries,
  stepsLabel: Sentence,
  steps: v.pipe(v.array(v.strictObject({ label: Sentence, done: v.boolean(), state: Sentence })), v.length(3)),
});
export type PageRefund = v.InferOutput<typeof Refund>;

const PageItem = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^line-\d+$/)),
  name: Sentence,
  href: UrlOrNone,
  image: UrlOrNone,
  details: Sentences,
  status: v.nullable(Fact),
  /** Sentences of the law once more in English, for who reads another language. */
  english: v.nullable(v.strictObject({ label: Sentence, texts: SomeSentences })),
  choices: v.array(PageForm),
  refunds: v.array(Refund),
  undo: v.nullable(PageForm),
  shipments: v.array(v.strictObject({ heading: Sentence, text: Sentence, href: UrlOrNone, label: Sentence })),
  toldHeading: Sentence,
  told: Sentences,
});
export type PageItem = v.InferOutput<typeof PageItem>;

/** What the page and the message page have in common. */
const Frame = v.strictObject({
  lang: Sentence,
  dir: v.picklist(['ltr', 'rtl']),
  title: Sentence,
  style: Sentence,
  brand: v.strictObject({ name: Sentence, url: WebUrl, logoUrl: UrlOrNone }),
  footer: v.strictObject({
    safe: Sentence,
    contact: Sentence,
    ways: v.pipe(v.array(v.strictObject({ label: Sentence, href: v.pipe(v.string(), v.regex(/^(mailto:|tel:|https:)/)) })), v.minLength(1)),
    address: SomeSentences,
  }),
});
export type Frame = v.InferOutput<typeof Frame>;

export const PageTemplate = v.strictObject({
  ...Frame.entries,
  skip: Sentence,
  heading: Sentence,
  intro: Sentence,
  isOutcome: v.boolean(),
  /** Buttons for all items at once, where there are several. */
  together: v.array(PageForm),
  lines: v.pipe(v.array(PageItem), v.minLength(1)),
  weekly: v.nullable(v.strictObject({ heading: Sentence, text: Sentence, form: PageForm })),
  /** Whoever came for the weekly updates finds them at the top. */
  weeklyFirst: v.boolean(),
});
export type PageTemplate = v.InferOutput<typeof PageTemplate>;

export const MessageTemplate = v.strictObject({ ...Frame.entries, heading: Sentence, text: Sentence });
