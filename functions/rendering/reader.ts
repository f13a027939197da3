import type { Instant } from '../core/dates';
import type { LineRef } from '../core/facts';
import type { Merchant } from '../core/merchant';
import { formatsFor, type Formats } from './formats';
import type { Links } from './links';
import { httpsUrl, plain } from './plain-text';
import { localeFor, wordsFor, type Say } from './words';

/** Everything that makes facts into words for one reader. */
export interface Reader {
  locale: string;
  say: Say;
  /** The same without marks of direction, for subjects and for what goes on record. */
  sayPlainly: Say;
  formats: Formats;
}

/** `wishes` for the locale in falling order: the customer's own, then the merchant's. */
export function readerOf(wishes: readonly (string | undefined)[], timeZone: string, now: Instant): Reader {
  const locale = localeFor(...wishes);
  const formats = formatsFor(locale, timeZone, now);
  return { locale, formats, say: wordsFor(locale, formats), sayPlainly: wordsFor(locale, formats, 'plainly') };
}

/** A reader of a mail, with the merchant who writes it and the links that stand in it. */
export interface Letter extends Reader {
  /** For sentences of the law, which stand in English too; null where the mail is in English. */
  english: Reader | null;
  links: Links;
  merchant: Merchant;
}

/** The same reader in English: null where they read English anyway. Dates are written as the market of that law does. */
export const inEnglish = ({ locale }: Reader, timeZone: string, now: Instant): Reader | null => (new Intl.Locale(locale).language === 'en' ? null : readerOf(['en-US'], timeZone, now));

interface Named extends LineRef {
  name: string;
  imageUrl?: string | undefined;
  productUrl?: string | undefined;
}

/** How an item is named wherever it is shown. An item whose name holds nothing visible is named by its order line. */
export function shownItem(item: Named): { name: string; href: string | null; image: string | null } {
  const name = plain(item.name);
  return { name: name === '' ? plain(item.lineId) : name, href: httpsUrl(item.productUrl), image: httpsUrl(item.imageUrl) };
}
