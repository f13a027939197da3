import * as z from 'zod';
import { contrast } from './colour';
import { Money } from './money';
import { isStage } from './stage';
import { isTimeZone } from './time-zones';

/*
 * merchant.json: who the merchant is and how they want to treat their customers. Checked when the stack is
 * synthesized and again at each cold start. docs/deploy.md explains every field.
 */

const Colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'expected a colour such as #1f5f4a');
const HttpsUrl = z.url({ protocol: /^https$/, hostname: z.regexes.domain });
const Hour = z.int().min(0).max(23);

export const Policy = z.strictObject({
  settle: z
    .strictObject({
      /** How long a new line waits for its neighbours before it is told. */
      newLinesSeconds: z.int().min(0).max(90).default(45),
      /** How long a changed date waits for its neighbours before it is told. */
      etaChangesSeconds: z.int().min(0).max(3600).default(600),
    })
    .prefault({}),
  hold: z
    .strictObject({
      /** How long a customer can undo a cancellation before the refund is requested. */
      customerHours: z.number().min(0).max(72).default(4),
      automaticHours: z.number().min(0).max(72).default(24),
    })
    .prefault({}),
  weekly: z
    .strictObject({
      /** Days after the last mail at which the weekly update is aimed. */
      day: z.int().min(1).max(6).default(6),
      fromHour: Hour.default(10),
      toHour: z.int().min(1).max(24).default(12),
    })
    .refine((weekly) => weekly.fromHour < weekly.toHour, { path: ['toHour'], message: 'expected an hour after fromHour' })
    .prefault({}),
  /** Dates that move by fewer days than this are not told as a change; the next mail shows them. */
  etaThresholdDays: z.int().min(1).max(14).default(1),
  dates: z
    .strictObject({
      /** Days before a promised date ends on which the merchant is asked whether it holds. */
      askDaysBefore: z.int().min(1).max(14).default(3),
      /** A date that was not confirmed for longer is told with the day on which it was. */
      confirmedWithinDays: z.int().min(1).max(60).default(14),
      /** The merchant is warned of a promise that lies further away. */
      farAwayDays: z.int().min(1).max(365).default(28),
    })
    .prefault({}),
  consent: z
    .strictObject({
      /** Days before the end of an offer on which the customer is reminded of it. */
      reminderDays: z.int().min(1).max(14).default(3),
      /** Days beyond a new date for which consent is asked in advance, where the market knows that; 0 asks for none. */
      furtherDays: z.int().min(0).max(60).default(0),
    })
    .prefault({}),
  goodwill: z
    .strictObject({
      /** Percent of the price that is given back in all after so many days late; none by default. */
      steps: z
        .array(z.strictObject({ lateDays: z.int().min(1).max(365), percent: z.int().min(1).max(50) }))
        .max(10)
        .refine((steps) => steps.every((step, n) => n === 0 || (step.lateDays > (steps[n - 1]?.lateDays ?? 0) && step.percent > (steps[n - 1]?.percent ?? 0))), 'expected more days and a higher percentage with each step')
        .default([]),
      /** What all of it may cost in a calendar month, in minor units by currency; lines that were paid in another one get none. */
      monthlyBudget: z.record(Money.shape.currency, Money.shape.amount).default({}),
    })
    .refine(({ steps, monthlyBudget }) => steps.length === 0 || Object.keys(monthlyBudget).length > 0, { path: ['monthlyBudget'], message: 'expected a budget for the steps' })
    .prefault({}),
  /** Working days within which a refund is sent. */
  refundWorkingDays: z.int().min(1).max(7).default(7),
  /** Rule pack by market (ISO country), where it is not the one that names the market itself. */
  rulePacks: z.record(z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code'), z.enum(['default', 'us'])).default({}),
  retention: z
    .strictObject({
      /** Months for which the record of a customer is kept, and what is over of their orders. */
      recordMonths: z.int().min(24).max(180).default(84),
    })
    .prefault({}),
  /** Whether mails speak of the ship date alone or of the delivery window where the store gave one. */
  show: z.enum(['date', 'window']).default('window'),
});
export type Policy = z.infer<typeof Policy>;

/** A domain, or one below it, as SES sees an address: whoever has proved to own the one may send from the other. */
const isWithin = (address: string, domain: string): boolean => `.${address.slice(address.indexOf('@') + 1).toLowerCase()}`.endsWith(`.${domain}`);

/** A domain whose SES identity is made with the stacks, and where its records are written. */
const MailDomain = z.strictObject({
  // What is no host name has no senders either: one problem is enough. SES keeps names in small letters.
  name: z.hostname({ abort: true }).toLowerCase(),
  /** Route 53 hosted zone of the domain or of one above it. Without it the records are outputs. */
  hostedZoneId: z.string().regex(/^Z[A-Z0-9]{1,31}$/, 'expected the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ').optional(),
  /** What stands before the name in the MAIL FROM domain. */
  mailFrom: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'expected one label of a host name, such as bounces').default('bounces'),
  /** The text of the DMARC record; null where the domain has one already. */
  dmarc: z.string().startsWith('v=DMARC1;').max(255).nullable().default('v=DMARC1; p=none'),
});

