import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Usage } from './usage';

const Price = z.strictObject({
  what: z.string(),
  /** null: it could not be found out, and is left out of every sum. */
  dollars: z.number().nonnegative().nullable(),
  per: z.number().positive(),
  readOn: z.iso.date(),
  /** Where it stands, and of when it is. */
  source: z.string().min(10),
});

const PriceName = z.enum([
  'sesMail',
  'sesMailEssentials',
  'writeUnit',
  'readUnit',
  'lambdaRequest',
  'lambdaGigabyteSecond',
  'sqsRequest',
  'customEvent',
  'mailEvent',
  'secretCall',
  'secretMonth',
  'logGigabyte',
  'metricMonth',
  'dashboardMonth',
  'alarmMonth',
]);
export type PriceName = z.infer<typeof PriceName>;

const Prices = z.strictObject({ region: z.string(), note: z.string(), prices: z.record(PriceName, Price) });
export type Prices = z.infer<typeof Prices>;

/** infra/cost/prices.json. Throws what zod throws for a file of another shape. */
export const readPrices = (): Prices => Prices.parse(JSON.parse(readFileSync(path.join(__dirname, 'prices.json'), 'utf8')));

/** Of so many; 0 where the price could not be found out. */
export function dollars({ prices }: Prices, name: PriceName, count: number): number {
  const price = prices[name];
  return ((price.dollars ?? 0) / price.per) * count;
}

export const unknownPrices = ({ prices }: Prices): string[] => Object.values(prices).flatMap((price) => (price.dollars === null ? [price.what] : []));

export const services = ['SES', 'DynamoDB', 'Lambda', 'SQS', 'EventBridge', 'CloudWatch', 'Secrets Manager'] as const;
export type Service = (typeof services)[number];
export type Bill = Readonly<Record<Service, number>>;

const GIGABYTE = 1024 ** 3;

/** What usage costs, by service, in dollars. */
export function billOf(prices: Prices, usage: Usage, lambdaMegabytes: number): Bill {
  const of = (name: PriceName, count: number): number => dollars(prices, name, count);
  return {
    SES: of('sesMail', usage.mails),
    DynamoDB: of('writeUnit', usage.writeUnits) + of('readUnit', usage.readUnits),
    Lambda: of('lambdaRequest', usage.invocations) + of('lambdaGigabyteSecond', (usage.lambdaMilliseconds / 1000) * (lambdaMegabytes / 1024)),
    SQS: of('sqsRequest', usage.sqsRequests),
    EventBridge: of('customEvent', usage.customEvents) + of('mailEvent', usage.mailEvents),
    CloudWatch: of('logGigabyte', usage.logBytes / GIGABYTE),
    'Secrets Manager': of('secretCall', usage.secretCalls),
  };
}

export const totalOf = (bill: Bill): number => services.reduce((sum, service) => sum + bill[service], 0);
