import * as v from 'valibot';
import { Integer, Url, WebUrl } from '../core/shapes';

/*
 * What a mail's templates are given: finished sentences and addresses, in the order in which they are read. HTML and
 * text are made from the same view, so they can't say different things. Every field is there, null where there is
 * nothing to say: Handlebars passes over an `{{#if}}` on a missing field in silence, this schema does not.
 */

const Sentence = v.pipe(v.string(), v.minLength(1));
const Sentences = v.array(Sentence);
const SomeSentences = v.pipe(Sentences, v.minLength(1));
const SentenceOrNone = v.nullable(Sentence);
/** Our own pages are https; on a developer's machine they are on this very machine. */
const PageUrl = v.pipe(Url, v.check((address) => /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//.test(address), 'expected an https address'));
const UrlOrNone = v.nullable(WebUrl);
const Colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));

const Action = v.strictObject({ label: Sentence, href: v.union([PageUrl, WebUrl]) });
export type Action = v.InferOutput<typeof Action>;

export const ItemView = v.strictObject({
  name: Sentence,
  href: UrlOrNone,
  image: UrlOrNone,
  /** Quantity, order, amount: one short line each. */
  details: Sentences,
  /** Buttons of equal weight, one below the other. */
  actions: v.array(Action),
});
export type ItemView = v.InferOutput<typeof ItemView>;

/** A mark on the way from order to shipment; `gone` is a date that was told and no longer holds. */
const Step = v.strictObject({ label: Sentence, date: Sentence, done: v.boolean(), gone: v.boolean() });
export type Step = v.InferOutput<typeof Step>;

/** The one thing to see at a glance: a date, or an amount. */
const Fact = v.strictObject({ label: Sentence, value: Sentence, notes: Sentences, steps: v.array(Step) });
export type Fact = v.InferOutput<typeof Fact>;

const Aside = v.strictObject({ label: Sentence, texts: SomeSentences });
export type Aside = v.InferOutput<typeof Aside>;

/** What the law asks to be said before the buttons. Outside English, the English sentences stand below. */
const Choice = v.strictObject({ ...Aside.entries, english: v.nullable(Aside) });
export type Choice = v.InferOutput<typeof Choice>;

/** Items of which the same is said, and that have no buttons of their own here. */
const Others = v.strictObject({ text: Sentence, names: SomeSentences, see: Action });

const namesItem = ({ items, others }: { items: readonly unknown[]; others: unknown }): boolean => items.length > 0 || others !== null;

/** What is said about one item, or about several of which the same is true. */
export const Statement = v.pipe(
  v.strictObject({
    heading: Sentence,
    lede: Sentences,
    fact: v.nullable(Fact),
    choice: v.nullable(Choice),
    items: v.array(ItemView),
    others: v.nullable(Others),
    note: SentenceOrNone,
    asides: v.array(Aside),
  }),
  v.check((statement) => namesItem(statement), 'expected an item'),
);
export type Statement = v.InferOutput<typeof Statement>;

/** A statement as it stands in a mail, the first under the greeting. */
const Group = v.pipe(
  v.strictObject({ ...Statement.entries, first: v.boolean(), greeting: SentenceOrNone }),
  v.check((statement) => namesItem(statement), 'expected an item'),
);

export const MailView = v.strictObject({
  lang: Sentence,
  dir: v.picklist(['ltr', 'rtl']),
  subject: v.pipe(Sentence, v.maxCodePoints(200)),
  preheader: Sentence,
  brand: v.strictObject({ name: Sentence, url: WebUrl, logoUrl: UrlOrNone }),
  colours: v.strictObject({
    accent: Colour,
    onAccent: Colour,
    accentText: Colour,
    accentTint: Colour,
    accentDark: Colour,
    onAccentDark: Colour,
    accentTintDark: Colour,
  }),
  groups: v.pipe(v.array(Group), v.minLength(1)),
  closing: v.array(Aside),
  /** The orders as schema.org/Order knows them, for programs that sort mail. */
  orders: v.array(
    v.strictObject({
      number: Sentence,
      status: v.picklist(['OrderProcessing', 'OrderInTransit', 'OrderCancelled']),
      url: PageUrl,
      items: v.pipe(v.array(v.strictObject({ name: Sentence, quantity: v.pipe(Integer, v.gtValue(0)) })), v.minLength(1)),
    }),
  ),
  see: v.nullable(Action),
  footer: v.strictObject({
    genuine: Sentence,
    genuineText: Sentence,
    why: Sentence,
    stop: v.nullable(v.strictObject({ label: Sentence, href: PageUrl, note: Sentence })),
    contact: Sentence,
    ways: v.array(v.strictObject({ label: Sentence, href: v.pipe(v.string(), v.regex(/^(mailto:|tel:|https:)/)), isWeb: v.boolean() })),
    address: SomeSentences,
  }),
});
export type MailView = v.InferOutput<typeof MailView>;