/** Everything but what fields have to say to each other. */
const Fields = z.strictObject({
  /** Short name of the shop, where an account holds several installations. Names are made of it, and the longest takes 20 characters. */
  shop: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,19}$/, 'expected 1 to 20 small letters and digits, such as lamps')
    .refine((shop) => !isStage(shop), 'expected a name that is not one of a stage')
    .optional(),
  brand: z.strictObject({
    name: z.string().min(1).max(100),
    url: HttpsUrl,
    logoUrl: HttpsUrl.optional(),
    colours: z
      .strictObject({ accent: Colour.default('#1f5f4a'), onAccent: Colour.default('#ffffff') })
      // A colour that is none has no contrast, and is refused for what it is.
      .refine(({ accent, onAccent }) => !(contrast(accent, onAccent) < 4.5), 'expected an onAccent that can be read on accent, with a contrast of 4.5 or more (WCAG 2.2, 1.4.3)')
      .prefault({}),
    /** How mails and pages speak: to the point, or with more of a person in it. The facts are the same. */
    voice: z.enum(['plain', 'warm']).default('plain'),
    /** Lines below the postal address: a company's registration, for example. */
    footer: z.array(z.string().min(1).max(200)).max(4).default([]),
  }),
  senders: z.strictObject({
    notices: z.email(),
    updates: z.email(),
    replyTo: z.email().optional(),
  }),
  /** Postal address, a line an element: it stands in the footer of every mail. */
  postalAddress: z.array(z.string().min(1).max(200)).min(1).max(6),
  support: z.strictObject({ email: z.email(), phone: z.string().max(40).optional(), url: HttpsUrl.optional() }),
  locale: z.string().default('en'),
  timeZone: z.string(),
  market: z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166 country code such as US'),
  /** Host name for the customer's page; without it the API's own address is used. */
  pageDomain: z.strictObject({ name: z.hostname(), certificateArn: z.string().startsWith('arn:') }).optional(),
  /** Without it the identities of the senders are the merchant's own. */
  mailDomain: MailDomain.optional(),
  policy: Policy.prefault({}),
});

export const Merchant = Fields.superRefine(({ senders, mailDomain }, context) => {
  for (const stream of ['notices', 'updates'] as const) {
    if (mailDomain === undefined || isWithin(senders[stream], mailDomain.name)) continue;
    context.addIssue({ code: 'custom', path: ['senders', stream], message: `expected an address of mailDomain.name, ${mailDomain.name}` });
  }
});
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
  return parsedBy(Merchant.safeExtend({ timeZone: z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris') }), json, file);
}

/**
 * The same of what parseMerchant gave. Whether the time zone exists is not asked again: for that the names of all of them are
 * loaded, which took a fifth of a cold start. Throws InvalidMerchantError.
 */
export const reparseMerchant = (json: unknown): Merchant => parsedBy(Merchant, json);

function parsedBy(schema: z.ZodType<Merchant>, json: unknown, file?: string): Merchant {
  const parsed = schema.safeParse(json);
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
