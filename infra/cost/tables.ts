import { aligned } from '../terminal/words';
import { type Counts, MailKind } from './counts';
import { estimate, perThousand, type Volume } from './estimate';
import { type Prices, services, unknownPrices } from './prices';
import { purposeOf } from './purposes';

const NAMES: Readonly<Record<MailKind, string>> = {
  first: 'first notice',
  moved: 'a date that moved',
  weekly: 'weekly update',
  shipped: 'shipped',
};

const money = (dollars: number, places = 2): string => dollars.toFixed(places);
const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
/** Numbers that are written already stand to the right as well. */
const padded = (texts: readonly string[]): string[] => texts.map((text) => text.padStart(Math.max(...texts.map(({ length }) => length))));

/** The first column, and the one called `for`, are words; all others are numbers. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = head.map((title, column) => {
    const cells = [title, ...rows.map((row) => row[column] ?? '')];
    return column === 0 || title === 'for' ? cells : padded(cells);
  });
  return aligned([head, ...rows].map((_row, row) => columns.map((cells) => cells[row] ?? '')));
}

/** Dollars for 1,000 mails of each kind, by service, and how much that is above SES's own price. */
export function mailTable(counts: Counts, prices: Prices): string[] {
  const rows = MailKind.options.map((kind) => {
    const { bill, total, overSes } = perThousand(kind, counts, prices);
    return [NAMES[kind], ...services.map((service) => money(bill[service], 4)), money(total, 4), percent(overSes)];
  });
  return [
    `Dollars for 1,000 mails in ${prices.region}, counted on ${counts.countedOn} with ${counts.customers} customers`,
    '',
    ...table(['mail', ...services, 'total', 'above SES'], rows),
    ...unknownPrices(prices).map((what) => `\nnot in any sum, since its price could not be found out: ${what}`),
  ];
}

/** A month of a shop. */
export function monthTable(volume: Volume, counts: Counts, prices: Prices): string[] {
  const { mails, bill, fixed, total } = estimate(volume, counts, prices);
  const mailLines = MailKind.options.map((kind) => [NAMES[kind], String(Math.round(mails[kind])), money((perThousand(kind, counts, prices).total / 1000) * mails[kind])]);
  return [
    `A month: ${volume.orders} orders that have to wait, ${volume.open} customers who wait at the same time, each date moves ${volume.moves} times`,
    '',
    ...table(['by kind', 'mails', 'dollars'], mailLines),
    '',
    ...table(['by service', 'dollars'], [...services.map((service) => [service, money(bill[service])]), ...fixed.map((one) => [one.what, money(one.dollars)]), ['total', money(total)]]),
  ];
}

/** What each unit of the table is for, per mail. */
export function partsTable(counts: Counts): string[] {
  return MailKind.options.flatMap((kind) => {
    const { usage, parts } = counts.mails[kind];
    const rows = parts.map((part) => [`${part.lambda} ${part.operation}`, money(part.calls), money(part.writeUnits), money(part.readUnits), purposeOf(part) ?? '']);
    return [
      `${NAMES[kind]}: ${money(usage.writeUnits)} write units, ${money(usage.readUnits)} read units, ${money(usage.sqsRequests)} requests of SQS, ${money(usage.invocations)} invocations`,
      ...table(['per mail', 'calls', 'writes', 'reads', 'for'], rows),
      '',
    ];
  });
}
