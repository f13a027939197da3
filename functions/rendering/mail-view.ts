import * as z from 'zod/mini';

/*
 * What a mail's templates are given: finished sentences and addresses, in the order in which they are read. HTML and
 * text are made from the same view, so they can't say different things. Every field is there, null where there is
 * nothing to say: Handlebars passes over an `{{#if}}` on a missing field in silence, this schema does not.
 */

const Sentence = z.string().check(z.minLength(1));
const Sentences = z.array(Sentence);
const SomeSentences = Sentences.check(z.minLength(1));
const SentenceOrNone = z.nullable(Sentence);
/** Our own pages are https; on a developer's machine they are on this very machine. */
const PageUrl = z.url().check(z.refine((address) => /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//.test(address), 'expected an https address'));
const WebUrl = z.url({ protocol: /^https$/ });
const UrlOrNone = z.nullable(WebUrl);
const Colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/));

const Action = z.strictObject({ label: Sentence, href: z.union([PageUrl, WebUrl]) });
export type Action = z.infer<typeof Action>;

export const ItemView = z.strictObject({
  name: Sentence,
  href: UrlOrNone,
  image: UrlOrNone,
  /** Quantity, order, amount: one short line each. */
  details: Sentences,
  /** Buttons of equal weight, one below the other. */
  actions: z.array(Action),
});
export type ItemView = z.infer<typeof ItemView>;

/** A mark on the way from order to shipment; `gone` is a date that was told and no longer holds. */
const Step = z.strictObject({ label: Sentence, date: Sentence, done: z.boolean(), gone: z.boolean() });
export type Step = z.infer<typeof Step>;

/** The one thing to see at a glance: a date, or an amount. */
const Fact = z.strictObject({ label: Sentence, value: Sentence, notes: Sentences, steps: z.array(Step) });
export type Fact = z.infer<typeof Fact>;

const Aside = z.strictObject({ label: Sentence, texts: SomeSentences });
export type Aside = z.infer<typeof Aside>;

/** What the law asks to be said before the buttons. Outside English, the English sentences stand below. */
const Choice = z.extend(Aside, { english: z.nullable(Aside) });
export type Choice = z.infer<typeof Choice>;

/** Items of which the same is said, and that have no buttons of their own here. */
const Others = z.strictObject({ text: Sentence, names: SomeSentences, see: Action });

/** What is said about one item, or about several of which the same is true. */
export const Statement = z
  .strictObject({
    heading: Sentence,
    lede: Sentences,
    fact: z.nullable(Fact),
    choice: z.nullable(Choice),
    items: z.array(ItemView),
    others: z.nullable(Others),
    note: SentenceOrNone,
    asides: z.array(Aside),
  })
  .check(z.refine(({ items, others }) => items.length > 0 || others !== null, 'expected an item'));
export type Statement = z.infer<typeof Statement>;

export const MailView = z.strictObject({
  lang: Sentence,
  dir: z.enum(['ltr', 'rtl']),
  subject: Sentence.check(z.maxLength(200)),
  preheader: Sentence,
  brand: z.strictObject({ name: Sentence, url: WebUrl, logoUrl: UrlOrNone }),
  colours: z.strictObject({
    accent: Colour,
    onAccent: Colour,
    accentText: Colour,
    accentTint: Colour,
    accentDark: Colour,
    onAccentDark: Colour,
    accentTintDark: Colour,
  }),
  groups: z.array(z.safeExtend(Statement, { first: z.boolean(), greeting: SentenceOrNone })).check(z.minLength(1)),
  closing: z.array(Aside),
  /** The orders as schema.org/Order knows them, for programs that sort mail. */
  orders: z.array(
    z.strictObject({
      number: Sentence,
      status: z.enum(['OrderProcessing', 'OrderInTransit', 'OrderCancelled']),
      url: PageUrl,
      items: z.array(z.strictObject({ name: Sentence, quantity: z.int().check(z.positive()) })).check(z.minLength(1)),
    }),
  ),
  see: z.nullable(Action),
  footer: z.strictObject({
    genuine: Sentence,
    genuineText: Sentence,
    why: Sentence,
    stop: z.nullable(z.strictObject({ label: Sentence, href: PageUrl, note: Sentence })),
    contact: Sentence,
    ways: z.array(z.strictObject({ label: Sentence, href: z.string().check(z.regex(/^(mailto:|tel:|https:)/)), isWeb: z.boolean() })),
    address: SomeSentences,
  }),
});
export type MailView = z.infer<typeof MailView>;
