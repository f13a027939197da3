import * as z from 'zod';
import { contrast } from './colour';
import { CURRENCY, CURRENCY_EXPECTED } from './money';
import { isStage } from './stage';
import { isTimeZone } from './time-zones';

/*
 * merchant.json: who the merchant is and how they want to treat their customers. Checked when the stack is synthesized; the
 * Lambdas get what came out of that, and of this file its types: it takes zod, which no bundle holds. docs/deploy.md explains every field.
 */

const Colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/i, 'expected a colour such as #1f5f4a'));
const HttpsUrl = z.url({ protocol: /^https$/, hostname: z.regexes.domain });
/** A whole number from `least` to `most`. */
const Whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
const Hours = z.number().check(z.gte(0), z.lte(72));

export const Policy = z.strictObject({
  settle: z.prefault(
    z.strictObject({
      /** How long a new line waits for its neighbours before it is told. */
      newLinesSeconds: z._default(Whole(0, 90), 45),
      /** How long a changed date waits for its neighbours before it is told. */
      etaChangesSeconds: z._default(Whole(0, 3600), 600),
    }),
    {},
  ),
  hold: z.prefault(
    z.strictObject({
      /** How long a customer can undo a cancellation before the refund is requested. */
      customerHours: z._default(Hours, 4),
      automaticHours: z._default(Hours, 24),
    }),
    {},
  ),
  weekly: z.prefault(
    z.strictObject({
      /** Days after the last mail at which the weekly update is aimed. */
      day: z._default(Whole(1, 6), 6),
      fromHour: z._default(Whole(0, 23), 10),
      toHour: z._default(Whole(1, 24), 12),
    }).check(z.refine((weekly) => weekly.fromHour < weekly.toHour, { path: ['toHour'], message: 'expected an hour after fromHour' })),
    {},
  ),
  /** Dates that move by fewer days than this are not told as a change; the next mail shows them. */
  etaThresholdDays: z._default(Whole(1, 14), 1),
  dates: z.prefault(
    z.strictObject({
      /** Days before a promised date ends on which the merchant is asked whether it holds. */
      askDaysBefore: z._default(Whole(1, 14), 3),
      /** A date that was not confirmed for longer is told with the day on which it was. */
      confirmedWithinDays: z._default(Whole(1, 60), 14),
      /** The merchant is warned of a promise that lies further away. */
      farAwayDays: z._default(Whole(1, 365), 28),
    }),
    {},
  ),
  consent: z.prefault(
    z.strictObject({
      /** Days before the end of an offer on which the customer is reminded of it. */
      reminderDays: z._default(Whole(1, 14), 3),
      /** Days beyond a new date for which consent is asked in advance, where the market knows that; 0 asks for none. */
      furtherDays: z._default(Whole(0, 60), 0),
    }),
    {},
  ),
  goodwill: z.prefault(
    z.strictObject({
      /** Percent of the price that is given back in all after so many days late; none by default. */
      steps: z._default(
        z.array(z.strictObject({ lateDays: Whole(1, 365), percent: Whole(1, 50) })).check(
          z.maxLength(10),
          z.refine((steps) => steps.every((step, n) => n === 0 || (step.lateDays > (steps[n - 1]?.lateDays ?? 0) && step.percent > (steps[n - 1]?.percent ?? 0))), 'expected more days and a higher percentage with each step'),
        ),
        [],
      ),
      /** What all of it may cost in a calendar month, in minor units by currency; lines that were paid in another one get none. */
      monthlyBudget: z._default(z.record(z.string().check(z.regex(CURRENCY, CURRENCY_EXPECTED)), z.int().check(z.nonnegative())), {}),
    }).check(z.refine(({ steps, monthlyBudget }) => steps.length === 0 || Object.keys(monthlyBudget).length > 0, { path: ['monthlyBudget'], message: 'expected a budget for the steps' })),
    {},
  ),
  /** Working days within which a refund is sent. */
  refundWorkingDays: z._default(Whole(1, 7), 7),
  /** Rule pack by market (ISO country), where it is not the one that names the market itself. */
  rulePacks: z._default(z.record(z.string().check(z.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code')), z.enum(['default', 'us'])), {}),
  retention: z.prefault(
    z.strictObject({
      /** Months for which the record of a customer is kept, and what is over of their orders. */
      recordMonths: z._default(Whole(24, 180), 84),
    }),
    {},
  ),
  /** Whether mails speak of the ship date alone or of the delivery window where the store gave one. */
  show: z._default(z.enum(['date', 'window']), 'window'),
});
export type Policy = z.infer<typeof Policy>;

/** A domain, or one below it, as SES sees an address: whoever has proved to own the one may send from the other. */
const isWithin = (address: string, domain: string): boolean => `.${address.slice(address.indexOf('@') + 1).toLowerCase()}`.endsWith(`.${domain}`);

/** A domain whose SES identity is made with the stacks, and where its records are written. */
const MailDomain = z.strictObject({
  // What is no host name has no senders either: one problem is enough. SES keeps names in small letters.
  name: z.hostname({ abort: true }).check(z.toLowerCase()),
  /** Route 53 hosted zone of the domain or of one above it. Without it the records are outputs. */
  hostedZoneId: z.optional(z.string().check(z.regex(/^Z[A-Z0-9]{1,31}$/, 'expected the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ'))),
  /** What stands before the name in the MAIL FROM domain. */
  mailFrom: z._default(z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'expected one label of a host name, such as bounces')), 'bounces'),
  /** The text of the DMARC record; null where the domain has one already. */
  dmarc: z._default(z.nullable(z.string().check(z.startsWith('v=DMARC1;'), z.maxLength(255))), 'v=DMARC1; p=none'),
});

/** Everything but what fields have to say to each other. */
const Fields = z.strictObject({
  /** Short name of the shop, where an account holds several installations. Names are made of it, and the longest takes 20 characters. */
  shop: z.optional(
    z.string().check(
      z.regex(/^[a-z][a-z0-9]{0,19}$/, 'expected 1 to 20 small letters and digits, such as lamps'),
      z.refine((shop) => !isStage(shop), 'expected a name that is not one of a stage'),
    ),
  ),
  brand: z.strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(100)),
    url: HttpsUrl,
    logoUrl: z.optional(HttpsUrl),
    colours: z.prefault(
      z.strictObject({ accent: z._default(Colour, '#1f5f4a'), onAccent: z._default(Colour, '#ffffff') }).check(
        // A colour that is none has no contrast, and is refused for what it is.
        z.refine(({ accent, onAccent }) => !(contrast(accent, onAccent) < 4.5), 'expected an onAccent that can be read on accent, with a contrast of 4.5 or more (WCAG 2.2, 1.4.3)'),
      ),
      {},
    ),
    /** How mails and pages speak: to the point, or with more of a person in it. The facts are the same. */
    voice: z._default(z.enum(['plain', 'warm']), 'plain'),
    /** Lines below the postal address: a company's registration, for example. */
    footer: z._default(z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.maxLength(4)), []),
  }),
  senders: z.strictObject({
    notices: z.email(),
    updates: z.email(),
    replyTo: z.optional(z.email()),
  }),
  /** Postal address, a line an element: it stands in the footer of every mail. */
  postalAddress: z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.minLength(1), z.maxLength(6)),
  support: z.strictObject({ email: z.email(), phone: z.optional(z.string().check(z.maxLength(40))), url: z.optional(HttpsUrl) }),
  locale: z._default(z.string(), 'en'),
  timeZone: z.string().check(z.refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris')),
  market: z.string().check(z.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code such as US')),
  /** Host name for the customer's page; without it the API's own address is used. */
  pageDomain: z.optional(z.strictObject({ name: z.hostname(), certificateArn: z.string().check(z.startsWith('arn:')) })),
  /** Without it the identities of the senders are the merchant's own. */
  mailDomain: z.optional(MailDomain),
  policy: z.prefault(Policy, {}),
});

export const Merchant = Fields.check(
  z.superRefine(({ senders, mailDomain }, context) => {
    for (const stream of ['notices', 'updates'] as const) {
      if (mailDomain === undefined || isWithin(senders[stream], mailDomain.name)) continue;
      context.addIssue({ code: 'custom', path: ['senders', stream], message: `expected an address of mailDomain.name, ${mailDomain.name}` });
    }
  }),
);
export type Merchant = z.infer<typeof Merchant>;

/** A merchant.json that can't be used. `problems` has one line each: path, what was found, what was expected. */
export class InvalidMerchantError extends Error {
  constructor(
    readonly problems: readonly string[],
    file = 'merchant.json',
  ) {
    super(`${file} cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'InvalidMerchantError';
  }
}

/** Throws InvalidMerchantError with every problem at once; `file` is what it calls the file. */
export function parseMerchant(json: unknown, file?: string): Merchant {
  const parsed = Merchant.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new InvalidMerchantError(
    parsed.error.issues.map((issue) => {
      const path = issue.path.length > 0 ? issue.path.join('.') : '(top level)';
      return `${path}: ${issue.message}, found ${shown(valueAt(json, issue.path))}`;
    }),
    file,
  );
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), json);
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
